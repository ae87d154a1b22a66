/** The steps of an execution: which order follows from what is known, and how legs end. */
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/base/reasons.ts';
import { executionLimits } from '../../src/execution/execution-limits.ts';
import type { ExecutionState, ExecutionStep } from '../../src/execution/execution-step.ts';
import { step } from '../../src/execution/step.ts';
import { fillOf, looked, newState, reported, sent } from '../support/execution-states.ts';

const restarted = { kind: 'restarted' } as const;
const tick = { kind: 'tick' } as const;
const sell = { side: 'sell', symbol: 'BTC/USDT', quantity: '1', limitPrice: '90' } as const;
const buy = { side: 'buy', symbol: 'ETH/USDT', quantity: '4', limitPrice: '10' } as const;
const buyMore = { side: 'buy', symbol: 'LINK/USDT', quantity: '40', limitPrice: '1' } as const;

function legOf({ execution }: ExecutionState, index = 0) {
  return execution.legs[index];
}

/** The step that sends the first order of a market, after a look at it. */
function begin(state: ExecutionState, market: string = sell.symbol, now = 0): ExecutionStep {
  return step(state, looked(market, now), now);
}

describe('an execution', () => {
  it('keeps an attempt before it sends it, at the approved quantity and price', () => {
    const asked = step(newState([sell]), restarted, 5);
    expect(asked.commands).toEqual([{ kind: 'look', market: 'BTC/USDT' }]);
    const first = begin(asked.state, 'BTC/USDT', 5);
    const order = sent(first);
    expect(order).toMatchObject({
      market: 'BTC/USDT',
      side: 'sell',
      quantity: '1',
      limitPrice: '90',
      kind: 'take',
      signedAt: 5,
    });
    expect(order.clientOrderId).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(first.records.map(({ kind }) => kind)).toEqual(['new-attempt', 'leg']);
    expect(first.state.attempts).toMatchObject([{ state: 'sending', number: 1, sentAt: 5 }]);
  });

  it('sells before it buys, whatever the order of the plan', () => {
    const first = begin(newState([buy, sell]));
    expect(sent(first).side).toBe('sell');
    const sold = fillOf(sent(first), { quantity: '1' });
    const second = step(first.state, reported(sent(first), 'closed', [sold]), 1);
    expect(second.commands).toEqual([{ kind: 'look', market: 'ETH/USDT' }]);
    const third = begin(second.state, 'ETH/USDT', 1);
    expect(sent(third)).toMatchObject({ side: 'buy', quantity: '4' });
    const bought = fillOf(sent(third), { quantity: '4' });
    const last = step(third.state, reported(sent(third), 'closed', [bought]), 2);
    expect(last.commands).toEqual([]);
    expect(last.state.execution).toMatchObject({ status: 'settled', finishedAt: 2 });
    expect(legOf(last.state, 1)).toMatchObject({ filled: '1', filledNotional: '90', fees: '0.09' });
  });

  it('scales all buys by one factor when the cash does not pay for them at their limits', () => {
    // Both need 40 · 1.001; half of that is there.
    const free = { USDT: '40.04' };
    const first = step(newState([buy, buyMore]), looked('ETH/USDT', 0, { free }), 0);
    expect(sent(first)).toMatchObject({ market: 'ETH/USDT', quantity: '1.99' });
    const filled = fillOf(sent(first), { quantity: '1.99' });
    const second = step(first.state, reported(sent(first), 'closed', [filled]), 1);
    expect(legOf(second.state)).toMatchObject({
      status: 'partial',
      reason: { code: 'CASH_SHORT', symbol: 'ETH/USDT', quantity: '2.01' },
    });
    const cash = String(40.04 - 19.9 * 1.001);
    const third = step(second.state, looked('LINK/USDT', 1, { free: { USDT: cash } }), 1);
    expect(sent(third)).toMatchObject({ market: 'LINK/USDT', quantity: '19.99' });
  });

  it('skips a buy without cash, and fails when nothing was filled', () => {
    const last = step(newState([buy]), looked('ETH/USDT', 0, { free: {} }), 0);
    expect(legOf(last.state)).toMatchObject({ status: 'skipped', reason: { code: 'CASH_SHORT' } });
    expect(last.state.execution.status).toBe('failed');
  });

  it('sells no more than is free, because an order of somebody may hold the rest back', () => {
    const some = step(newState([sell]), looked('BTC/USDT', 0, { free: { BTC: '0.456' } }), 0);
    expect(sent(some).quantity).toBe('0.45');
    const none = step(newState([sell]), looked('BTC/USDT', 0, { free: {} }), 0);
    expect(legOf(none.state)).toMatchObject({
      status: 'skipped',
      reason: { code: 'HOLDING_SHORT' },
    });
  });

  it('looks again before it sends when the last look is old, or was at another market', () => {
    const again = [{ kind: 'look', market: 'BTC/USDT' }];
    const old = looked('BTC/USDT', 0);
    expect(step(newState([sell]), old, executionLimits.bookAgeMs).commands).not.toEqual(again);
    expect(step(newState([sell]), old, executionLimits.bookAgeMs + 1).commands).toEqual(again);
    expect(step(newState([sell]), looked('ETH/USDT', 0), 0).commands).toEqual(again);
  });
});

describe('an order that fills in part', () => {
  it('is followed by a new one for the rest, under a new id, after the book had time to fill', () => {
    const first = begin(newState([sell]));
    const part = fillOf(sent(first), { quantity: '0.4' });
    const second = step(first.state, reported(sent(first), 'closed', [part]), 1);
    expect(second.commands).toEqual([{ kind: 'wait', ms: executionLimits.refillMs - 1 }]);
    expect(step(second.state, tick, 3000).commands).toEqual([{ kind: 'look', market: 'BTC/USDT' }]);
    const third = begin(second.state, 'BTC/USDT', 3000);
    expect(sent(third).quantity).toBe('0.6');
    expect(sent(third).clientOrderId).not.toBe(sent(first).clientOrderId);
  });

  it('leaves a rest below the smallest order undone', () => {
    const first = begin(newState([sell]));
    const part = fillOf(sent(first), { quantity: '0.95' });
    const last = step(first.state, reported(sent(first), 'closed', [part]), 1);
    // 0.05 · 90 = 4.5 is below 5.
    expect(legOf(last.state)).toMatchObject({
      status: 'partial',
      reason: { code: 'NOTIONAL_BELOW_MINIMUM', notional: '4.5', minimum: '5' },
    });
    expect(last.state.execution.status).toBe('partial');
  });

  it('is given up after so many attempts', () => {
    let now = 0;
    let next = begin(newState([sell]));
    let orders = 0;
    while (next.commands[0]?.kind === 'submit' && orders < 100) {
      orders += 1;
      const closed = step(next.state, reported(sent(next), 'closed'), now);
      now += executionLimits.refillMs;
      next = begin(closed.state, 'BTC/USDT', now);
    }
    expect(orders).toBe(executionLimits.attemptsPerLeg);
    expect(legOf(next.state)).toMatchObject({
      status: 'failed',
      reason: { code: 'BOOK_TOO_THIN', filled: '0', quantity: '1' },
    });
  });

  it('is given up at the deadline', () => {
    const first = begin(newState([sell]));
    const part = fillOf(sent(first), { quantity: '0.4' });
    const late = executionLimits.deadlineMs;
    const last = step(first.state, reported(sent(first), 'closed', [part]), late);
    expect(legOf(last.state)).toMatchObject({
      status: 'partial',
      reason: { code: 'BOOK_TOO_THIN' },
    });
  });
});

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
  const swept = (last: ExecutionStep, change: { total?: Record<string, string> } = {}) =>
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

describe('an order that should not rest', () => {
  it('is cancelled after a while, once, is asked for whatever the venue answers, and cancelled again later', () => {
    const { lingerMs, cancelAgainMs } = executionLimits;
    const first = begin(newState([sell]));
    const { clientOrderId } = sent(first);
    const order = { clientOrderId, market: 'BTC/USDT', signedAt: 0 };
    const open = step(first.state, reported(sent(first), 'open'), 1);
    const cancelled = step(open.state, tick, lingerMs);
    expect(cancelled.commands).toEqual([{ kind: 'cancel', order }]);
    expect(cancelled.records).toEqual([{ kind: 'cancel', clientOrderId, at: lingerMs }]);
    const cancelAsked = { kind: 'cancel-asked', clientOrderId } as const;
    const asked = step(cancelled.state, cancelAsked, lingerMs + 1);
    expect(asked.commands).toEqual([{ kind: 'query', order }]);
    const stillOpen = step(asked.state, reported(sent(first), 'open'), lingerMs + cancelAgainMs);
    expect(stillOpen.commands).toEqual([{ kind: 'cancel', order }]);
  });
});

describe('a refusal of the venue', () => {
  const first = begin(newState([sell]));
  const { clientOrderId } = sent(first);

  it('ends the leg with its cause', () => {
    const last = step(first.state, { kind: 'rejected', clientOrderId, cause: 'halted' }, 1);
    expect(last.state.attempts).toMatchObject([{ state: 'rejected' }]);
    expect(legOf(last.state)).toMatchObject({
      status: 'failed',
      reason: { code: 'ORDER_REJECTED', symbol: 'BTC/USDT', cause: 'halted' },
    });
  });

  it('is followed by another attempt where the venue only wants time', () => {
    const event = { kind: 'rejected', clientOrderId, cause: 'too many', retryAfterMs: 7 } as const;
    const second = step(first.state, event, 1);
    expect(second.commands).toEqual([{ kind: 'wait', ms: executionLimits.refillMs - 1 }]);
    const later = begin(second.state, 'BTC/USDT', executionLimits.refillMs);
    expect(sent(later).clientOrderId).not.toBe(clientOrderId);
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
});

describe('a refusal of our own', () => {
  const refusal: Reason = {
    ...{ code: 'TRADING_HALTED', symbol: 'BTC/USDT' },
    ...{ state: 'halted', cause: 'a test' },
  };
  const stopped = (state: ExecutionState): ExecutionState => ({
    ...state,
    permits: state.permits.map(() => refusal),
  });

  it('ends every leg that has not begun, and the execution is halted', () => {
    const last = step(stopped(newState([sell, buy])), looked('BTC/USDT', 0), 0);
    expect(last.commands).toEqual([]);
    expect(last.state.execution).toMatchObject({ status: 'halted', finishedAt: 0 });
    expect(legOf(last.state)).toMatchObject({ status: 'skipped', reason: refusal });
  });

  it('cancels an order that is open, and books what it filled', () => {
    const first = begin(newState([sell]));
    const open = step(first.state, reported(sent(first), 'open'), 1);
    const cancelled = step(stopped(open.state), tick, 2);
    expect(cancelled.commands).toMatchObject([{ kind: 'cancel' }]);
    const fill = fillOf(sent(first), { quantity: '0.3' });
    const last = step(cancelled.state, reported(sent(first), 'closed', [fill]), 3);
    expect(last.state.execution.status).toBe('halted');
    expect(legOf(last.state)).toMatchObject({ status: 'partial', filled: '0.3' });
  });
});
