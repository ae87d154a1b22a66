/**
 * Reads Parquet files in a process of its own, with bounds on memory and time.
 *
 * A single damaged byte can make the library count to billions or go round for ever: a file must not take the others along.
 */
import { fork } from 'node:child_process';
import type { TableAnswer } from '../../ports/candle-tables.ts';

export type ReadingBounds = { readonly longestMs: number; readonly memoryMb: number };

/** A hundred times what a fit file of this size takes. */
export function boundsFor(bytes: Uint8Array): ReadingBounds {
  return { longestMs: 10_000 + bytes.length / 100, memoryMb: 2_048 };
}

export async function readParquetGuarded(
  bytes: Uint8Array,
  { longestMs, memoryMb }: ReadingBounds,
): Promise<TableAnswer> {
  const reader = fork(new URL('./parquet-process.ts', import.meta.url), {
    execArgv: [`--max-old-space-size=${memoryMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const answer = Promise.withResolvers<TableAnswer>();
  const giveUp = (cause: string): void => answer.resolve({ cause: `it is damaged: ${cause}` });
  const timer = setTimeout(() => {
    giveUp(`reading it took more than ${longestMs / 1e3} s`);
  }, longestMs);
  reader.once('message', (message) => answer.resolve(message as TableAnswer));
  reader.once('error', answer.reject);
  // Comes after every message, unlike the end of the process.
  reader.once('disconnect', () => giveUp(`reading it took more than ${memoryMb} MB`));
  reader.send(bytes, () => undefined);
  try {
    return await answer.promise;
  } finally {
    clearTimeout(timer);
    reader.kill('SIGKILL');
  }
}
