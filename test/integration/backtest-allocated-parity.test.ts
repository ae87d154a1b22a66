/** A backtest on targets that an allocator moves is no second implementation: `recommend` on the targets of the time trades the same. */
import { describe, expect, it } from 'vitest';
import { scheduleOf } from '../../src/app/targets/target-schedule.ts';
import { backtest } from '../../src/backtest/backtest.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import { decimalOf, roundToStep } from '../../src/base/decimal.ts';
import { head } from '../../src/market/candles.ts';
import { assumedRules } from '../../src/market/trading-rules.ts';
import type { AllocatedTargets } from '../../src/plan/allocated-targets.ts';
import { recommend } from '../../src/plan/recommend.ts';
import { allocationOf } from '../support/allocated.ts';
import {
  hourMs,
  origin,
  panelOf,
  regionRule,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';

const symbols = ['BTC', 'ETH', 'SOL'];
const history = 24 * 65;
const fed = 120;
const series = simulatedSeries(symbols, history + fed);
const universe = commonUniverse(panelOf(...series), {
  from: origin + history * hourMs,
  to: origin + (history + fed) * hourMs,
});

type Look = {
  readonly bar: number;
  readonly holdings: Readonly<Record<string, string>>;
  readonly lastRebalanceAt: number;
  orders: Readonly<Record<string, string>>;
};

/** Signed quantities on the step of 8 decimals; orders that round to nothing are none. */
function ordersOf(orders: Float64Array): Record<string, string> {
  const rounded = symbols.map((symbol, m) => {
    const order = orders[m] as number;
    const quantity = roundToStep(decimalOf(Math.abs(order)), '0.00000001', 'down');
    return [`${symbol}/USDT`, `${order < 0 ? '-' : ''}${quantity}`] as const;
  });
  return Object.fromEntries(rounded.filter(([, quantity]) => !/^-?0$/.test(quantity)));
}

describe('parity of backtest and recommend on moving targets', () => {
  it.each([
    { kind: 'threshold', band: 0.008, destination: 'target' } as const,
    { ...regionRule, tightness: 1.5 },
  ])('$kind', { timeout: 60_000 }, (rule) => {
    const settings = {
      ...settingsWith({ targets: { BTC: 0.5, ETH: 0.2, SOL: 0.2 }, rule }),
      allocation: allocationOf(3, {
        ...{ method: 'min-variance', every: '0 7 * * *', turnoverPenalty: 2 },
        ...{ maximumStep: 0.03, volatilityTarget: 0.35 },
      }),
    };
    const schedule = scheduleOf(series, {
      ...{ settings, universe, kind: 'common', learned: undefined, held: null },
    }) as readonly AllocatedTargets[];
    const looks: Look[] = [];
    let lastRebalanceAt = origin + (history + 1) * hourMs;
    backtest({
      ...{ settings, universe, initialNav: 100_000, start: 'targets', schedule },
      recordFor: () => ({
        trade: ({ time }) => {
          lastRebalanceAt = time;
        },
        close: (bar, _, book) => {
          const units = symbols.map((name, i) => [name, decimalOf(book.quantities[i] as number)]);
          const holdings = Object.fromEntries([...units, ['USDT', decimalOf(book.cash)]]);
          looks.push({ bar, holdings, lastRebalanceAt, orders: {} });
        },
        decision: (_, orders) => {
          (looks.at(-1) as Look).orders = ordersOf(orders);
        },
      }),
    });
    expect(looks).toHaveLength(fed);
    let trades = 0;
    for (const look of looks.slice(0, -1)) {
      const asOf = origin + (look.bar + 1) * hourMs;
      const made = recommend(
        {
          ...{ asOf, origin: { kind: 'files', directory: 'memory' }, settings },
          ...{ holdings: look.holdings, prices: null, candles: [], issues: [], unfit: false },
          rules: symbols.map((symbol) => assumedRules(symbol, 'USDT')),
          ...{ rulesAssumed: true, lastRebalanceAt: look.lastRebalanceAt },
          lastLookAt: look.bar === history ? asOf : asOf - hourMs,
          allocated: schedule.filter(({ at }) => at <= asOf).at(-1) as AllocatedTargets,
        },
        series.map((candles) => head(candles, look.bar + 1)),
      );
      const legs = made.legs.map(({ symbol, side, quantity }) => [
        symbol,
        `${side === 'sell' ? '-' : ''}${quantity}`,
      ]);
      expect(Object.fromEntries(legs)).toEqual(look.orders);
      if (legs.length > 0) trades++;
    }
    expect(trades).toBeGreaterThan(2);
  });
});
