/** The API of forecasts and correlations: who speaks, what it says, and what it says where little is known. */

import type { z } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import type { correlationsSchema, forecastsSchema } from '../../api/forecast-schemas.ts';
import { createApiWorld, jsonIn, problemIn } from '../support/api-world.ts';
import { forecastCandles, learnableMarket, marketOfCandles } from '../support/forecast-market.ts';
import { folderWithModel } from '../support/model-folder.ts';

type Forecasts = z.infer<typeof forecastsSchema>;
type Correlations = z.infer<typeof correlationsSchema>;

const forecasts = '/api/v1/forecasts';
const correlations = '/api/v1/correlations';

describe('forecasts', () => {
  it('are those of the promoted model, with ranges, regimes and what was realised', async () => {
    const folder = await folderWithModel();
    const world = await createApiWorld({ market: learnableMarket, models: folder.models });
    const found = await jsonIn<Forecasts>(world.request('viewer', 'GET', forecasts));
    expect(found).toMatchObject({
      ...{ schemaVersion: 1, portfolio: 'core', asOf: '2023-06-01T00:00:00.000Z' },
      ...{ model: 'champion', name: folder.name(), cause: null },
      thresholds: { model: 'ewma60', doubt: null },
    });
    expect(found.assets.map(({ symbol }) => symbol)).toEqual(['BTC', 'ETH', 'LINK']);
    // 0.5 % an hour is 47 % a year.
    const [bitcoin] = found.assets;
    expect(bitcoin?.realizedVolAnnual).toBeCloseTo(0.005 * Math.sqrt(8_760), 1);
    expect(bitcoin?.horizons.map(({ horizonDays }) => horizonDays)).toEqual([1, 7, 30]);
    for (const { volAnnual, vol50, vol90, return50, return90 } of bitcoin?.horizons ?? []) {
      expect(volAnnual).toBeGreaterThan(0.1);
      expect(vol90?.lower).toBeLessThan(vol50?.lower as number);
      expect(vol90?.upper).toBeGreaterThan(vol50?.upper as number);
      expect(return90?.lower).toBeLessThan(return50?.lower as number);
      expect(return90?.upper).toBeGreaterThan(return50?.upper as number);
    }
    expect(bitcoin?.turbulenceProbability).toBeGreaterThan(0);
    expect(['calm', 'turbulent']).toContain(bitcoin?.regime);
    expect(['up', 'down', 'sideways']).toContain(bitcoin?.trend);
  });

  it('are given for any horizon from 1 to 30 days', async () => {
    const world = await createApiWorld({ market: learnableMarket });
    const at = async (days: number) => {
      const path = `${forecasts}?horizonDays=${days}`;
      const { assets } = await jsonIn<Forecasts>(world.request('viewer', 'GET', path));
      expect(assets[0]?.horizons).toHaveLength(1);
      return assets[0]?.horizons[0];
    };
    const [first, third, seventh] = [await at(1), await at(3), await at(7)];
    expect(third?.horizonDays).toBe(3);
    // A line in the log of the days, in logs of variances.
    const share = Math.log(3) / Math.log(7);
    const between =
      (first?.volAnnual as number) ** (1 - share) * (seventh?.volAnnual as number) ** share;
    expect(third?.volAnnual).toBeCloseTo(between, 12);
  });

  it.each(['0', '31', '2.5', 'x', ''])('of %j days are refused', async (days) => {
    const { request } = await createApiWorld();
    const path = `${forecasts}?horizonDays=${days}`;
    const refusal = await problemIn(await request('viewer', 'GET', path));
    expect(refusal).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
    expect(refusal.detail).toContain('horizonDays');
  });

  it('of a horizon under another name are refused', async () => {
    const { request } = await createApiWorld();
    const refusal = await problemIn(await request('viewer', 'GET', `${forecasts}?horizon=7`));
    expect(refusal.detail).toBe('query parameter horizon is not known');
  });

  it('are those of a pooled HAR without a promoted model, and say why', async () => {
    const world = await createApiWorld({ market: learnableMarket });
    const found = await jsonIn<Forecasts>(world.request('viewer', 'GET', forecasts));
    expect(found).toMatchObject({ model: 'pooled-har', name: null });
    expect(found.cause).toContain('no model is promoted');
    expect(found.assets[0]?.horizons[0]?.vol90).not.toBeNull();
  });

  it('are an EWMA without ranges where days are too few, and nothing where there are hardly any', async () => {
    const few = await createApiWorld({ market: marketOfCandles(forecastCandles(60)) });
    const ewma = await jsonIn<Forecasts>(few.request('viewer', 'GET', forecasts));
    expect(ewma).toMatchObject({ model: 'ewma60', name: null });
    expect(ewma.cause).toContain('60 days of history');
    expect(ewma.assets[0]).toMatchObject({
      regime: null,
      turbulenceProbability: null,
      trend: null,
    });
    expect(ewma.assets[0]?.realizedVolAnnual).toBeCloseTo(0.47, 1);
    expect(ewma.assets[0]?.horizons[0]).toMatchObject({ vol50: null, vol90: null });
    const none = await createApiWorld();
    const nothing = await jsonIn<Forecasts>(none.request('viewer', 'GET', forecasts));
    expect(nothing).toMatchObject({ model: 'geometry', asOf: null, assets: [] });
    expect(nothing.cause).not.toBeNull();
  });

  it('are none of unfit data, with what is wrong', async () => {
    const issues = [{ code: 'DATA_MISSING', symbol: 'LINK' }] as const;
    const candles = async () => ({ series: [], issues, unfit: true });
    const world = await createApiWorld({ market: { ...learnableMarket, candles } });
    const found = await jsonIn<Forecasts>(world.request('viewer', 'GET', forecasts));
    expect(found).toMatchObject({ model: 'geometry', cause: 'there are no candles for LINK' });
  });
});

describe('correlations', () => {
  it('stand in the order of clusters, with the groups that move together', async () => {
    const world = await createApiWorld({ market: learnableMarket });
    const found = await jsonIn<Correlations>(world.request('viewer', 'GET', correlations));
    const group = found.groups[0] ?? [];
    expect(group.toSorted()).toEqual(['BTC', 'ETH']);
    expect(found.symbols.filter((symbol) => group.includes(symbol))).toEqual(group);
    const at = (one: string, other: string) =>
      found.matrix[found.symbols.indexOf(one)]?.[found.symbols.indexOf(other)] as number;
    expect(at('BTC', 'BTC')).toBe(1);
    expect(at('BTC', 'ETH')).toBeCloseTo(0.95, 1);
    expect(Math.abs(at('BTC', 'LINK'))).toBeLessThan(0.2);
    const pairs = at('BTC', 'ETH') + at('BTC', 'LINK') + at('ETH', 'LINK');
    expect(found.meanCorrelation).toBeCloseTo(pairs / 3, 12);
    // Two of three at ρ move as 1 + ρ, the third apart.
    expect(found.absorptionRatio).toBeCloseTo((1 + at('BTC', 'ETH')) / 3, 2);
    // .3 and .3 of what moves as one, .1 of another: about .7/√(.6² + .1²).
    expect(found.diversificationRatio).toBeCloseTo(0.7 / Math.sqrt(0.37), 1);
    // 300 days have no year before them.
    expect(found.meanCorrelationYearAgo).toBeNull();
  });

  it('are none where nothing is forecast', async () => {
    const { request } = await createApiWorld();
    const found = await jsonIn<Correlations>(request('viewer', 'GET', correlations));
    expect(found).toMatchObject({
      ...{ model: 'geometry', symbols: [], matrix: [], groups: [] },
      ...{ meanCorrelation: null, absorptionRatio: null, diversificationRatio: null },
    });
  });
});
