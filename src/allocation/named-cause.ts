/** Why a method has no weights, in words that people know assets by. */

/** Causes count assets from 1; people know them by name. */
export function namedCause(cause: string, symbols: readonly string[]): string {
  return cause.replace(/\basset (\d+)\b/g, (words, place) => symbols[Number(place) - 1] ?? words);
}
