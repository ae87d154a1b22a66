/** Steps of an execution on margin: what closes goes first and can never open, and what opens is cut to the room of the account. */
import { describe, expect, it } from 'vitest';
import type { ExecutionStep } from '../../src/execution/execution-step.ts';
import { permitsOf, tradingFromTheStart } from '../../src/execution/permit.ts';
import { step } from '../../src/execution/step.ts';
import { fillOf, looked, newState, reported, sent } from '../support/execution-states.ts';

const open = { side: 'sell', symbol: 'ETH/USDT', quantity: '4', limitPrice: '10' } as const;
const close = { side: 'buy', symbol: 'BTC/USDT', quantity: '1', limitPrice: '90' } as const;
const opening = { ...open, reduceOnly: false };
const closing = { ...close, reduceOnly: true };

/** Two short of BTC, flat in ETH, and room for so much more. */
function account(room: string) {
  return { free: { USDT: room }, total: { BTC: '-2', ETH: '0', USDT: '1000' } };
}

function legsOf({ state }: ExecutionStep) {
  return state.execution.legs;
}

describe('an execution on margin', () => {
  it('closes by a buy before it opens by a sale, and says so to the venue', () => {
    const asked = step(newState([opening, closing]), { kind: 'restarted' }, 0);
    expect(asked.commands).toEqual([{ kind: 'look', market: 'BTC/USDT' }]);
    const first = step(asked.state, looked('BTC/USDT', 0, account('0')), 0);
    expect(sent(first)).toMatchObject({ side: 'buy', quantity: '1', reduceOnly: true });
    const bought = fillOf(sent(first), { quantity: '1' });
    const second = step(first.state, reported(sent(first), 'closed', [bought]), 1);
    expect(second.commands).toEqual([{ kind: 'look', market: 'ETH/USDT' }]);
    const third = step(second.state, looked('ETH/USDT', 1, account('1000')), 1);
    expect(sent(third)).toMatchObject({ side: 'sell', quantity: '4' });
    expect(sent(third)).not.toHaveProperty('reduceOnly');
  });

  it('cuts what opens to the room that the account has, sales as well: 20.02 of 40.04 needed', () => {
    const first = step(newState([opening]), looked('ETH/USDT', 0, account('20.02')), 0);
    expect(sent(first)).toMatchObject({ side: 'sell', quantity: '1.99' });
    const none = step(newState([opening]), looked('ETH/USDT', 0, account('0')), 0);
    expect(legsOf(none)).toMatchObject([{ status: 'skipped', reason: { code: 'CASH_SHORT' } }]);
  });

  it('opens by a sale no more than the room pays for at the price of the order, which is above its limit', () => {
    // 40.04 are there for four at 10; at 11, where the market is, they pay for 3.63.
    const level = { price: 11, quantity: 1_000 };
    const asks = [{ ...level, price: 11.01 }];
    const book = { market: 'ETH/USDT', asOf: 0, bids: [level], asks };
    const first = step(
      newState([opening]),
      looked('ETH/USDT', 0, { ...account('40.04'), book }),
      0,
    );
    expect(Number(sent(first).quantity) * Number(sent(first).limitPrice) * 1.001).toBeLessThan(
      40.04,
    );
    expect(Number(sent(first).quantity)).toBeGreaterThan(3.62);
    const tiny = account('5.4');
    const small = [{ ...opening, quantity: '0.52' }];
    const none = step(newState(small), looked('ETH/USDT', 0, { ...tiny, book }), 0);
    expect(legsOf(none)).toMatchObject([{ status: 'skipped', reason: { code: 'CASH_SHORT' } }]);
  });

  it('closes no more than there is, and nothing where the position is on the other side', () => {
    const small = { free: {}, total: { BTC: '-0.456' } };
    const some = step(newState([closing]), looked('BTC/USDT', 0, small), 0);
    expect(sent(some).quantity).toBe('0.45');
    const long = { free: {}, total: { BTC: '3' } };
    const none = step(newState([closing]), looked('BTC/USDT', 0, long), 0);
    expect(legsOf(none)).toMatchObject([{ status: 'skipped', reason: { code: 'HOLDING_SHORT' } }]);
  });

  it('opens the other side of a position only when the order that closes it is over', () => {
    // Two short: one buy closes them, the next opens three long.
    const both = [
      { ...closing, quantity: '2' },
      { ...closing, quantity: '3', reduceOnly: false },
    ];
    const first = step(newState(both), looked('BTC/USDT', 0, account('1000')), 0);
    const part = fillOf(sent(first), { quantity: '1.5' });
    const second = step(first.state, reported(sent(first), 'closed', [part]), 1);
    expect(second.commands).toMatchObject([{ kind: 'wait' }]);
    const total = { BTC: '-0.5', USDT: '865' };
    const later = looked('BTC/USDT', 5_000, { free: { USDT: '1000' }, total });
    const third = step(second.state, later, 5_000);
    expect(sent(third)).toMatchObject({ quantity: '0.5', reduceOnly: true });
    const rest = fillOf(sent(third), { quantity: '0.5', tradeId: 'rest' });
    const fourth = step(third.state, reported(sent(third), 'closed', [rest]), 5_001);
    // The account does not show the last fill yet: a lost order could not be told from a filled one.
    const behind = step(fourth.state, looked('BTC/USDT', 5_002, { free: {}, total }), 5_002);
    expect(behind.commands).toMatchObject([{ kind: 'wait' }]);
    const flat = { free: { USDT: '1000' }, total: { BTC: '0', USDT: '820' } };
    const fifth = step(fourth.state, looked('BTC/USDT', 5_002, flat), 5_002);
    expect(sent(fifth)).toMatchObject({ quantity: '3' });
    expect(sent(fifth)).not.toHaveProperty('reduceOnly');
  });

  it('goes on closing while trading is reducing, and opens nothing', () => {
    const { execution } = newState([opening, closing]);
    const reducing = { ...tradingFromTheStart, state: 'reducing' } as const;
    const permits = permitsOf(reducing, execution, [opening, closing]);
    expect(permits).toMatchObject([{ code: 'TRADING_HALTED', state: 'reducing' }, null]);
    const spot = permitsOf(reducing, execution, [{}, {}]);
    expect(spot).toMatchObject([null, { code: 'TRADING_HALTED' }]);
  });
});
