/** Orders whose outcome is not clear, or is not what it should be: asked for, proven, booked, or left to a person. */
import { describe, expect, it } from 'vitest';
import { executionLimits } from '../../src/execution/execution-limits.ts';
import type { ExecutionState, ExecutionStep } from '../../src/execution/execution-step.ts';
import type { Sweep } from '../../src/execution/order.ts';
import { step } from '../../src/execution/step.ts';
import { fillOf, looked, newState, reported, sent } from '../support/execution-states.ts';

const restarted = { kind: 'restarted' } as const;
const sell = { side: 'sell', symbol: 'BTC/USDT', quantity: '1', limitPrice: '90' } as const;

function legOf({ execution }: ExecutionState, index = 0) {
  return execution.legs[index];
}

/** The step that sends the first order of a market, after a look at it. */
function begin(state: ExecutionState, market: string = sell.symbol, now = 0): ExecutionStep {
  return step(state, looked(market, now), now);
}

describe('an order whose outcome is not clear', () => {
  const { notFoundSpacingMs, receiveWindowMs, fenceMs, degradedFenceMs } = executionLimits;
  const first = begin(newState([sell]));
  const { clientOrderId } = sent(first);
  const order = { clientOrderId, market: 'BTC/USDT', signedAt: 0 };
  const asked = [{ kind: 'query', order }];
  const silent = { kind: 'unanswered', clientOrderId, degraded: false } as const;
  const unknown = step(first.state, silent, 1);
  const missing = (readAt: number) => ({ kind: 'not-found', clientOrderId, readAt }) as const;
  const total = { BTC: '1000000', USDT: '1000000' };

  /** Not found in reads at these times. */
  const sought = (times: readonly number[], from = unknown): ExecutionStep =>
    times.reduce((last, time) => step(last.state, missing(time), time), from);
  const swept = (last: ExecutionStep, change: Partial<Sweep> = {}) =>
    step(
      last.state,
      { kind: 'swept', clientOrderId, sweep: { order: undefined, trades: [], total, ...change } },
      last.state.attempts[0]?.evidence.lastNotFoundAt ?? 0,
    );

  const fence = receiveWindowMs + fenceMs;
  const enough = [fence + 1, fence + 1 + notFoundSpacingMs, fence + 1 + 2 * notFoundSpacingMs];

  it.each([
    ['no answer came', silent, 0],
    ['the process was restarted', restarted, 0],
  ] as const)('is asked for and never sent again when %s', (_, event, now) => {
    const second = step(first.state, event, now);
    expect(second.state.attempts).toMatchObject([{ state: 'unknown' }]);
    expect(second.commands).toEqual(asked);
  });

  it('counts reads that did not find it only past the fence, and only when they are spaced', () => {
    const reads = (step: ExecutionStep) => step.state.attempts[0]?.evidence.notFoundReads;
    expect(fence).toBe(20_000);
    expect(reads(sought([fence - 5_000, fence]))).toBe(0);
    expect(reads(sought([fence + 1]))).toBe(1);
    expect(reads(sought([fence + 1, fence + notFoundSpacingMs]))).toBe(1);
    expect(reads(sought([fence + 1, fence + 1 + notFoundSpacingMs]))).toBe(2);
    expect(sought([fence + 1]).commands).toEqual([{ kind: 'wait', ms: notFoundSpacingMs }]);
  });

  it.each([
    ['the venue was in trouble', { ...silent, degraded: true }],
    ['nobody knows whether it was, after a restart', restarted],
  ])('has a later fence when %s', (_, event) => {
    const degraded = step(first.state, event, 1);
    expect(sought(enough, degraded).state.attempts[0]?.evidence.notFoundReads).toBe(0);
    const late = enough.map((time) => time + degradedFenceMs - fenceMs);
    expect(sought(late, degraded).commands).toEqual([{ kind: 'sweep', order }]);
  });

  it('is followed by a new attempt only when nothing at all speaks for it', () => {
    const searched = sought(enough);
    expect(searched.commands).toEqual([{ kind: 'sweep', order }]);
    const gone = swept(searched);
    expect(gone.state.attempts).toMatchObject([{ state: 'not_accepted' }]);
    expect(gone.commands).toEqual([{ kind: 'look', market: 'BTC/USDT' }]);
    const second = begin(gone.state, 'BTC/USDT', 30_000);
    expect(second.state.attempts).toMatchObject([
      { state: 'not_accepted' },
      { state: 'sending', number: 2 },
    ]);
    expect(sent(second).clientOrderId).not.toBe(clientOrderId);
  });

  it('is sought again when the balances changed as if it had been filled', () => {
    const sold = { BTC: '999999', USDT: '1000090' };
    const again = swept(sought(enough), { total: sold });
    expect(again.state.attempts).toMatchObject([
      { state: 'unknown', evidence: { notFoundReads: 0 } },
    ]);
    expect(again.commands).toEqual([{ kind: 'wait', ms: notFoundSpacingMs }]);
    const deposited = swept(sought(enough), { total: { ...total, USDT: '1000090' } });
    expect(deposited.state.attempts).toMatchObject([{ state: 'not_accepted' }]);
  });

  it('is sought again when a trade shows that is not accounted for, which is booked when it is its own', () => {
    const fill = fillOf(sent(first), { quantity: '0.4' });
    const own = swept(sought(enough), { trades: [fill] });
    expect(own.state.attempts).toMatchObject([{ state: 'unknown' }]);
    expect(own.state.fills).toEqual([fill]);
    const foreign = { ...fill, clientOrderId: 'order 7' };
    const others = swept(sought(enough), { trades: [foreign] });
    expect(others.state.attempts).toMatchObject([{ state: 'unknown' }]);
    expect(others.state.fills).toEqual([]);
  });

  it('is found by the search in the lists', () => {
    const fill = fillOf(sent(first), { quantity: '1' });
    const report = { clientOrderId, status: 'closed', fills: [fill] } as const;
    const searched = sought(enough);
    const sweep = { order: report, trades: [], total };
    const found = step(searched.state, { kind: 'swept', clientOrderId, sweep }, 30_000);
    expect(found.state.attempts).toMatchObject([{ state: 'closed' }]);
    expect(found.state.execution.status).toBe('settled');
  });

  it('keeps being asked for when a copy that lags does not know an order that was open', () => {
    const open = step(first.state, reported(sent(first), 'open'), 1);
    const last = step(open.state, missing(2), 2);
    expect(last.state.attempts).toMatchObject([{ state: 'open' }]);
    expect(last.commands).toEqual([{ kind: 'wait', ms: executionLimits.pollMs }]);
  });

  it('is left to a person when it stays unknown or open for too long', () => {
    const { endlessMs } = executionLimits;
    const open = step(first.state, reported(sent(first), 'open'), 1);
    const answers = [missing(endlessMs), reported(sent(first), 'open')] as const;
    for (const [{ state }, answer] of [
      [unknown, answers[0]],
      [open, answers[1]],
    ] as const) {
      expect(step(state, answer, endlessMs - 1).commands).toHaveLength(1);
      const last = step(state, answer, endlessMs);
      expect(last.state.attempts).toMatchObject([{ state: 'manual' }]);
      expect(last.commands).toEqual([]);
      expect(last.state.execution.status).toBe('executing');
    }
  });

  it('is asked for first when nobody looked for a day', () => {
    expect(step(first.state, restarted, 86_400_000).commands).toEqual(asked);
  });

  it('is not closed before all its fills are told', () => {
    const fill = fillOf(sent(first), { quantity: '0.4' });
    const report = { clientOrderId, status: 'closed', filled: '1', fills: [fill] } as const;
    const part = step(first.state, { kind: 'reported', report }, 1);
    expect(part.state.attempts).toMatchObject([{ state: 'open' }]);
    const rest = fillOf(sent(first), { tradeId: 't2', quantity: '0.6' });
    const whole = { ...report, fills: [fill, rest] };
    const last = step(part.state, { kind: 'reported', report: whole }, 2);
    expect(last.state.attempts).toMatchObject([{ state: 'closed' }]);
  });
});

describe('a fill that should not be', () => {
  const deadline = executionLimits.deadlineMs;
  const first = begin(newState([sell, { ...sell, symbol: 'ETH/USDT' }]));
  const { clientOrderId } = sent(first);

  it('is booked after its leg has ended, as an incident that a person must look at', () => {
    const unknown = step(first.state, restarted, 1);
    const absent = { kind: 'not-found', clientOrderId } as const;
    const times = [0, 1, 2].map((n) => deadline + n * executionLimits.notFoundSpacingMs);
    const searched = times.reduce(
      (last, readAt) => step(last.state, { ...absent, readAt }, readAt),
      unknown,
    );
    const total = { BTC: '1000000', USDT: '1000000' };
    const sweep = { order: undefined, trades: [], total };
    const gone = step(searched.state, { kind: 'swept', clientOrderId, sweep }, deadline + 9_999);
    expect(legOf(gone.state)).toMatchObject({ status: 'failed', filled: '0' });
    const fill = fillOf(sent(first), { quantity: '0.3' });
    const late = step(gone.state, reported(sent(first), 'closed', [fill]), deadline + 10_000);
    expect(late.state.attempts[0]).toMatchObject({ state: 'manual' });
    expect(legOf(late.state)).toMatchObject({ status: 'partial', filled: '0.3' });
    expect(late.records.map(({ kind }) => kind)).toContain('incident');
  });

  it('is booked when it is more than was ordered, as an incident, and nothing more is sent for it', () => {
    const fill = fillOf(sent(first), { quantity: '1.5' });
    const next = step(first.state, reported(sent(first), 'closed', [fill]), 1);
    expect(next.records).toContainEqual({
      kind: 'incident',
      clientOrderId,
      cause: 'the venue filled 1.5 of an order of 1',
    });
    expect(legOf(next.state)).toMatchObject({ filled: '1.5', status: 'filled' });
    expect(next.commands).toEqual([{ kind: 'look', market: 'ETH/USDT' }]);
  });

  it('pays for no other buy when the venue bought twice what was ordered', () => {
    // LINK is ordered for 40 and bought for 80; of 4 ETH at 10, what is left pays for half, or for nothing.
    const ether = { side: 'buy', symbol: 'ETH/USDT', quantity: '4', limitPrice: '10' } as const;
    const link = { side: 'buy', symbol: 'LINK/USDT', quantity: '40', limitPrice: '1' } as const;
    const begun = step(newState([ether, link]), looked('LINK/USDT', 0), 0);
    const fill = fillOf(sent(begun), { quantity: '80' });
    const { state } = step(begun.state, reported(sent(begun), 'closed', [fill]), 1);
    const half = step(state, looked('ETH/USDT', 6_000, { free: { USDT: '20.03' } }), 6_000);
    expect(sent(half)).toMatchObject({ market: 'ETH/USDT', quantity: '2' });
    const none = step(state, looked('ETH/USDT', 6_000, { free: { USDT: '-10' } }), 6_000);
    const reason = { code: 'CASH_SHORT', symbol: 'ETH/USDT', quantity: '4' };
    expect(none.state.execution.legs).toMatchObject([
      { status: 'skipped', reason },
      { status: 'filled', filled: '80', reason: null },
    ]);
  });
});
