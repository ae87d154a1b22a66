/** Assets that may be bought beside those of the portfolio: --universe. */
import type { Call } from './command.ts';

/** Null where it was not given. */
export function universeOf(call: Call): readonly string[] | null {
  return call.text('universe')?.split(',') ?? null;
}
