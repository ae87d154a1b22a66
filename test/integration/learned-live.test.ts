/** The champion in a recommendation: learned from the portfolio’s own candles, recorded, and computed again from the record. */
import { describe, expect, it } from 'vitest';
import { learnedNow } from '../../src/app/learned-now.ts';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import { recommend } from '../../src/plan/recommend.ts';
import {
  codesOf,
  configuredWith,
  inputsWith,
  marketOf,
  recommendWith,
} from '../support/settings.ts';

const region = { 'policy.kind': 'risk-aware', 'forecast.model': 'champion' };
const { settings } = configuredWith(region);
const long = marketOf({ days: 200, stormyDays: 5, multiple: 3 });

describe('learning at a look', () => {
  it('says what it learned of the last closes of days', () => {
    const { recorded, risk } = learnedNow(settings, long);
    if (!('closeTime' in recorded)) throw new Error(recorded.cause);
    expect(recorded.closeTime).toHaveLength(3);
    expect(recorded.closeTime.at(-1)).toBe(Date.UTC(2023, 5, 1));
    expect(recorded.covariance).toHaveLength(27);
    expect([...(risk?.covariance.slice(-9) ?? [])]).toEqual(recorded.covariance.slice(-9));
    // Volatilities of an hour are .4, .6 and 1 %; three times that for five days.
    const daily = (asset: number): number =>
      Math.sqrt(recorded.covariance[18 + 4 * asset] as number);
    expect(daily(0)).toBeGreaterThan(0.004 * Math.sqrt(24));
    expect(daily(2)).toBeGreaterThan(1.5 * daily(0));
  });

  it('says why it learned nothing', () => {
    expect(learnedNow(settings, marketOf({ days: 100 })).recorded).toEqual({
      cause: '100 days of history, more than 120 are needed',
    });
  });
});

describe('a recommendation of the champion', () => {
  const { recorded } = learnedNow(settings, long);
  const learned = recommendWith(region, { learned: recorded }, long);

  it('goes by what was learned and names it', () => {
    expect(learned.forecast.model).toBe('champion');
    expect(codesOf(learned)).not.toContain('FORECAST_FALLBACK');
    const plain = recommendWith({ ...region, 'forecast.model': 'ewma60' }, {}, long);
    expect(learned.assets[0]?.volAnnual).not.toBeCloseTo(plain.assets[0]?.volAnnual ?? 0, 2);
    expect(learned.assets.map(({ upper }) => upper)).not.toEqual(
      plain.assets.map(({ upper }) => upper),
    );
  });

  it('comes out the same from the record, through JSON', () => {
    const inputs = JSON.parse(JSON.stringify(inputsWith(region, { learned: recorded }, long)));
    expect(canonicalJson(recommend(inputs, long) as never)).toBe(canonicalJson(learned as never));
  });

  it('says why another model stands in', () => {
    const without = recommendWith(region, { learned: { cause: '5 days of history' } }, long);
    expect(without.forecast.model).toBe('ewma60');
    expect(without.reasons).toContainEqual({
      ...{ code: 'FORECAST_FALLBACK', wanted: 'champion' },
      ...{ used: 'ewma60', cause: '5 days of history' },
    });
  });
});
