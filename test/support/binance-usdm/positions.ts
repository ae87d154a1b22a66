/**
 * The positions of the account on the futures test venue, one a symbol (one-way mode), with what they were at any time.
 *
 * A fill that closes a part releases that part of the cost; realised = −closed · price − released cost, of signed quantities.
 */
import { times, type Units } from '../binance/units.ts';

/** Signed: below zero where short. The cost is the quantity at its entry price, so that nothing is lost to rounding. */
export type Position = { readonly quantity: Units; readonly cost: Units };

export type Positions = {
  /** As they stood at that time, without those that are closed. */
  at(ms: number): ReadonlyMap<string, Position>;
  now(symbol: string): Position;
  /** Takes a signed quantity in; tells what closing brought, in quote units. */
  fill(symbol: string, fill: { quantity: Units; price: Units; ms: number }): Units;
};

const nothing: Position = { quantity: 0n, cost: 0n };

export function createPositions(): Positions {
  const versions = new Map<string, (Position & { readonly ms: number })[]>();
  const now = (symbol: string): Position => versions.get(symbol)?.at(-1) ?? nothing;
  return {
    now,
    at: (ms) =>
      new Map(
        [...versions]
          .map(([symbol, known]) => [symbol, known.findLast((each) => each.ms <= ms)] as const)
          .filter((pair): pair is readonly [string, Position & { ms: number }] => isHeld(pair[1])),
      ),
    fill(symbol, { quantity, price, ms }) {
      const { position, realised } = filled(now(symbol), { quantity, price });
      versions.set(symbol, [...(versions.get(symbol) ?? []), { ...position, ms }]);
      return realised;
    },
  };
}

function isHeld(position: Position | undefined): boolean {
  return position !== undefined && position.quantity !== 0n;
}

function filled(
  { quantity: held, cost }: Position,
  { quantity, price }: { quantity: Units; price: Units },
): { position: Position; realised: Units } {
  const isOpposite = held > 0n ? quantity < 0n : held < 0n && quantity > 0n;
  if (!isOpposite) {
    return {
      position: { quantity: held + quantity, cost: cost + times(quantity, price) },
      realised: 0n,
    };
  }
  const closed = sizeOf(quantity) < sizeOf(held) ? quantity : -held;
  const released = (cost * -closed) / held;
  const opened = quantity - closed;
  return {
    position: {
      quantity: held + quantity,
      cost: cost - released + times(opened, price),
    },
    realised: -times(closed, price) - released,
  };
}

export function sizeOf(signed: Units): Units {
  return signed < 0n ? -signed : signed;
}

/** Signed: below zero for a sale. */
export function signedBy(side: 'BUY' | 'SELL', quantity: Units): Units {
  return side === 'BUY' ? quantity : -quantity;
}
