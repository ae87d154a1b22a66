/** Sales that wait in a backtest, by hand: what a delay would have brought, and what it does while the gate is open. */
import { describe, expect, it } from 'vitest';
import { backtest } from '../../src/backtest/backtest.ts';
import type { Trade } from '../../src/backtest/book.ts';
import { plainConduct } from '../../src/backtest/conduct.ts';
import { holdBack, letThrough, soldOf } from '../../src/backtest/held-flows.ts';
import { createSaleWatch, type SaleWatch } from '../../src/backtest/sale-watch.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import { createRandom } from '../../src/base/random.ts';
import type { Reason } from '../../src/base/reasons.ts';
import type { Breakout, Breakouts } from '../../src/learning/regime/breakouts.ts';
import {
  barsOf,
  hourMs,
  origin,
  panelOf,
  regionRule,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';

const dayMs = 24 * hourMs;

/** The same on all days: σ is 10 %, so the stop is 7.5 % below the highest close. */
function breakoutsOf(change: Partial<Breakout> = {}): Breakouts {
  const dayAt = (time: number): number => Math.floor((time - origin) / dayMs);
  return {
    dayAt,
    at: (day) => ({
      ...{ day, probability: 0.6, baseRate: 0.3, deviation: 0.1, hasBrokenOut: true },
      knownAt: origin + (day + 5) * dayMs,
      ...change,
    }),
  };
}

/** A gate that 100 sales before the first bar have opened. */
function openWatch(): SaleWatch {
  const watch = createSaleWatch({ mode: 'gated', breakouts: breakoutsOf() });
  const random = createRandom(8);
  for (let k = 0; k < 100; k++) {
    const hasBrokenOut = k % 4 === 0;
    const gainBps = 30 + 50 * random.normal();
    const sale = { probability: hasBrokenOut ? 0.5 : 0.15, baseRate: 0.25, hasBrokenOut };
    watch.add({ ...sale, day: 4 * k - 401, gainBps, knownAt: origin });
  }
  return watch;
}

/** BTC at half of 100,000, in bands of 4 pp; its price from bar 2 on by hours since then, for four days. */
function run(watch: SaleWatch | null, price: (hour: number) => number, withdrawn = 0) {
  const rows = Array.from({ length: 100 }, (_, bar) => {
    const [open, close] = [bar - 1, bar].map((at) => (at < 2 ? 100 : price(at - 2)));
    return [open ?? 100, close ?? 100] as const;
  });
  const trades: Trade[] = [];
  const reasons: Reason[][] = [];
  const settings = settingsWith({
    targets: { BTC: 0.5 },
    rule: { kind: 'threshold', band: 0.04, destination: 'target' },
  });
  const statistics = backtest({
    ...{ settings, watch, initialNav: 100_000, start: 'targets' },
    universe: commonUniverse(panelOf(barsOf('BTC', rows)), {
      from: origin,
      to: origin + rows.length * hourMs,
    }),
    conduct: {
      ...plainConduct,
      contributions: withdrawn > 0 ? [{ at: origin + 3 * hourMs, notional: -withdrawn }] : [],
    },
    recordFor: () => ({
      trade: (trade) => trades.push(trade),
      decision: (_bar, _orders, _book, explain) => reasons.push([...explain()]),
    }),
  });
  const fills = trades.map(({ time, side, quantity }) => ({
    ...{ hour: (time - origin) / hourMs - 3, side },
    quantity: Number(quantity.toFixed(6)),
  }));
  return { statistics, fills, codes: reasons.map((all) => all.map(({ code }) => code)), reasons };
}

/** From 100 to 120 the weight is 60/110 = 54.5 %: 5,000 are to be sold, 41.666667 units, decided at the close of bar 2. */
const whole = { hour: 0, side: 'sell', quantity: 41.666667 };
const half = { hour: 0, side: 'sell', quantity: 20.833333 };
const end = origin + 100 * hourMs;

describe('in shadow', () => {
  it('sells at once, and reckons by how much the rest would have grown in three days, less 15 bps', () => {
    const price = (hour: number): number => (hour < 72 ? 120 : 126);
    const watch = createSaleWatch({ mode: 'shadow', breakouts: breakoutsOf() });
    const watched = run(watch, price);
    expect(watched.fills).toEqual([whole]);
    expect(watched.statistics).toEqual(run(null, price).statistics);
    // Three days are over at hour 72, the breakout is known after five: day 0 closes at the origin.
    expect(watch.summary(end)).toMatchObject({ sales: 1, events: 1, delayed: 0 });
    expect(watch.summary(end).gate.all.events).toBe(0);
    const { gate } = watch.summary(origin + 5 * dayMs);
    expect(gate.all.gainBps).toBeCloseTo(500 - 15, 9);
    // 1 − (1 − .6)²/(1 − .3)²
    expect(gate.all.skill).toBeCloseTo(1 - 0.16 / 0.49, 12);
    expect(gate.isOpen).toBe(false);
  });

  it('stops at the first close of a day 7.5 % below the highest', () => {
    const watch = createSaleWatch({ mode: 'shadow', breakouts: breakoutsOf() });
    run(watch, (hour) => (hour < 24 ? 120 : hour < 48 ? 111 : 130));
    // ln(111/120) = −7.8 %: 111/120 − 1 = −750 bps.
    expect(watch.summary(origin + 5 * dayMs).gate.all.gainBps).toBeCloseTo(-750 - 15, 9);
  });

  it('thinks of no delay where a breakout is not likelier than usual, unknown, or cash is withdrawn', () => {
    const flat = (): number => 120;
    const usual = createSaleWatch({
      mode: 'shadow',
      breakouts: breakoutsOf({ probability: 0.3 }),
    });
    run(usual, flat);
    expect(usual.summary(end)).toMatchObject({ sales: 1, events: 0 });
    const unknown = createSaleWatch({
      mode: 'shadow',
      breakouts: { ...breakoutsOf(), at: () => undefined },
    });
    run(unknown, flat);
    expect(unknown.summary(end)).toMatchObject({ sales: 0, events: 0 });
    const paid = createSaleWatch({ mode: 'shadow', breakouts: breakoutsOf() });
    run(paid, flat, 1_000);
    expect(paid.summary(end)).toMatchObject({ sales: 0, events: 0 });
  });

  it('thinks of none outside the hard band of 8 pp', () => {
    const watch = createSaleWatch({ mode: 'shadow', breakouts: breakoutsOf() });
    // 500 units at 140 are 70/120 = 58.3 %.
    run(watch, () => 140);
    expect(watch.summary(end)).toMatchObject({ sales: 0, events: 0 });
  });

  it('asks a rule for its hard bands without moving it: the fills stay the same, bit for bit', () => {
    const bars = 24 * 60;
    const panel = panelOf(...simulatedSeries(['BTC', 'ETH', 'PAXG'], bars));
    const fillsOf = (watch: SaleWatch | null): readonly Trade[] => {
      const trades: Trade[] = [];
      const settings = settingsWith({
        targets: { BTC: 0.4, ETH: 0.3, PAXG: 0.2 },
        rule: { ...regionRule, tightness: 1 },
      });
      backtest({
        // Without a smallest hard band each is looked for.
        settings: { ...settings, policy: { ...settings.policy, hardBand: 0 } },
        universe: commonUniverse(panel, { from: origin + 10 * dayMs, to: origin + bars * hourMs }),
        ...{ watch, initialNav: 100_000, start: 'targets' },
        recordFor: () => ({ trade: (trade) => trades.push(trade) }),
      });
      return trades;
    };
    const watch = createSaleWatch({ mode: 'shadow', breakouts: breakoutsOf() });
    expect(fillsOf(watch)).toEqual(fillsOf(null));
    expect(watch.counts.sales).toBeGreaterThan(5);
  });

  it('keeps an outcome that the run does not reach unknown', () => {
    const watch = createSaleWatch({ mode: 'shadow', breakouts: breakoutsOf() });
    run(watch, (hour) => (hour < 30 ? 100 : 120));
    expect(watch.summary(Number.MAX_SAFE_INTEGER)).toMatchObject({ events: 1 });
    expect(watch.summary(Number.MAX_SAFE_INTEGER).gate.all.events).toBe(0);
  });
});

describe('while the gate is open', () => {
  it('sells half at once and the rest after three days, with the reasons', () => {
    const watch = openWatch();
    const { fills, codes, reasons } = run(watch, () => 120);
    expect(fills).toEqual([half, { ...half, hour: 72 }]);
    expect(codes).toEqual([
      ['SALE_DELAYED', 'BAND_BREACHED'],
      ['DELAYED_SALE_ENDS', 'BAND_INSIDE'],
    ]);
    expect(reasons[0]?.[0]).toEqual({
      code: 'SALE_DELAYED',
      symbol: 'BTC',
      probabilityPct: 60,
      usualPct: 30,
      until: new Date(origin + 3 * hourMs + 3 * dayMs).toISOString(),
    });
    expect(reasons[1]?.[0]).toEqual({ code: 'DELAYED_SALE_ENDS', symbol: 'BTC', hours: 72 });
    expect(watch.summary(end)).toMatchObject({ sales: 1, delayed: 1 });
  });

  it('holds back what the rule would sell meanwhile, and stops 7.5 % below the highest close', () => {
    // At 130 the weight is 62.3/114.8 = 54.3 %, out of its band; ln(120/130) = −8 %.
    const { fills } = run(openWatch(), (hour) => (hour < 20 ? 120 : hour < 40 ? 130 : 120));
    expect(fills).toEqual([half, { ...half, hour: 48 }]);
  });

  it('waits no longer outside the hard band', () => {
    // 479.17 units at 152 are 72.8/125.3 = 58.1 %: 2·.081… of that is sold.
    const { fills, codes } = run(openWatch(), (hour) => (hour < 10 ? 120 : 152));
    expect(fills.map(({ hour }) => hour)).toEqual([0, 10]);
    const [cash, held] = [50_000 + 2_500 - 3.75, 500 - 125 / 6];
    const excess = held - (held * 152 + cash) / 2 / 152;
    expect(fills[1]?.quantity).toBeCloseTo(excess, 5);
    expect(codes[1]).toEqual(['DELAYED_SALE_ENDS', 'BAND_BREACHED']);
  });

  it('sells nothing of the rest below the target', () => {
    // ln(100/120) = −18 %: it ends, but 47.9/100.4 = 47.7 % is less than half.
    expect(run(openWatch(), (hour) => (hour < 20 ? 120 : 100)).fills).toEqual([half]);
  });

  it('needs the outcomes of a hundred sales', () => {
    const watch = createSaleWatch({ mode: 'gated', breakouts: breakoutsOf() });
    expect(run(watch, () => 120).fills).toEqual([whole]);
    expect(watch.summary(end)).toMatchObject({ sales: 1, events: 1, delayed: 0 });
  });
});

describe('flows that are held back', () => {
  /** Two assets against cash, and the second against the first. */
  const markets = [
    { base: 0, quote: -1, cost: 0 },
    { base: 1, quote: -1, cost: 0 },
    { base: 1, quote: 0, cost: 0 },
  ];

  it('are a share of all sales of an asset, and the purchases that they would have paid for', () => {
    const flows = Float64Array.of(-0.1, 0.08, 0.04);
    expect(soldOf(markets, flows, 0)).toBeCloseTo(0.14, 12);
    expect(soldOf(markets, flows, 1)).toBeCloseTo(-0.12, 12);
    const held = holdBack(markets, flows, { asset: 0, share: 0.5 });
    // Half of the 10 % for cash would have paid for 5 of the 8 %.
    [-0.05, 0.05, 0.02].forEach((flow, m) => {
      expect(held[m]).toBeCloseTo(flow, 12);
    });
    [-0.05, 0.03, 0.02].forEach((flow, m) => {
      expect(flows[m]).toBeCloseTo(flow, 12);
    });
  });

  it('come back as they have grown, selling no more than is allowed', () => {
    const held = Float64Array.of(-0.05, 0.05, 0.02);
    const flowsOf = (most: number): Float64Array => {
      const flows = new Float64Array(3);
      letThrough(markets, flows, { held, asset: 0, growth: 1.1, most });
      return flows;
    };
    // 7 % of the asset, grown to 7.7 %.
    expect(flowsOf(0.1)[0]).toBeCloseTo(-0.055, 12);
    expect(flowsOf(0.0385)[0]).toBeCloseTo(-0.0275, 12);
    expect([...flowsOf(-0.01)].map(Math.abs)).toEqual([0, 0, 0]);
  });
});
