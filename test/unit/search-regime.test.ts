/** Changes of regime before and after a choice, on prices whose volatility and correlation are known. */
import { describe, expect, it } from 'vitest';
import { changeAfter, changeBefore, regimeReason } from '../../src/backtest/regime-change.ts';
import { createRandom } from '../../src/base/random.ts';
import { sentenceOf } from '../../src/base/reasons.ts';
import type { Candles } from '../../src/market/candles.ts';
import { barsOf, hourMs, origin, panelOf } from '../support/backtest-worlds.ts';

const dayMs = 24 * hourMs;
const windowDays = 200;
const window = { from: origin, to: origin + windowDays * dayMs };
const after = { from: window.to, to: window.to + 60 * dayMs };

/** Two assets with the volatility (1 % an hour times it) and correlation of each hour. */
function world(regimeOn: (day: number) => { volatility: number; correlation: number }) {
  const random = createRandom(3);
  const prices = [100, 100];
  const rows: (readonly [number, number])[][] = [[], []];
  for (let hour = 0; hour < (windowDays + 60) * 24; hour++) {
    const { volatility, correlation } = regimeOn(Math.floor(hour / 24));
    const common = random.normal();
    const own = random.normal();
    const shocks = [common, correlation * common + Math.sqrt(1 - correlation ** 2) * own];
    shocks.forEach((shock, i) => {
      const open = prices[i] as number;
      prices[i] = open * (1 + 0.01 * volatility * shock);
      rows[i]?.push([open, prices[i] as number]);
    });
  }
  const [first, second] = rows as [[], []];
  return panelOf(barsOf('BTC', first), barsOf('ETH', second));
}

describe('a change of regime before a choice', () => {
  it('is none where volatility and correlation stay', () => {
    const found = changeBefore(
      world(() => ({ volatility: 1, correlation: 0.5 })),
      window,
    );
    expect(found.volatilityRatio).toBeCloseTo(1, 1);
    expect(found.correlationChange).toBeCloseTo(0, 1);
    expect(found).toMatchObject({ usualRatio: [0.8, 1.25], usualChange: [-0.1, 0.1] });
    expect(found.isChanged).toBe(false);
    expect(regimeReason(found)).toBeNull();
  });

  it('is seen when the last 30 days are twice as volatile, and told with numbers', () => {
    const panel = world((day) => ({ volatility: day < 170 ? 1 : 2, correlation: 0.5 }));
    const found = changeBefore(panel, window);
    // Variances 1 for 170 days and 4 for 30: the window has √(290 / 200) = 1.20.
    expect(found.volatilityRatio).toBeCloseTo(2 / Math.sqrt(1.45), 1);
    expect(found.isChanged).toBe(true);
    const reason = regimeReason(found);
    expect(reason).toMatchObject({
      code: 'REGIME_CHANGED',
      days: 30,
      usualChange: '-0.10 to 0.10',
    });
    expect(reason && sentenceOf(reason)).toMatch(
      /^the last 30 days before the choice had 1\.6\d times the volatility of its window/,
    );
  });

  it('is seen when assets that had nothing in common move together', () => {
    const panel = world((day) => ({ volatility: 1, correlation: day < 170 ? 0 : 0.9 }));
    const found = changeBefore(panel, window);
    expect(found.volatilityRatio).toBeCloseTo(1, 1);
    expect(found.correlationChange).toBeCloseTo(0.9 - 0.15 * 0.9, 1);
    expect(found.isChanged).toBe(true);
  });

  it('is none where the window has seen such days before', () => {
    // Fifty wild days of each hundred, the last of them a little less so.
    const volatilityOn = (day: number): number => (day % 100 < 50 ? 1 : day < 170 ? 3 : 2.85);
    const panel = world((day) => ({ volatility: volatilityOn(day), correlation: 0.5 }));
    const found = changeBefore(panel, window);
    expect(found.volatilityRatio).toBeGreaterThan(1.25);
    expect(found.isChanged).toBe(false);
  });

  it('knows nothing of what comes after', () => {
    const calm = world(() => ({ volatility: 1, correlation: 0.5 }));
    const wild = world((day) => ({ volatility: day < windowDays ? 1 : 5, correlation: 0.5 }));
    expect(changeBefore(wild, window)).toEqual(changeBefore(calm, window));
    expect(changeAfter(wild, window, after).volatilityRatio).toBeCloseTo(5, 0);
    expect(changeAfter(wild, window, after).isChanged).toBe(true);
    expect(changeAfter(calm, window, after).isChanged).toBe(false);
  });
});

describe('a regime', () => {
  const flat = (symbol: string): Candles =>
    barsOf(
      symbol,
      Array.from({ length: windowDays * 24 }, () => [100, 100] as const),
    );

  it('of prices that never move has not changed', () => {
    const found = changeBefore(panelOf(flat('BTC'), flat('ETH')), window);
    expect(found).toMatchObject({ volatilityRatio: 1, correlationChange: 0, isChanged: false });
  });

  it('of one asset has no correlation, and none without bars has changed', () => {
    const one = panelOf(flat('BTC'));
    expect(changeBefore(one, window).correlationChange).toBe(0);
    expect(changeAfter(one, window, after).isChanged).toBe(false);
  });
});
