/** The end of the audit chain, published in a file beside the database so that a shortened chain is noticed. */
import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { parse } from 'node:path';
import { DataError } from '../../base/errors.ts';
import type { ChainHead } from '../../ledger/chain.ts';
import { genesisHash } from '../../ledger/event.ts';

export type PublishedHead = {
  /** The last one published; undefined when there is none. Errors: DataError when it cannot be read. */
  read(): ChainHead | undefined;
  write(head: ChainHead): void;
  close(): void;
};

/** Nothing is published for a database in memory. */
export const unpublishedHead: PublishedHead = {
  read: () => undefined,
  write: () => {},
  close: () => {},
};

/** For `state/ballast.db` the file is `state/ballast.audit-head.json`. */
export function auditHeadFile(databaseFile: string): string {
  const { dir, name } = parse(databaseFile);
  return `${dir === '' ? '.' : dir}/${name}.audit-head.json`;
}

export function createPublishedHead(databaseFile: string): PublishedHead {
  const file = auditHeadFile(databaseFile);
  /** Kept open, because opening the file beside each commit would take longer than writing it. */
  let opened: { readonly handle: number; readonly inode: number } | undefined;
  const close = (): void => {
    if (opened !== undefined) closeSync(opened.handle);
    opened = undefined;
  };
  /** Another process may have put a new file there. */
  const handleOf = (inode: number): number => {
    if (opened?.inode === inode) return opened.handle;
    close();
    opened = { handle: openSync(file, 'r+'), inode };
    return opened.handle;
  };

  return {
    close,
    read() {
      const text = readSteady(file);
      return text === undefined ? undefined : parseHead(text, file);
    },
    /** After the commit, which must not fail any more: a head that lags behind is still right. */
    write(head) {
      const text = textOf(head);
      try {
        const found = statSync(file, { throwIfNoEntry: false });
        if (found?.size !== text.length) replace(file, text);
        else writeSync(handleOf(found.ino), text, 0);
      } catch (cause) {
        process.emitWarning(`the end of the audit trail could not be written to ${file}: ${cause}`);
      }
    },
  };
}

/** Of one length for every head, so that it is written in place: it lies in one sector of the disk, which holds the one or the other. */
function textOf({ sequence, hash }: ChainHead): string {
  return `${JSON.stringify({ sequence, hash }).padEnd(textLength)}\n`;
}

/** With a sequence of 15 digits. */
const textLength = `{"sequence":${'0'.repeat(15)},"hash":"${genesisHash}"}`.length;

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
  const match = /^\{"sequence":(\d{1,15}),"hash":"([0-9a-f]{64})"\} *\n$/.exec(text);
  if (!match) throw new DataError(`${file} does not hold the end of an audit trail`);
  return { sequence: Number(match[1]), hash: match[2] as string };
}
