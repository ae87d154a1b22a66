/** The baseline forecast bar by bar: when it is refreshed, what it leaves out, and that the future never changes it. */
import { describe, expect, it } from 'vitest';
import { align, type Panel } from '../../src/market/panel.ts';
import {
  createForecastTracker,
  minimumBars,
  type TrackedModel,
} from '../../src/risk/forecast-tracker.ts';
import type { RiskForecast } from '../../src/risk/risk-forecast.ts';
import { candlesOf, dayMs, hourMs, randomCloses } from '../support/panels.ts';

type Snapshot = { readonly version: number; readonly covariance: readonly number[] };

const steady = (bars: number): number[] => new Array<number>(bars).fill(0.01);

function hourlyPanel(bars: number, options: { start?: number; openTimes?: number[] } = {}): Panel {
  return align([
    candlesOf('BTC', randomCloses(1, steady(bars)), options),
    candlesOf('ETH', randomCloses(2, steady(bars)), options),
  ]);
}

/** The forecast after each bar. */
function trace(
  panel: Panel,
  options: { model?: TrackedModel; sessions?: boolean; shrinkage?: number } = {},
): { snapshots: readonly Snapshot[]; forecast: RiskForecast } {
  const { model = 'ewma60', sessions = false, shrinkage = 0 } = options;
  const tracker = createForecastTracker({
    assets: panel.symbols.length,
    intervalMs: panel.intervalMs,
    ...{ model, sessions, shrinkage },
    trackRanges: true,
  });
  const snapshots = Array.from({ length: panel.bars }, (_, bar) => {
    tracker.observe(panel, bar);
    const { version, covariance } = tracker.forecast;
    return { version, covariance: [...covariance] };
  });
  return { snapshots, forecast: tracker.forecast };
}

/** The weighted mean of r_i r_j, the newest return first in weight. */
function weighted(products: readonly number[], halfLifeBars: number): number {
  let [sum, weight] = [0, 0];
  products.forEach((product, k) => {
    const share = 2 ** (-(products.length - 1 - k) / halfLifeBars);
    sum += share * product;
    weight += share;
  });
  return sum / weight;
}

describe('the refresh', () => {
  it('waits for 168 bars, and then for a close at 00:00 UTC', () => {
    // From 05:00 the 19th, 43rd … bar closes at midnight: the first after 168 is the 187th.
    const { snapshots } = trace(hourlyPanel(240, { start: 5 * hourMs }));
    expect(minimumBars).toBe(168);
    const versions = snapshots.map(({ version }) => version);
    expect(versions.slice(0, 186).every((version) => version === 0)).toBe(true);
    expect(versions.slice(186, 210).every((version) => version === 1)).toBe(true);
    expect(versions.slice(210, 234).every((version) => version === 2)).toBe(true);
    expect(versions[234]).toBe(3);
  });

  it('is at the 168th bar itself when that closes at midnight', () => {
    const { snapshots } = trace(hourlyPanel(168));
    expect(snapshots[166]?.version).toBe(0);
    expect(snapshots[167]?.version).toBe(1);
  });

  it('leaves the figures alone in between', () => {
    const { snapshots } = trace(hourlyPanel(216));
    expect(snapshots[180]?.covariance).toEqual(snapshots[167]?.covariance);
    expect(snapshots[191]?.covariance).not.toEqual(snapshots[167]?.covariance);
  });

  it('comes with the first close past midnight when the bar of midnight is missing', () => {
    // The bars that open at 23:00 of the 9th day and at 00:00 of the 10th are missing.
    const times = Array.from({ length: 260 }, (_, bar) => bar * hourMs);
    const openTimes = times.filter((time) => time !== 215 * hourMs && time !== 216 * hourMs);
    const { snapshots } = trace(hourlyPanel(openTimes.length, { openTimes }));
    const versionAt = (hour: number) => snapshots[openTimes.indexOf(hour * hourMs)]?.version;
    expect(versionAt(214)).toBe(2);
    expect(versionAt(217)).toBe(3);
  });

  it('is every day for daily bars', () => {
    const panel = align([candlesOf('BTC', randomCloses(1, steady(170)), { intervalMs: dayMs })]);
    expect(
      trace(panel)
        .snapshots.map(({ version }) => version)
        .slice(-4),
    ).toEqual([0, 1, 2, 3]);
  });
});

describe('the figures', () => {
  const panel = hourlyPanel(168);
  const returnsOf = (of: Panel, asset: number): number[] =>
    Array.from({ length: of.bars - 1 }, (_, k) => {
      const [before, after] = [of.close[2 * k + asset], of.close[2 * k + 2 + asset]];
      return (after as number) / (before as number) - 1;
    });

  it('are EWMAs of simple returns with half-lives of 60 and 180 days', () => {
    const { forecast } = trace(panel);
    const [btc, eth] = [returnsOf(panel, 0), returnsOf(panel, 1)];
    const square = btc.map((value) => value * value);
    const cross = btc.map((value, k) => value * (eth[k] as number));
    expect((forecast.covariance[0] as number) / weighted(square, 1_440)).toBeCloseTo(1, 10);
    expect((forecast.covariance[1] as number) / weighted(cross, 1_440)).toBeCloseTo(1, 8);
    expect((forecast.referenceVariance[0] as number) / weighted(square, 4_320)).toBeCloseTo(1, 10);
  });

  it('leave out the return across a gap', () => {
    // After bar 100 nothing for 5 hours, and the price is 50 % higher then.
    const closes = Array.from(
      { length: 192 },
      (_, bar) => (bar % 2 === 0 ? 100 : 101) * (bar > 100 ? 1.5 : 1),
    );
    const openTimes = closes.map((_, bar) => (bar > 100 ? bar + 5 : bar) * hourMs);
    const gapped = align([candlesOf('BTC', closes, { openTimes })]);
    const { forecast } = trace(gapped);
    expect(forecast.version).toBeGreaterThan(0);
    expect(Math.sqrt(forecast.covariance[0] as number)).toBeLessThan(0.011);
    const unbroken = align([candlesOf('BTC', closes)]);
    expect(Math.sqrt(trace(unbroken).forecast.covariance[0] as number)).toBeGreaterThan(0.03);
  });

  it('of a market with sessions take in the return over a weekend', () => {
    // Weekdays from Monday 1970-01-05; Monday's close is always 10 % off Friday's.
    const weekdays = Array.from({ length: 300 }, (_, day) => 4 * dayMs + day * dayMs).filter(
      (time) => (Math.floor(time / dayMs) + 3) % 7 < 5,
    );
    const closes = weekdays.map((_, bar) => (Math.floor(bar / 5) % 2 === 0 ? 100 : 110));
    const candles = candlesOf('SPY', closes, { intervalMs: dayMs, openTimes: weekdays });
    const withSessions = trace(align([candles]), { sessions: true }).forecast;
    expect(withSessions.covariance[0]).toBeGreaterThan(0.0015);
    expect(trace(align([candles]), { sessions: false }).forecast.covariance[0]).toBe(0);
  });

  it('of range60 have the variances of the ranges and the correlations of the returns', () => {
    const returns = trace(panel).forecast;
    const ranges = trace(panel, { model: 'range60' }).forecast;
    const correlation = ({ covariance: [a = 0, b = 0, , c = 0] }: RiskForecast): number =>
      b / Math.sqrt(a * c);
    expect(ranges.covariance[0]).toBeCloseTo(ranges.rangeVariance[0] as number, 15);
    expect(ranges.covariance[3]).toBeCloseTo(ranges.rangeVariance[1] as number, 15);
    expect(correlation(ranges)).toBeCloseTo(correlation(returns), 12);
  });

  it('of range60 have the squared returns of bars without a range', () => {
    const prices = panel.close;
    const closesOnly = { ...panel, open: prices, high: prices, low: prices };
    const { forecast } = trace(closesOnly, { model: 'range60' });
    // The first of 168 bars has neither a range nor a return.
    const square = returnsOf(panel, 0).map((value) => value * value);
    const expected = weighted([0, ...square], 1_440);
    expect((forecast.covariance[0] as number) / expected).toBeCloseTo(1, 10);
  });

  it('are shrunk as the settings say', () => {
    const panelOfThree = align(
      [1, 2, 3].map((seed) => candlesOf(`A${seed}`, randomCloses(seed, steady(168)))),
    );
    const { covariance } = trace(panelOfThree, { shrinkage: 1 }).forecast;
    const correlation = (i: number, j: number): number =>
      (covariance[3 * i + j] as number) /
      Math.sqrt((covariance[4 * i] as number) * (covariance[4 * j] as number));
    expect(correlation(0, 1)).toBeCloseTo(correlation(1, 2), 12);
    expect(correlation(0, 1)).toBeCloseTo(correlation(0, 2), 12);
  });
});

describe('the future', () => {
  it('never changes a forecast: other bars after bar 200 leave all up to it as they were', () => {
    const calm = steady(260);
    const stormy = calm.map((volatility, bar) => (bar <= 200 ? volatility : 0.2));
    const panelOf = (path: readonly number[]): Panel =>
      align([candlesOf('BTC', randomCloses(1, path)), candlesOf('ETH', randomCloses(2, path))]);
    for (const model of ['ewma60', 'range60'] as const) {
      const [known, other] = [trace(panelOf(calm), { model }), trace(panelOf(stormy), { model })];
      expect(other.snapshots.slice(0, 201)).toEqual(known.snapshots.slice(0, 201));
      expect(other.snapshots[239]).not.toEqual(known.snapshots[239]);
    }
  });

  it('of a longer panel neither', () => {
    const long = trace(hourlyPanel(300)).snapshots;
    expect(trace(hourlyPanel(200)).snapshots).toEqual(long.slice(0, 200));
  });
});
