/** Checks a chain of events one by one: sequence without gaps, each hash right and carried on by the next event. */
import { eventHash, genesisHash, type LedgerEvent, type RecordSeal } from './event.ts';

/** The last word of the chain on a record: its hash, and the event that carries it. */
export type SealedRecord = { readonly sequence: number; readonly hash: string };

export type ChainHead = { readonly sequence: number; readonly hash: string };

export type ChainCheck = {
  /** Takes the next event; answers what is wrong with it, if anything. */
  accept(event: LedgerEvent): string | undefined;
  head(): ChainHead;
  /** By record name, see `recordName`. */
  readonly records: ReadonlyMap<string, SealedRecord>;
};

/** One name for a record of any table. */
export function recordName({ table, key }: Pick<RecordSeal, 'table' | 'key'>): string {
  return JSON.stringify([table, ...key]);
}

export function createChainCheck(): ChainCheck {
  const records = new Map<string, SealedRecord>();
  let last: ChainHead = { sequence: 0, hash: genesisHash };

  return {
    records,
    head: () => last,
    accept(event) {
      const { sequence, hash } = event;
      if (sequence !== last.sequence + 1) {
        return `event ${last.sequence + 1} is missing, the next one is ${sequence}`;
      }
      if (event.previousHash !== last.hash) {
        return `event ${sequence} does not carry the hash of the event before it`;
      }
      if (hash !== eventHash(event, event)) {
        return `event ${sequence} is not what it was when its hash was made`;
      }
      for (const record of event.records) {
        records.set(recordName(record), { sequence, hash: record.hash });
      }
      last = { sequence, hash };
      return undefined;
    },
  };
}
