/** Writes a text file whole or not at all. */
import { open, rename, rm } from 'node:fs/promises';

/** Writes beside the file, syncs and renames, so that a reader never sees half of it; a long text comes in parts. */
export async function writeWhole(path: string, text: string | Iterable<string>): Promise<void> {
  const beside = `${path}.${process.pid}.part`;
  try {
    const handle = await open(beside, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
