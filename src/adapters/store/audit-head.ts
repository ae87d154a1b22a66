/** The end of the audit chain, published in a file beside the database so that a shortened chain is noticed. */
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { parse } from 'node:path';
import { DataError } from '../../base/errors.ts';
import type { ChainHead } from '../../ledger/chain.ts';

export type PublishedHead = {
  /** The last one published; undefined when there is none. Errors: DataError when it cannot be read. */
  read(): ChainHead | undefined;
  write(head: ChainHead): void;
};

/** Nothing is published for a database in memory. */
export const unpublishedHead: PublishedHead = { read: () => undefined, write: () => {} };

/** For `state/ballast.db` the file is `state/ballast.audit-head.json`. */
export function auditHeadFile(databaseFile: string): string {
  const { dir, name } = parse(databaseFile);
  return `${dir === '' ? '.' : dir}/${name}.audit-head.json`;
}

export function createPublishedHead(databaseFile: string): PublishedHead {
  const file = auditHeadFile(databaseFile);
  return {
    read() {
      const text = readSteady(file);
      return text === undefined ? undefined : parseHead(text, file);
    },
    /** After the commit, which must not fail any more: a head that lags behind is still right. */
    write({ sequence, hash }) {
      const text = `${JSON.stringify({ sequence, hash })}\n`;
      try {
        if (!overwrite(file, text)) replace(file, text);
      } catch (cause) {
        process.emitWarning(`the end of the audit trail could not be written to ${file}: ${cause}`);
      }
    },
  };
}

/**
 * False where the file is missing or of another length. Beside each commit a new file under the same name would take longer than the
 * commit; a text of this length in place of another lies in one sector of the disk, which holds either the one or the other.
 */
function overwrite(file: string, text: string): boolean {
  const handle = openIfPresent(file);
  if (handle === undefined) return false;
  try {
    if (fstatSync(handle).size !== Buffer.byteLength(text)) return false;
    writeSync(handle, text, 0);
    return true;
  } finally {
    closeSync(handle);
  }
}

function openIfPresent(file: string): number | undefined {
  try {
    return openSync(file, 'r+');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

function replace(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

const mostReadings = 10;

/** Until two readings are the same, because another process may be writing. */
function readSteady(file: string): string | undefined {
  let text = readIfPresent(file);
  for (let reading = 1; reading < mostReadings; reading += 1) {
    const again = readIfPresent(file);
    if (again === text) break;
    text = again;
  }
  return text;
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new DataError(`${file} cannot be read`, { cause });
  }
}

function parseHead(text: string, file: string): ChainHead {
  const match = /^\{"sequence":(\d{1,15}),"hash":"([0-9a-f]{64})"\}\n$/.exec(text);
  if (!match) throw new DataError(`${file} does not hold the end of an audit trail`);
  return { sequence: Number(match[1]), hash: match[2] as string };
}
