/** The end of the audit chain, published in a file beside the database so that a shortened chain is noticed. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
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
      const text = readIfPresent(file);
      return text === undefined ? undefined : parseHead(text, file);
    },
    /** After the commit, which must not fail any more: a head that lags behind is still right. */
    write({ sequence, hash }) {
      const draft = `${file}.${process.pid}`;
      try {
        writeFileSync(draft, `${JSON.stringify({ sequence, hash })}\n`);
        renameSync(draft, file);
      } catch (cause) {
        process.emitWarning(`the end of the audit trail could not be written to ${file}: ${cause}`);
      }
    },
  };
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
