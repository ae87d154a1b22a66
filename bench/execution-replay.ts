/**
 * Expected against realised shortfall on recorded books: single legs of several notionals, begun at many times of the recording, by the
 * executor and the paper broker, whose orders meet the book that stands when they arrive, 0.3 s later. Without fees.
 */
import { createPaperBroker } from '../src/adapters/paper/paper-broker.ts';
import { createFrozenClock } from '../src/adapters/system/frozen-clock.ts';
import { ensureAccount } from '../src/app/execution/ensure-account.ts';
import { execute } from '../src/app/execution/execute.ts';
import { approve } from '../src/app/plans/approve.ts';
import type { Workspace } from '../src/app/workspace.ts';
import type { JsonValue } from '../src/base/canonical-json.ts';
import { decimalOf, roundToStep, toNumber } from '../src/base/decimal.ts';
import type { ExecutionLeg } from '../src/execution/execution.ts';
import { realisedShortfallBps } from '../src/execution/shortfall.ts';
import { midPrice, type Side } from '../src/market/order-book.ts';
import type { Leg, Recommendation } from '../src/plan/plan.ts';
import type { Settings } from '../src/plan/settings.ts';
import type { Store } from '../src/ports/store.ts';
import { plainCosts } from '../test/support/costs.ts';
import { recommendation, record, settings } from '../test/support/execution-plans.ts';
import { createTestWorkspace, propose } from '../test/support/execution-workspace.ts';
import { bookAt, type Recording, replayedMarket } from './execution-books.ts';

export type Shortfall = {
  readonly expectedBps: number;
  readonly realisedBps: number;
  readonly filledShare: number;
  /** From the start of the execution to its end. */
  readonly seconds: number;
};

export type Order = { readonly side: Side; readonly notional: number; readonly at: number };

const limitBps = 50;
const costs = { ...plainCosts, takerFeeBps: 0, makerFeeBps: 0 };

/** Each `number` is an account and a plan of its own in the store. */
export async function replayedLeg(
  recording: Recording,
  order: Order,
  { store, number }: { store: Store; number: number },
): Promise<Shortfall> {
  const plan = planOf(recording, order, number);
  const { base } = recording.rules;
  const configured: Partial<Settings> = {
    costs,
    portfolio: { name: 'core', quote: 'USDT', symbols: [base], targets: [0.5], cashTarget: 0.5 },
  };
  const workspace = await workspaceAt(recording, order, { store, number, configured });
  const inputs = {
    ...(record().inputs as Record<string, JsonValue>),
    settings: settings(configured),
    holdings: workspace.initialBalances,
    rules: [recording.rules],
  } as unknown as JsonValue;
  const { account } = workspace.broker;
  const { id, hash } = await propose(workspace, record({ recommendation: plan, account, inputs }));
  await approve(workspace, { id, hash, actor: 'bench' });
  const done = await execute(workspace, { id, actor: 'bench' });
  if (!done.ok) throw new Error(`a leg must be executed, was ${JSON.stringify(done.reason)}`);
  const leg = done.value.legs[0] as ExecutionLeg;
  return {
    expectedBps: toNumber(leg.arrival?.expectedBps ?? 'NaN'),
    realisedBps: realisedShortfallBps(leg) ?? Number.NaN,
    filledShare: toNumber(leg.filled) / toNumber(leg.quantity),
    seconds: ((done.value.finishedAt ?? Number.NaN) - done.value.startedAt) / 1_000,
  };
}

async function workspaceAt(
  recording: Recording,
  { notional, at }: Order,
  given: { store: Store; number: number; configured: Partial<Settings> },
): Promise<Workspace> {
  const { store, number, configured } = given;
  const clock = createFrozenClock(at);
  const market = replayedMarket(recording);
  const account = `paper:${number}`;
  const units = decimalOf((2 * notional) / priceAt(recording, at));
  const workspace: Workspace = {
    ...(await createTestWorkspace({ store, clock, market, settings: configured })),
    broker: createPaperBroker({ account, store, market, clock, costs }),
    initialBalances: { [recording.rules.base]: units, USDT: String(2 * notional) },
  };
  await ensureAccount(workspace);
  return workspace;
}

/** Half in the asset and half in cash; what is traded is a quarter of all. */
function planOf(recording: Recording, order: Order, number: number): Recommendation {
  const { market, base, quote, stepSize, tickSize } = recording.rules;
  const { side, notional, at } = order;
  const price = priceAt(recording, at);
  const sign = side === 'buy' ? 1 : -1;
  const limit = decimalOf(price * (1 + (sign * limitBps) / 1e4));
  const leg: Leg = {
    ...{ symbol: market, base, quote, side },
    quantity: roundToStep(decimalOf(notional / price), stepSize, 'down'),
    limitPrice: roundToStep(limit, tickSize, side === 'buy' ? 'down' : 'up'),
    referencePrice: decimalOf(price),
    notional: String(notional),
    ...{ costBps: 5, feeBps: 0, halfSpreadBps: 2, slippageBps: 3, impactBps: 0 },
  };
  const [asset] = recommendation().assets;
  if (asset === undefined) throw new Error('a plan has an asset');
  const target = 0.5 + 0.25 * sign;
  const units = decimalOf((2 * notional) / price);
  const own = { symbol: base, price: decimalOf(price), quantity: units, weight: 0.5, target };
  return recommendation({
    ...{ id: `r${number}`, asOf: at, expiresAt: at + 3_600_000, nav: String(4 * notional) },
    ...{ cashWeight: 0.5, cashTarget: 1 - target, legs: [leg], turnover: 0.25 },
    assets: [{ ...asset, ...own, weightAfter: target }],
  });
}

function priceAt(recording: Recording, at: number): number {
  return midPrice(bookAt(recording, at)) as number;
}
