/** Records for tests of the store: small, complete, and told apart by a number. */
import { hashOf } from '../../src/base/canonical-json.ts';
import type { Attempt, Execution, ExecutionLeg } from '../../src/execution/execution.ts';
import type { Fill, OrderRequest } from '../../src/execution/order.ts';
import { tradingFromTheStart } from '../../src/execution/permit.ts';
import type { NewEvent } from '../../src/ledger/event.ts';
import { type Candles, candleColumns } from '../../src/market/candles.ts';
import type { Recommendation } from '../../src/plan/plan.ts';
import { type TargetChange, targetChange } from '../../src/plan/target-change.ts';
import type { TakenOrder } from '../../src/ports/paper-accounts.ts';
import type { ApiKey, RecommendationRecord, Store, StoreSession } from '../../src/ports/store.ts';

export const account = 'paper:core';

const startTime = Date.UTC(2023, 5, 1);
const hourMs = 3_600_000;

export function sampleEvent(change: Partial<NewEvent> = {}): NewEvent {
  const what = { type: 'SignedIn', actor: 'alice', subject: 'key-1' } as const;
  return { ...what, at: startTime, payload: { from: 'test' }, ...change };
}

export function sampleRecord(
  number: number,
  change: Partial<RecommendationRecord> & { portfolio?: string } = {},
): RecommendationRecord {
  const { portfolio = 'core', ...rest } = change;
  return {
    recommendation: sampleRecommendation(number, portfolio),
    state: 'proposed',
    proposer: 'system',
    account,
    inputs: { asOf: startTime, candles: [], holdings: { BTC: '0.1', USDT: '700' } },
    ...rest,
  };
}

export function sampleRecommendation(number: number, portfolio = 'core'): Recommendation {
  const nothing = { trackingErrorBefore: null, trackingErrorAfter: null };
  const noVol = { portfolioVolBefore: null, portfolioVolAfter: null };
  return {
    schemaVersion: 1,
    id: `rec-${number}`,
    ...{ portfolio, quote: 'USDT', asOf: startTime + number * hourMs, outcome: 'proposed' },
    planHash: samplePlanHash(number),
    ...{ nav: '1000.5', cashWeight: 0.1, cashTarget: 0.1, assets: [], reasons: [], legs: [] },
    ...{ turnover: 0.01, costBps: 1.5 },
    forecast: { model: 'geometry', horizonDays: 7, ...nothing, ...noVol },
    ...{ policy: 'threshold', residualPp: 0.2, snapshotHash: hashOf(['snapshot', number]) },
    expiresAt: startTime + (number + 4) * hourMs,
  };
}

export function samplePlanHash(number: number): string {
  return hashOf(['plan', number]);
}

export function sampleLeg(index: number, change: Partial<ExecutionLeg> = {}): ExecutionLeg {
  return {
    ...{ index, symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', side: 'buy' },
    ...{ quantity: '0.01', limitPrice: '27000', filled: '0', filledNotional: '0', fees: '0' },
    ...{ status: 'pending', reason: null, arrival: null },
    ...change,
  };
}

export function sampleExecution(number: number, change: Partial<Execution> = {}): Execution {
  return {
    ...{ id: `exec-${number}`, recommendationId: `rec-${number}`, portfolio: 'core', account },
    planHash: samplePlanHash(number),
    killEpoch: number,
    ...{ status: 'executing', startedAt: startTime + number * hourMs, finishedAt: null },
    legs: [sampleLeg(0), sampleLeg(1, { symbol: 'ETH/USDT', base: 'ETH', side: 'sell' })],
    ...change,
  };
}

export function sampleAttempt(number: number, change: Partial<Attempt> = {}): Attempt {
  return {
    ...{ clientOrderId: `order-${number}`, executionId: 'exec-1', legIndex: 0, number },
    ...{ kind: 'take', quantity: '0.01', limitPrice: '27000' },
    before: { base: '0.1', quote: '700' },
    requestHash: hashOf(['request', number]),
    ...{ state: 'sending', sentAt: startTime, cancelRequestedAt: null },
    evidence: { degraded: false, notFoundReads: 0, lastNotFoundAt: null },
    ...change,
  };
}

export function sampleFill(number: number, change: Partial<Fill> = {}): Fill {
  return {
    ...{ tradeId: `trade-${number}`, clientOrderId: 'order-1', market: 'BTC/USDT', side: 'buy' },
    ...{ quantity: '0.005', price: '26990', fee: '0.13495', feeAsset: 'USDT' },
    at: startTime + number,
    ...change,
  };
}

export function sampleTakenOrder(number: number, acceptedAt = startTime): TakenOrder {
  const market = { market: 'BTC/USDT', base: 'BTC', quote: 'USDT', side: 'buy' } as const;
  const request: OrderRequest = {
    ...{ clientOrderId: `order-${number}`, ...market, kind: 'take', signedAt: startTime },
    ...{ quantity: '0.01', limitPrice: '27000' },
  };
  return { account, request, feeBps: 7.5, stepSize: '0.00001', acceptedAt };
}

export function sampleKey(number: number, change: Partial<ApiKey> = {}): ApiKey {
  return {
    ...{ id: `key-${number}`, name: `person ${number}`, scopes: ['read', 'approve'] },
    ...{ secretHash: hashOf(['secret', number]), createdAt: startTime + number },
    ...{ expiresAt: null, revokedAt: null },
    ...change,
  };
}

/** Five points from BTC to PAXG. */
export function sampleTargetChange(
  number: number,
  change: Partial<TargetChange> = {},
): TargetChange {
  const figures = { volAnnual: 0.6, diversificationRatio: 1.1, effectiveBets: 1.4 };
  const made = targetChange(
    {
      ...{ portfolio: 'core', account, fileTargets: hashOf(['targets', 1]) },
      from: { BTC: 0.5, ETH: 0.3, cash: 0.2 },
      to: { BTC: 0.45, ETH: 0.3, PAXG: 0.05, cash: 0.2 },
      moves: [{ from: 'BTC', to: 'PAXG', weight: 0.05 }],
      costBps: 1.5,
      cause: {
        sentence: 'BTC and ETH move in lockstep.',
        before: { ...figures, largestRisk: { symbol: 'BTC', share: 0.6 } },
        after: { ...figures, volAnnual: 0.57, largestRisk: { symbol: 'BTC', share: 0.55 } },
      },
      createdAt: startTime + number * hourMs,
    },
    4,
  );
  return { ...made, id: `chg-${number}`, ...change };
}

/** Hourly bars whose every value tells its bar: open of bar 7 is 7.25, its close 7.75. */
export function sampleCandles(bars: number, symbol = 'BTC'): Candles {
  const columns = candleColumns.map((name, position): [string, Float64Array] => [
    name,
    Float64Array.from({ length: bars }, (_, bar) =>
      name === 'openTime' ? startTime + bar * hourMs : bar + position / 4,
    ),
  ]);
  return { symbol, intervalMs: hourMs, ...Object.fromEntries(columns) } as Candles;
}

/** One transaction with an event that covers what the work writes. */
export function write<T>(store: Store, work: (session: StoreSession) => Promise<T>): Promise<T> {
  return store.transact(async (session) => {
    const result = await work(session);
    await session.events.append(sampleEvent());
    return result;
  });
}

/** Keeps recommendation and execution 1 with an attempt in state sending. */
export async function insertExecution(session: StoreSession): Promise<void> {
  await session.recommendations.insert(sampleRecord(1, { state: 'executing' }));
  await session.executions.insert(sampleExecution(1));
  await session.executions.insertAttempt(sampleAttempt(1));
}

/** Puts at least one row into every table. */
export async function fillEveryTable(store: Store): Promise<void> {
  await write(store, async (session) => {
    await insertExecution(session);
    const { recommendations, approvals, executions, paper } = session;
    await recommendations.insert(sampleRecord(2, { state: 'none' }));
    await approvals.insert({
      ...{ recommendationId: 'rec-1', planHash: samplePlanHash(1), actor: 'alice', at: startTime },
    });
    await executions.moveAttempt('order-1', 'closed');
    await executions.insertFill(account, 'exec-1', sampleFill(1));
    await executions.insertArrival('exec-1', 0, {
      price: '27000',
      expectedBps: '12',
      at: startTime,
    });
    await session.trading.set({ ...tradingFromTheStart, actor: 'alice', at: startTime });
    await session.leases.take({ name: 'account:sample', holder: 'process-1', lastsMs: hourMs });
    const reason = { code: 'CASH_SHORT', symbol: 'BTC/USDT', quantity: '0.005' } as const;
    await executions.updateLeg('exec-1', sampleLeg(0, { status: 'partial', reason }));
    await executions.finish('exec-1', 'partial', startTime + hourMs);
    await session.keys.insert(sampleKey(1, { expiresAt: startTime + 9 * hourMs }));
    await session.keys.revoke('key-1', startTime + hourMs);
    await paper.open(account, { USDT: '1000', BTC: '0.2' });
    await paper.insertOrder(sampleTakenOrder(1));
    await paper.updateOrder('order-1', { looks: 1, status: 'closed', fills: [sampleFill(1)] });
    await session.candles.keep('files:sample', sampleCandles(1500));
    await session.schedule.claim('decide', startTime);
    await session.facts.set('simulated.clock', { at: startTime });
    await session.targetChanges.insert(sampleTargetChange(1), 'alice');
    await session.targetChanges.insertApproval({
      ...{ changeId: 'chg-1', hash: sampleTargetChange(1).hash, actor: 'bob', at: startTime },
    });
    const approved = { from: 'proposed', to: 'approved', at: startTime } as const;
    await session.targetChanges.move('chg-1', approved);
    await session.jobs.insert({
      ...{ kind: 'training', actor: 'alice', request: {}, createdAt: startTime },
    });
  });
}
