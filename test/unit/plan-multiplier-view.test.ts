/** The multiplier of each threshold with the volatilities it comes from, by hand. */
import { expect, it } from 'vitest';
import { align } from '../../src/market/panel.ts';
import { multiplierView } from '../../src/plan/multiplier-view.ts';
import { type Changes, configuredWith, market, marketOf } from '../support/settings.ts';

const region = { 'policy.kind': 'risk-aware', 'forecast.model': 'ewma5' };
const viewOf = (changes: Changes, series = market) =>
  multiplierView(configuredWith({ ...region, ...changes }).settings, align(series), undefined);

it('is (forecast / usual)^(2/3) of each asset under adaptive', () => {
  const view = viewOf({ 'policy.objective': 'adaptive', 'policy.multiplier': [0.5, 2] });
  expect(view).toMatchObject({ objective: 'adaptive', bounds: [0.5, 2] });
  expect(view?.assets.map(({ symbol }) => symbol)).toEqual(['BTC', 'ETH', 'SOL']);
  for (const { multiplier, volAnnual, usualVolAnnual } of view?.assets ?? []) {
    const ratio = (volAnnual as number) / (usualVolAnnual as number);
    expect(multiplier).toBeCloseTo(ratio ** (2 / 3), 12);
    expect(multiplier).not.toBe(1);
  }
});

it('ends at its bounds', () => {
  // Ten times as volatile in the last days.
  const stormy = marketOf({ days: 60, stormyDays: 10, multiple: 10 });
  const [bitcoin] = viewOf({ 'policy.multiplier': [0.5, 1.5] }, stormy)?.assets ?? [];
  expect(bitcoin?.multiplier).toBe(1.5);
  expect(bitcoin?.volAnnual).toBeGreaterThan(1.5 ** 1.5 * (bitcoin?.usualVolAnnual as number));
});

it('is one for all assets where a tracking error is to be held, against all history', () => {
  const view = viewOf({ 'policy.objective': 'tracking-target', 'policy.tightness': 0.1 });
  const assets = view?.assets ?? [];
  const meanSquare = (of: 'volAnnual' | 'usualVolAnnual') =>
    assets.reduce((sum, asset) => sum + (asset[of] as number) ** 2, 0);
  const ratio = Math.sqrt(meanSquare('volAnnual') / meanSquare('usualVolAnnual'));
  for (const { multiplier } of assets) expect(multiplier).toBeCloseTo(1 / ratio, 12);
});

it('is one without a forecast, and no rule but the region has one', () => {
  const neutral = viewOf({ 'forecast.model': 'geometry' });
  expect(neutral?.assets[0]).toEqual({
    ...{ symbol: 'BTC', multiplier: 1, volAnnual: null, usualVolAnnual: null },
  });
  expect(viewOf({ 'policy.kind': 'threshold' })).toBeNull();
  expect(viewOf({ 'policy.kind': 'geometry' })).toBeNull();
});
