/**
 * The seal of a database file at rest: its size and SHA-256, written beside it when the last connection closes and broken
 * before the next write. The content of the tables is vouched for by the audit chain; the seal also covers the bytes
 * between them, where earlier content may still stand.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { parse } from 'node:path';

export type FileSeal = {
  /** Before anything is written. */
  break(): void;
  /** After the connection was closed; does nothing while another one is open. */
  close(): void;
  /** What is wrong with the file, if a seal is there to tell. */
  problem(): string | undefined;
};

/** A database in memory has no file. */
export const noSeal: FileSeal = { break() {}, close() {}, problem: () => undefined };

/** For `state/ballast.sqlite` the seal is `state/ballast.file-seal.json`. */
export function createFileSeal(databaseFile: string): FileSeal {
  const { dir, name } = parse(databaseFile);
  const file = `${dir === '' ? '.' : dir}/${name}.file-seal.json`;
  let isBroken = false;
  return {
    break() {
      if (isBroken) return;
      rmSync(file, { force: true });
      isBroken = true;
    },
    close() {
      if (existsSync(file) || hasLog(databaseFile)) return;
      writeFileSync(file, textOf(databaseFile));
    },
    problem() {
      if (isBroken || !existsSync(file)) return undefined;
      return readFileSync(file, 'utf8') === textOf(databaseFile)
        ? undefined
        : `the file was changed while Ballast was not running: it is not the one that ${file} seals`;
    },
  };
}

/** While its write-ahead log is there, somebody else has the database open. */
function hasLog(databaseFile: string): boolean {
  return existsSync(`${databaseFile}-wal`);
}

const chunkBytes = 1 << 20;

function textOf(file: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(chunkBytes);
  const handle = openSync(file, 'r');
  try {
    for (;;) {
      const length = readSync(handle, chunk);
      if (length === 0) break;
      hash.update(chunk.subarray(0, length));
    }
  } finally {
    closeSync(handle);
  }
  return `${JSON.stringify({ bytes: statSync(file).size, sha256: hash.digest('hex') })}\n`;
}
