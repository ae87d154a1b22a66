/** What an execution waits for before it sends the next order: a book that may be traded on, and balances that show what was filled. */
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/base/reasons.ts';
import { executionLimits } from '../../src/execution/execution-limits.ts';
import type { ExecutionState, ExecutionStep } from '../../src/execution/execution-step.ts';
import { step } from '../../src/execution/step.ts';
import type { OrderBook } from '../../src/market/order-book.ts';
import { fillOf, looked, newState, reported, sent } from '../support/execution-states.ts';

const tick = { kind: 'tick' } as const;
const sell = { side: 'sell', symbol: 'BTC/USDT', quantity: '1', limitPrice: '90' } as const;
const buy = { side: 'buy', symbol: 'BTC/USDT', quantity: '1', limitPrice: '90' } as const;
const { bookAgeMs, deadlineMs, fenceMs, refillMs } = executionLimits;
const symbol = 'BTC/USDT';
const look = [{ kind: 'look', market: symbol }];
const wait = [{ kind: 'wait', ms: refillMs }];

function legOf({ execution }: ExecutionState, index = 0) {
  return execution.legs[index];
}

function refusing(state: ExecutionState, refusal: Reason): ExecutionState {
  return { ...state, permits: state.permits.map(() => refusal) };
}

describe('a book that may not be traded on', () => {
  const old: Reason = { code: 'PRICE_OLD', symbol, ageSeconds: 61, limitSeconds: 60 };
  const wide: Reason = { code: 'SPREAD_TOO_WIDE', symbol, spreadBps: 90, limitBps: 50 };
  const unsure: Reason = {
    ...{ code: 'PRICE_UNSURE', symbol, book: 112, source: 'the plan' },
    ...{ other: 100, limitPct: 10 },
  };

  it.each([
    ['stands still', old],
    ['has too wide a spread', wide],
    ['is far off the plan', unsure],
  ])('is looked at again after a while, and traded on when it is better: it %s', (_, refusal) => {
    const refused = step(refusing(newState([sell]), refusal), looked(symbol, 0), 0);
    expect(refused.commands).toEqual(wait);
    expect(refused.records).toEqual([]);
    // What the rails say at the next look stands beside it, not beside the wait.
    const { state } = refused;
    const free = { ...state, permits: [null] };
    expect(step(free, tick, refillMs).commands).toEqual(look);
    expect(sent(step(free, looked(symbol, refillMs), refillMs))).toMatchObject({ quantity: '1' });
  });

  it.each([
    ['PRICE_OLD', old],
    ['SPREAD_TOO_WIDE', wide],
    ['PRICE_UNSURE', unsure],
  ])('ends the leg with %s when the next look would come after the deadline', (_, refusal) => {
    const state = refusing(newState([sell]), refusal);
    const last = deadlineMs - refillMs;
    expect(step(state, looked(symbol, last - 1), last - 1).commands).toEqual(wait);
    const ended = step(state, looked(symbol, last), last);
    expect(legOf(ended.state)).toMatchObject({ status: 'skipped', reason: refusal });
    expect(ended.state.execution.status).toBe('failed');
  });

  it('holds up no other market', () => {
    const ether = { side: 'buy', symbol: 'ETH/USDT', quantity: '4', limitPrice: '10' } as const;
    const state = { ...newState([sell, ether]), permits: [wide, null] };
    expect(step(state, looked(symbol, 0), 0).commands).toEqual([
      { kind: 'look', market: 'ETH/USDT' },
    ]);
    const next = step({ ...state, permits: [null, null] }, looked('ETH/USDT', 0), 0);
    expect(sent(next)).toMatchObject({ market: 'ETH/USDT' });
  });

  it('is no reason to wait where it will never be traded on', () => {
    const lasting: readonly Reason[] = [
      { code: 'MARKET_NOT_ALLOWED', symbol },
      { code: 'ORDER_OVER_CAP', symbol, sharePct: 12, limitPct: 10 },
      { code: 'TRADING_HALTED', symbol, state: 'halted', cause: 'a test' },
    ];
    for (const reason of lasting) {
      const ended = step(refusing(newState([sell]), reason), looked(symbol, 0), 0);
      expect(legOf(ended.state)).toMatchObject({ status: 'skipped', reason });
    }
  });

  it('may hold too little: the leg ends with BOOK_TOO_THIN when the next look would come after the deadline', () => {
    const book: OrderBook = { market: symbol, asOf: 0, bids: [], asks: [] };
    const last = deadlineMs - refillMs;
    const early = step(newState([sell]), looked(symbol, last - 1, { book }), last - 1);
    expect(early.commands).toEqual(wait);
    const ended = step(newState([sell]), looked(symbol, last, { book }), last);
    const reason = { code: 'BOOK_TOO_THIN', symbol, filled: '0', quantity: '1' };
    expect(legOf(ended.state)).toMatchObject({ status: 'skipped', reason });
  });
});

describe('the deadline', () => {
  it('ends a leg with DEADLINE_PASSED when nobody looked before it', () => {
    const ended = step(newState([sell]), { kind: 'restarted' }, deadlineMs);
    const reason = { code: 'DEADLINE_PASSED', symbol, filled: '0', quantity: '1' };
    expect(legOf(ended.state)).toMatchObject({ status: 'skipped', reason });
  });
});

describe('cash that sells are to bring in', () => {
  it('is waited for as long as for a book, not asked for all the time', () => {
    const ether = { side: 'buy', symbol: 'ETH/USDT', quantity: '4', limitPrice: '10' } as const;
    const poor = looked('ETH/USDT', 0, { free: { USDT: '1' } });
    expect(step(newState([ether, sell]), poor, 0).commands).toEqual(wait);
  });
});

describe('balances that are told late', () => {
  /** The leg filled 0.4 at a time, of an account that held 10 before. */
  function part(leg: typeof buy | typeof sell, fee: { fee?: string; feeAsset?: string } = {}) {
    const held = { BTC: '10', USDT: '1000000' };
    const first = step(newState([leg]), looked(symbol, 0, { free: held }), 0);
    const fill = { ...fillOf(sent(first), { quantity: '0.4' }), at: 0, ...fee };
    return step(first.state, reported(sent(first), 'closed', [fill]), 1).state;
  }
  const holding = (state: ExecutionState, units: string, now: number): ExecutionStep =>
    step(state, looked(symbol, now, { free: { BTC: units, USDT: '1000000' } }), now);
  const now = refillMs;

  it.each([
    ['a buy', buy, {}, '10.4'],
    ['a sell', sell, {}, '9.6'],
    ['a fee in what is bought', buy, { fee: '0.0004', feeAsset: 'BTC' }, '10.3996'],
  ] as const)('hold up the next order until they show %s', (_, leg, fee, units) => {
    const state = part(leg, fee);
    expect(holding(state, '10', now).commands).toEqual(wait);
    const next = holding(state, units, now + bookAgeMs);
    expect(sent(next)).toMatchObject({ quantity: '0.6' });
    expect(next.state.attempts[1]?.before).toMatchObject({ base: units });
  });

  it('are taken as they are past the fence, because another may have traded', () => {
    const state = part(sell);
    expect(holding(state, '9', fenceMs - 1).commands).toEqual(wait);
    const next = holding(state, '9', fenceMs);
    expect(next.state.attempts[1]?.before).toMatchObject({ base: '9' });
    // The next order expects what that one found, also when it filled nothing.
    const closed = step(next.state, reported(sent(next), 'closed'), fenceMs).state;
    const later = fenceMs + refillMs;
    expect(sent(holding(closed, '9', later))).toMatchObject({ quantity: '0.6' });
  });

  it('hold up the order after one that was refused as well', () => {
    const second = holding(part(sell), '9.6', now);
    const { clientOrderId } = sent(second);
    const event = { kind: 'rejected', clientOrderId, cause: 'later', retryAfterMs: 1 } as const;
    const { state } = step(second.state, event, now);
    expect(holding(state, '10', 2 * now).commands).toEqual(wait);
    expect(sent(holding(state, '9.6', 2 * now))).toMatchObject({ quantity: '0.6' });
  });

  it('do not speak for an order that never came, because it found the fills before it there', () => {
    const second = holding(part(buy), '10.4', now);
    const { clientOrderId } = sent(second);
    let next = step(second.state, { kind: 'unanswered', clientOrderId, degraded: false }, now);
    for (const readAt of [30_000, 32_000, 34_000]) {
      next = step(next.state, { kind: 'not-found', clientOrderId, readAt }, readAt);
    }
    expect(next.commands).toMatchObject([{ kind: 'sweep' }]);
    const total = { BTC: '10.4', USDT: '999964' };
    const sweep = { order: undefined, trades: [], total };
    const gone = step(next.state, { kind: 'swept', clientOrderId, sweep }, 34_000);
    expect(gone.state.attempts[1]).toMatchObject({ state: 'not_accepted' });
  });
});
