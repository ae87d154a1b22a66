/** The balances of the account on the test venue: free and locked, never negative, with what they were at any time. */
import { invariant } from '../../../src/base/errors.ts';
import { textOf, type Units } from './units.ts';

export type Balance = { readonly free: Units; readonly locked: Units };

export type Wallet = {
  /** As they stood at that time, assets in the order in which they first appeared. */
  balancesAt(ms: number): ReadonlyMap<string, Balance>;
  free(asset: string): Units;
  /** Adds to the free balance; a negative number takes from it. */
  change(asset: string, units: Units, ms: number): void;
  lock(asset: string, units: Units, ms: number): void;
  /** Takes from the locked balance: what is spent leaves the account, what is released becomes free again. */
  settle(asset: string, part: { spent: Units; released: Units }, ms: number): void;
};

type Version = Balance & { readonly ms: number };

const nothing: Balance = { free: 0n, locked: 0n };

export function createWallet(): Wallet {
  const versions = new Map<string, Version[]>();
  const latest = (asset: string): Balance => versions.get(asset)?.at(-1) ?? nothing;
  const record = (asset: string, { free, locked }: Balance, ms: number): void => {
    const shown = `${textOf(free)} free and ${textOf(locked)} locked ${asset}`;
    invariant(
      free >= 0n && locked >= 0n,
      `a balance of the venue must not be negative, was ${shown}`,
    );
    const known = versions.get(asset) ?? [];
    versions.set(asset, known);
    known.push({ free, locked, ms });
  };

  return {
    balancesAt: (ms) =>
      new Map(
        [...versions].map(([asset, known]) => [
          asset,
          known.findLast((version) => version.ms <= ms) ?? nothing,
        ]),
      ),
    free: (asset) => latest(asset).free,
    change(asset, units, ms) {
      const { free, locked } = latest(asset);
      record(asset, { free: free + units, locked }, ms);
    },
    lock(asset, units, ms) {
      const { free, locked } = latest(asset);
      record(asset, { free: free - units, locked: locked + units }, ms);
    },
    settle(asset, { spent, released }, ms) {
      const { free, locked } = latest(asset);
      record(asset, { free: free + released, locked: locked - spent - released }, ms);
    },
  };
}
