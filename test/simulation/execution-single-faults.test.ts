/** Each fault alone and often: an execution survives it, and the fault is one that it meets. */
import { describe, expect, it } from 'vitest';
import { runCore } from '../support/simulation/run-core.ts';
import {
  type FaultRates,
  type Happening,
  noFaults,
  type Scenario,
  scenarioOf,
  start,
} from '../support/simulation/scenario.ts';
import type { Outcome } from '../support/simulation/scene.ts';

const seeds = 60;
const patient = 60_000;

type Change = (scenario: Scenario) => Partial<Scenario>;

async function runs(change: Change): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const plain = scenarioOf(seed, { faults: false });
    outcomes.push(await runCore(seed, { scenario: { ...plain, ...change(plain) } }));
  }
  return outcomes;
}

function often(rates: Partial<FaultRates>, more: Partial<Scenario> = {}): Change {
  return () => ({ rates: { ...noFaults, ...rates }, ...more });
}

/** A second after the start, and each five seconds after. */
function happening(make: (at: number, scenario: Scenario) => Happening): Change {
  return (scenario) => ({
    happenings: [1, 6, 11].map((seconds) => make(start + 1_000 * seconds, scenario)),
  });
}

const allLate = { query: 9_000, lists: 9_000, trades: 9_000, balances: 9_000 };
const ended = (state: string) => (outcome: Outcome) =>
  outcome.attempts.some((each) => each === state);

/** Of the runs, some are as told. */
const faults: readonly (readonly [string, Change, (outcome: Outcome) => boolean])[] = [
  ['orders without a reply', often({ lostAnswer: 0.5 }), ended('closed')],
  ['orders that are lost on their way', often({ lostOrder: 0.5 }), ended('not_accepted')],
  ['orders that come late, and too late', often({ lateOrder: 0.5 }), ended('not_accepted')],
  ['a venue in trouble that takes nothing', often({ troubleBefore: 0.5 }), ended('not_accepted')],
  ['a venue in trouble that takes all', often({ troubleAfter: 0.5 }), ended('closed')],
  [
    'a venue in trouble that takes orders a minute late',
    often({ troubleLate: 0.5 }),
    ended('closed'),
  ],
  [
    'a crash while a venue in trouble takes an order late',
    often({ troubleLate: 0.7, crash: 1 }),
    ({ crashes }) => crashes > 0,
  ],
  ['too many requests', often({ rateLimit: 0.5 }), ended('rejected')],
  ['refusals for good', often({ refusal: 0.5 }), ended('rejected')],
  ['reads that fail', often({ failedRead: 0.6 }), ended('closed')],
  ['reads that are nine seconds behind', () => ({ lagMs: allLate }), ended('closed')],
  [
    'orders that come late where reads are behind',
    often({ lateOrder: 0.7 }, { lagMs: allLate }),
    ended('not_accepted'),
  ],
  [
    'fills told twice, in another order and in part',
    often({ mixedReports: 1, slowFill: 1 }),
    ended('closed'),
  ],
  [
    'orders that fill in part and expire',
    often({ partialFill: 1 }),
    ({ attempts }) => attempts.length > 3,
  ],
  ['orders that fill late and linger', often({ slowFill: 1 }), ended('closed')],
  ['cancels that are lost', often({ lostCancel: 0.8, slowFill: 0.8 }), ended('closed')],
  ['cancels that come late, after fills', often({ lateCancel: 1, slowFill: 0.8 }), ended('closed')],
  ['a venue that fills more than was ordered', often({ overfill: 0.5 }), ended('closed')],
  [
    'orders that show in the balances alone',
    often({ hiddenOrder: 0.5, lostAnswer: 0.5 }, { style: { kind: 'taker' } }),
    ({ manual }) => manual > 0,
  ],
  ['crashes at any line', often({ crash: 1 }), ({ crashes }) => crashes > 3],
  ['a disk that is full', often({ fullDisk: 0.3 }), ended('closed')],
  ['processes that stop for up to two minutes', often({ pause: 1 }), ended('rejected')],
  [
    'two workers, of which one stops and goes on',
    often({ pause: 0.5 }, { workers: 2 }),
    ended('not_accepted'),
  ],
  ['two workers that crash', often({ crash: 1 }, { workers: 2 }), ({ crashes }) => crashes > 3],
  [
    'a clock of the machine that is set by half an hour',
    (scenario) => ({
      ...often({ pause: 0.2 }, { workers: 2 })(scenario),
      ...happening((at) => ({ kind: 'clock-step', at, ms: 1_800_000 }))(scenario),
    }),
    ended('closed'),
  ],
  [
    'a clock of the machine that is set back by half an hour',
    (scenario) => ({
      ...often({ crash: 0.5 }, { workers: 2 })(scenario),
      ...happening((at) => ({ kind: 'clock-step', at, ms: -1_800_000 }))(scenario),
    }),
    ended('closed'),
  ],
  [
    'books that are thin, empty, crossed, old or wide',
    () => ({ hasOddBooks: true }),
    ({ status }) => status === 'partial',
  ],
  [
    'a deposit meanwhile',
    happening((at, { legs }) => ({
      kind: 'deposit',
      at,
      asset: legs[0]?.market.base ?? '',
      share: 0.5,
    })),
    ended('closed'),
  ],
  [
    'a withdrawal of cash meanwhile',
    happening((at) => ({ kind: 'withdrawal', at, asset: 'USDT', share: 0.9 })),
    ({ status }) => status === 'partial',
  ],
  [
    'orders of somebody else on the account',
    happening((at, { legs }) => ({
      ...{ kind: 'foreign-order', at, side: 'sell' },
      market: legs[0]?.market as Scenario['legs'][number]['market'],
    })),
    ended('closed'),
  ],
  [
    'coarser quantities from one moment to the next',
    happening((_, { legs }) => ({
      ...{ kind: 'rules', at: start + 1 },
      market: legs[0]?.market as Scenario['legs'][number]['market'],
    })),
    ended('rejected'),
  ],
  [
    'a market that closes',
    happening((at, { legs }) => ({
      ...{ kind: 'closure', at, ms: 10_000 },
      market: legs[0]?.market as Scenario['legs'][number]['market'],
    })),
    ended('closed'),
  ],
  [
    'a halt',
    (scenario) => ({
      ...often({ slowFill: 1 })(scenario),
      ...happening((at) => ({ kind: 'halt', at }))(scenario),
    }),
    ({ status }) => status === 'halted',
  ],
];

describe('an execution survives', () => {
  it.each(faults)(
    '%s',
    async (_, change, isMet) => {
      const outcomes = await runs(change);
      const broken = outcomes.filter(({ violations }) => violations.length > 0);
      expect(broken.map(({ seed, violations }) => ({ seed, violations }))).toEqual([]);
      expect(outcomes.some(isMet)).toBe(true);
    },
    patient,
  );
});
