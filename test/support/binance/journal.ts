/** Every request that reached the test venue, without secrets: what it asked, what it did, and what came back. */
import type { Fault } from './faults.ts';
import type { Sent } from './parameters.ts';

export type JournalEntry = {
  readonly number: number;
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  /** As sent, without the signature. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly weight: number;
  readonly fault: Fault['kind'] | null;
  /** Such as "order 12 FILLED" or "order 12 CANCELED". */
  readonly effects: readonly string[];
  /** HTTP status sent, or null when none was. */
  readonly status: number | null;
  /** Code of the refusal, had the reply come through. */
  readonly code: number | null;
};

export type Journal = {
  add(entry: Omit<JournalEntry, 'number'>): void;
  entries(): readonly JournalEntry[];
};

export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    add(entry) {
      entries.push({ number: entries.length + 1, ...entry });
    },
    entries: () => entries,
  };
}

export function withoutSecrets(sent: Sent): Readonly<Record<string, string>> {
  return Object.fromEntries([...sent].filter(([name]) => name !== 'signature'));
}
