/** Rules that let anything of the fault list happen by chance, and rewrites of replies as venues were seen to send them. */
import type { Random } from '../../../src/base/random.ts';
import type { Fault, FaultRule } from './faults.ts';

/** Errors whose outcome is not known (rest-api.md lines 116–118, errors.md lines 13–14 and 27–34). */
const unclearErrors = [
  [500, -1000, 'An unknown error occurred while processing the request.'],
  [
    500,
    -1006,
    'An unexpected response was received from the message bus. Execution status unknown.',
  ],
  [
    504,
    -1007,
    'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
  ],
  [
    503,
    -1008,
    'Server is currently overloaded with other requests. Please try again in a few minutes.',
  ],
] as const;

const bodies = ['html', 'truncated', 'empty', '{}', 'null'] as const;

/** Any fault after which the caller does not know whether its order was placed. */
export function unclearFault(random: Random): Fault {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)]!;
  const applied = random.uniform() < 0.5;
  const kind = pick(['no-reply', 'stalled-body', 'reset', 'body', 'error', 'lands-late'] as const);
  if (kind === 'body') return { kind, body: pick(bodies), applied };
  if (kind === 'lands-late') return { kind, afterMs: Math.floor(random.uniform() * 10_000) };
  if (kind !== 'error') return { kind, applied };
  const [status, code, message] = pick(unclearErrors);
  return { kind, status, code, message, applied };
}

/** Where orders are placed, and what is read of the account. */
export type FaultPaths = {
  readonly order: string;
  readonly trades: string;
  readonly account: string;
  readonly openOrders: string;
};

export const spotPaths: FaultPaths = {
  order: '/api/v3/order',
  trades: '/api/v3/myTrades',
  account: '/api/v3/account',
  openOrders: '/api/v3/openOrders',
};

export const futuresPaths: FaultPaths = {
  order: '/fapi/v1/order',
  trades: '/fapi/v1/userTrades',
  account: '/fapi/v2/account',
  openOrders: '/fapi/v1/openOrders',
};

/** Placing and cancelling fail unclearly, reads lag or come shuffled, cancelled orders are filled late, each with the probability. */
export function randomFaults(
  probability: number,
  { order, trades, account, openOrders }: FaultPaths = spotPaths,
): readonly FaultRule[] {
  const reads = [account, openOrders, trades].map((path) => `GET ${path}`);
  const lag = (random: Random): Fault => ({
    kind: 'lag',
    ms: Math.floor(random.uniform() * 3_000),
  });
  return [
    { on: `POST ${order}`, probability, fault: unclearFault },
    {
      on: `DELETE ${order}`,
      probability,
      fault: (random) =>
        random.uniform() < 0.5
          ? unclearFault(random)
          : {
              kind: 'late-fill',
              share: random.uniform(),
              afterMs: Math.floor(random.uniform() * 5_000),
            },
    },
    { on: `GET ${order}`, probability, fault: lag },
    {
      on: `GET ${trades}`,
      probability,
      fault: { kind: 'rewrite', rewrite: shuffledAndTwice },
    },
    ...reads.map((on) => ({ on, probability, fault: lag })),
    ...[`GET ${order}`, ...reads].map((on) => ({ on, probability, fault: unclearFault })),
  ];
}

/** A list backwards, with its first element once more. */
export function shuffledAndTwice(reply: unknown): unknown {
  return Array.isArray(reply) ? [...reply, ...reply.slice(0, 1)].reverse() : reply;
}

/** Trades or fills without what they cost. */
export function withoutFees(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(withoutFees);
  if (reply === null || typeof reply !== 'object') return reply;
  const { commission, commissionAsset, fills, ...kept } = reply as Record<string, unknown>;
  return fills === undefined ? kept : { ...kept, fills: withoutFees(fills) };
}

/** An order book whose best bid is above its best ask. */
export function crossedBook(reply: unknown): unknown {
  const { bids, asks, ...kept } = reply as Record<string, unknown>;
  return { ...kept, bids: asks, asks: bids };
}
