/** The chain champion, pooled HAR, ewma60, geometry: which of them forecasts, and why none before it. */
import { describe, expect, it } from 'vitest';
import { createLearner, type LearnedDay } from '../../src/app/learning/learned-day.ts';
import { recipeOf } from '../../src/learning/stored/stored-model.ts';
import { champion } from '../../src/learning/variance/variance-models.ts';
import { walkForward } from '../../src/learning/variance/walk-forward.ts';
import { type Candles, slice } from '../../src/market/candles.ts';
import { forecastAt } from '../support/daily-panels.ts';
import {
  folderWithModel,
  type ModelFolder,
  modelFolder,
  shiftedBy,
} from '../support/model-folder.ts';
import { storedModel } from '../support/models.ts';
import { candlesOf, dayMs, randomCloses } from '../support/panels.ts';
import { asOf, type Changes, configuredWith, marketOf } from '../support/settings.ts';

const region = { 'policy.kind': 'risk-aware', 'forecast.model': 'champion' };
/** They begin after the training of the stored models of tests, which ends with 27 October 2022. */
const long = marketOf({ days: 210 });

function learn(
  folder: Pick<ModelFolder, 'models'>,
  series: readonly Candles[] = long,
  changes: Changes = {},
) {
  return createLearner(folder.models).learn(
    configuredWith({ ...region, ...changes }).settings,
    series,
  );
}

/** Errors: when nothing was learnt. */
async function dayOf(...given: Parameters<typeof learn>): Promise<LearnedDay> {
  const day = await learn(...given);
  if (!('model' in day)) throw new Error(day.cause);
  return day;
}

/** The last bars of one series. */
function withShort(symbol: string, bars: number): readonly Candles[] {
  return long.map((candles) =>
    candles.symbol === symbol
      ? slice(candles, candles.openTime.length - bars, candles.openTime.length)
      : candles,
  );
}

describe('the promoted model', () => {
  it('forecasts with its weights as they are, assets that it never saw too', async () => {
    const folder = await folderWithModel();
    const { model, name, learntTo, cause, data, forecasts, risk } = await dayOf(folder);
    expect({ model, name, cause }).toEqual({
      ...{ model: 'champion', name: folder.name(), cause: null },
    });
    expect(learntTo).toBe(Date.UTC(2022, 9, 28));
    const last = data.panel.days - 1;
    expect(storedModel().symbols).not.toContain('BTC');
    expect([...forecasts.slice(9 * last)]).toEqual(
      forecastAt(data.panel, recipeOf(storedModel()), last),
    );
    expect(risk.closeTime.at(-1)).toBe(asOf);
  });

  it('does not forecast the days that it learnt from: there its members learn anew', async () => {
    const to = asOf - 30 * dayMs;
    const own = await dayOf(await folderWithModel({ to }));
    const shifted = await dayOf(await folderWithModel({ to, ...shiftedBy(0.5) }));
    const { panel } = own.data;
    const row = panel.closeTime.indexOf(to);
    const options = { recipes: [champion], from: 120, to: row, refitEvery: 'month' } as const;
    const anew = walkForward(panel, options).models[0]?.forecasts.slice(0, 9 * row);
    expect(own.forecasts.slice(0, 9 * row)).toEqual(anew);
    expect(shifted.forecasts.slice(0, 9 * row)).toEqual(anew);
    own.forecasts.slice(9 * row).forEach((value, at) => {
      expect(shifted.forecasts[9 * row + at]).toBeCloseTo(value + 0.5, 12);
    });
  });

  it('looks at the last thousand days, however long the candles are', async () => {
    const closes = randomCloses(
      5,
      Array.from({ length: 1_300 }, () => 0.03),
    );
    const options = { start: asOf - 1_300 * dayMs, intervalMs: dayMs };
    const { data } = await dayOf(await folderWithModel(), [candlesOf('BTC', closes, options)]);
    expect(data.panel.days).toBe(1_000);
    expect(data.panel.closeTime.at(-1)).toBe(asOf);
  });

  it('forecasts an asset of five days by its class and an EWMA of its own', async () => {
    const day = await dayOf(await folderWithModel(), withShort('SOL', 120));
    expect(day.model).toBe('champion');
    expect([...day.forecasts.slice(-3)].every(Number.isFinite)).toBe(true);
    // From Monday to Friday: that it has met no weekend does not make it a market with sessions.
    const friday = long.map((candles) => slice(candles, 0, candles.openTime.length - 5 * 24));
    const five = friday.map((candles) =>
      candles.symbol === 'SOL'
        ? slice(candles, candles.openTime.length - 120, candles.openTime.length)
        : candles,
    );
    expect((await dayOf(await folderWithModel(), five)).data.panel.sessions).toBe(false);
  });
});

describe('a pooled HAR stands in', () => {
  type Damage = (folder: ModelFolder) => Promise<void> | void;
  const damages: readonly [string, Damage, string][] = [
    ['without a model', () => {}, 'no model is promoted for markets that never close'],
    [
      'for weights that are not those that were written',
      async (folder) => {
        await folder.promote();
        folder.rewrite('weights.bin', (text) => `${text}x`);
      },
      'the SHA-256 of the weights must be',
    ],
    [
      'for a model of other features',
      async (folder) => {
        await folder.promote();
        folder.rewrite('card.json', (text) => text.replace('"version": 1', '"version": 2'));
      },
      'a model must read features of version 1',
    ],
    [
      'for a weight that is no number',
      (folder) => folder.promote({ smearing: Float64Array.of(0, Number.NaN, 0) }),
      'weights must be finite, number',
    ],
    [
      'for a model of the other class',
      (folder) => folder.promote({ sessions: true }, false),
      'NAME learnt on markets with sessions',
    ],
    [
      'for one that knows days after these candles',
      (folder) => folder.promote({ to: asOf + dayMs }),
      'NAME learnt up to 2023-06-01, after the end of these candles',
    ],
    [
      'for one whose variances are absurd',
      (folder) => folder.promote(shiftedBy(5)),
      'times the variance of pooled-har for BTC, outside the guard of 10',
    ],
  ];

  it.each(damages)('%s', async (_, damage, cause) => {
    const folder = await modelFolder();
    await damage(folder);
    const day = await dayOf(folder);
    expect(day).toMatchObject({ model: 'pooled-har', name: null, learntTo: null });
    expect(day.cause).toContain(cause.replace('NAME', folder.name()));
    expect(day.risk.covariance.at(-1)).toBeGreaterThan(0);
  });

  it('setting: forecast.modelMaxAgeDays is for how long the weights count', async () => {
    // 28 October to 1 June are 216 days.
    const folder = await folderWithModel();
    const on = async (modelMaxAgeDays: number) =>
      dayOf(folder, long, { 'forecast.modelMaxAgeDays': modelMaxAgeDays });
    expect(await on(216)).toMatchObject({ model: 'champion', cause: null });
    expect(await on(215)).toMatchObject({
      model: 'pooled-har',
      cause: `${folder.name()} learnt up to 2022-10-27, 216 days ago, at most 215 are allowed`,
    });
  });

  it('is walked forward: what came later does not change a forecast', async () => {
    const whole = await dayOf(await modelFolder());
    const cut = long.map((candles) => slice(candles, 0, candles.openTime.length - 20 * 24));
    const part = await dayOf(await modelFolder(), cut);
    expect(whole.forecasts.slice(0, part.forecasts.length)).toEqual(part.forecasts);
  });
});

describe('nothing is learnt', () => {
  it.each<[string, readonly Candles[], string]>([
    [
      'of few days without a model',
      marketOf({ days: 100 }),
      'no model is promoted for markets that never close; pooled-har has 100 days of history, more than 120 are needed',
    ],
    [
      'before a day has closed',
      marketOf({ days: 1 }).map((candles) => slice(candles, 0, 5)),
      'no day has closed yet',
    ],
  ])('%s', async (_, series, cause) => {
    expect(await learn(await modelFolder(), series)).toEqual({
      cause: expect.stringContaining(cause),
    });
  });

  it('of less than 20 days, with a model either', async () => {
    const folder = await folderWithModel();
    const cause = `${folder.name()} needs 20 days of history, there are 12; pooled-har has 12 days of history, more than 120 are needed`;
    expect(await learn(folder, marketOf({ days: 12 }))).toEqual({ cause });
  });

  it('of assets of both classes', async () => {
    const days = Array.from({ length: 300 }, (_, day) => asOf - (300 - day) * dayMs);
    const openTimes = days.filter((time) => ![0, 6].includes(new Date(time).getUTCDay()));
    const closes = randomCloses(
      9,
      openTimes.map(() => 0.01),
    );
    const fund = candlesOf('SPY', closes, { openTimes, intervalMs: dayMs });
    expect(await learn(await folderWithModel(), [...long, fund])).toEqual({
      cause: expect.stringContaining('the assets must all trade on weekends or none'),
    });
  });
});

describe('a day', () => {
  const { settings } = configuredWith(region);
  /** The same days, and so many hours of the next. */
  const later = (hours: number): readonly Candles[] => {
    const bars = marketOf({ days: 203 });
    return bars.map((candles) => slice(candles, 0, 24 * 200 + hours));
  };

  it('is learnt once, whoever asks and at whatever hour', async () => {
    const { learn: look } = createLearner((await folderWithModel()).models);
    const [first, beside] = await Promise.all([look(settings, later(0)), look(settings, later(0))]);
    expect(beside).toBe(first);
    expect(await look(settings, later(7))).toBe(first);
    expect(await look(settings, later(23))).toBe(first);
    expect(await look(settings, later(24))).not.toBe(first);
  });

  it('is learnt anew for other candles, horizons and models', async () => {
    const folder = await folderWithModel();
    const { learn: look } = createLearner(folder.models);
    const first = await look(settings, long);
    const changed = long.map((candles, i) =>
      i === 0
        ? { ...candles, close: candles.close.with(10, 1.01 * (candles.close[10] as number)) }
        : candles,
    );
    expect(await look(settings, changed)).not.toBe(first);
    const again = await look(settings, long);
    expect(again).toEqual(first);
    const month = { ...settings, forecast: { ...settings.forecast, horizonDays: 30 } };
    expect(await look(month, long)).not.toBe(again);
    await folder.promote(shiftedBy(0.5));
    expect(await look(settings, long)).toMatchObject({ name: folder.name() });
  });
});
