/** Where the candles of a folder come from, in words: the first line of its source.txt, or that it does not say. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

export const originFile = 'source.txt';
const longest = 200;

/** Errors: those of the file system when the file is there and cannot be read. */
export async function candleOrigin(directory: string): Promise<string> {
  const folder = `candle files of the folder ${basename(directory)}`;
  const line =
    (await textOf(join(directory, originFile))).split('\n')[0]?.trim().slice(0, longest) ?? '';
  return line === ''
    ? `recorded, from ${folder}, which does not say where they come from`
    : `${line} (${folder})`;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
