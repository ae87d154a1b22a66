/** The depth that an account has taken from a side of a market, and that comes back at an even pace. */
import type { Side } from '../../market/order-book.ts';
import type { FactStore } from '../../ports/store.ts';

/** Time in which the depth taken is there again. */
const refillMs = 10_000;

export type DepthTaken = {
  /** Base units that are missing from the book at a time. */
  missing(at: number): Promise<number>;
  take(quantity: number, at: number): Promise<void>;
};

type Memory = { readonly quantity: number; readonly at: number };

export function depthTaken(
  facts: FactStore,
  { account, market, side }: { account: string; market: string; side: Side },
): DepthTaken {
  const name = `paper.taken.${account}.${market}.${side}`;
  const missing = async (at: number): Promise<number> => {
    const memory = (await facts.get(name)) as Memory | undefined;
    if (memory === undefined) return 0;
    const elapsed = Math.max(0, at - memory.at);
    return memory.quantity * Math.max(0, 1 - elapsed / refillMs);
  };
  return {
    missing,
    async take(quantity, at) {
      if (quantity > 0) await facts.set(name, { quantity: quantity + (await missing(at)), at });
    },
  };
}
