/** Finds a record by its id, or by the first letters of it. */
import { ConfigError } from '../base/errors.ts';

/** Among so many of the newest an abbreviation is looked for. */
const searched = 1_000;
const shortest = 4;

export type Shelf<T> = {
  /** What ids begin with, such as rec_. */
  readonly prefix: string;
  /** In words: recommendation. */
  readonly what: string;
  get(id: string): Promise<T | undefined>;
  newest(limit: number): Promise<readonly T[]>;
  idOf(record: T): string;
};

/** Errors: ConfigError when there is none, or the letters fit several. */
export async function findByLetters<T>(shelf: Shelf<T>, id: string): Promise<T> {
  const { prefix, what } = shelf;
  const exact = await shelf.get(id);
  if (exact !== undefined) return exact;
  const letters = id.startsWith(prefix) ? id : prefix + id;
  if (letters.length < prefix.length + shortest) {
    throw new ConfigError(`ID must have at least ${shortest} letters after ${prefix}, was "${id}"`);
  }
  const newest = await shelf.newest(searched);
  const found = newest.filter((record) => shelf.idOf(record).startsWith(letters));
  const [first, second] = found;
  if (first === undefined) throw new ConfigError(`there is no ${what} ${id} in this state folder`);
  if (second !== undefined) {
    throw new ConfigError(`${id} fits ${found.length} ${what}s: give more letters`);
  }
  return first;
}
