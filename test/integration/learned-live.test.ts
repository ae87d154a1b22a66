/** Recommendations of the learner: which forecast they go by and say so, and that they come out the same from the record alone. */
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { createLearner } from '../../src/app/learning/learned-day.ts';
import { learnedNow } from '../../src/app/learning/learned-now.ts';
import { propose } from '../../src/app/plans/propose.ts';
import { replay } from '../../src/app/plans/replay.ts';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import { fileWorkspace } from '../../src/compose.ts';
import { type Candles, slice } from '../../src/market/candles.ts';
import type { RecordedLearning } from '../../src/plan/inputs.ts';
import { recommend } from '../../src/plan/recommend.ts';
import { writeCandles } from '../support/cli-candles.ts';
import { emptyFolder } from '../support/market-files.ts';
import {
  folderWithModel,
  type ModelFolder,
  modelFolder,
  shiftedBy,
} from '../support/model-folder.ts';
import { dayMs } from '../support/panels.ts';
import {
  asOf,
  codesOf,
  configuredWith,
  inputsWith,
  marketOf,
  recommendWith,
} from '../support/settings.ts';

const region = { 'policy.kind': 'risk-aware', 'forecast.model': 'champion' };
const long = marketOf({ days: 200, stormyDays: 5, multiple: 3 });
const shortOne = long.map((candles) =>
  candles.symbol === 'SOL' ? slice(candles, 195 * 24, 200 * 24) : candles,
);

/** What a look with these models records, sent through JSON as a store does. */
async function recordedBy(
  { models }: Pick<ModelFolder, 'models'>,
  series: readonly Candles[] = long,
): Promise<RecordedLearning> {
  const { settings } = configuredWith(region);
  const { recorded } = await learnedNow({ settings, learner: createLearner(models) }, series);
  return JSON.parse(JSON.stringify(recorded));
}

describe('a recommendation of the champion', () => {
  it('records what it said of the last closes of days, and nothing is to be said of it', async () => {
    const folder = await folderWithModel();
    const learned = await recordedBy(folder);
    expect(learned).toMatchObject({ model: 'champion', name: folder.name(), cause: null });
    if (!('closeTime' in learned)) throw new Error(learned.cause);
    expect(learned.closeTime).toEqual([asOf - 2 * dayMs, asOf - dayMs, asOf]);
    expect(learned.covariance).toHaveLength(27);
    const made = recommendWith(region, { learned }, long);
    expect(made.forecast.model).toBe('champion');
    expect(codesOf(made)).not.toContain('FORECAST_FALLBACK');
    const plain = recommendWith({ ...region, 'forecast.model': 'ewma60' }, {}, long);
    expect(made.assets[0]?.volAnnual).not.toBeCloseTo(plain.assets[0]?.volAnnual ?? 0, 2);
  });

  it('has other thresholds by another champion', async () => {
    const folder = await folderWithModel();
    const calm = recommendWith(region, { learned: await recordedBy(folder) }, long);
    await folder.promote(shiftedBy(1));
    const wild = recommendWith(region, { learned: await recordedBy(folder) }, long);
    // Variances are e times as large, volatilities √e times.
    wild.assets.forEach(({ volAnnual, lower, upper }, i) => {
      const before = calm.assets[i];
      expect(volAnnual).toBeCloseTo(Math.sqrt(Math.E) * (before?.volAnnual ?? 0), 12);
      expect([lower, upper]).not.toEqual([before?.lower, before?.upper]);
    });
    expect(wild.snapshotHash).not.toBe(calm.snapshotHash);
  });
});

describe('a recommendation of what stands in', () => {
  it.each<[string, readonly Candles[], string]>([
    ['pooled-har', long, 'no model is promoted for markets that never close'],
    ['ewma60', marketOf({ days: 100 }), 'pooled-har has 100 days of history'],
    ['geometry', shortOne, 'ewma60 has 120 bars, 168 are needed'],
  ])('says that it is %s, and why', async (used, series, cause) => {
    const learned = await recordedBy(await modelFolder(), series);
    const made = recommendWith(region, { learned }, series);
    expect(made.forecast.model).toBe(used);
    expect(made.reasons).toContainEqual({
      ...{ code: 'FORECAST_FALLBACK', wanted: 'champion', used },
      cause: expect.stringContaining(cause),
    });
  });

  it('says so too where there is a champion, but too few bars to decide on', async () => {
    const learned = await recordedBy(await folderWithModel(), shortOne);
    expect(learned.model).toBe('champion');
    const made = recommendWith(region, { learned }, shortOne);
    expect(made.forecast.model).toBe('geometry');
    expect(made.reasons).toContainEqual({
      ...{ code: 'FORECAST_FALLBACK', wanted: 'champion', used: 'geometry' },
      cause: 'ewma60 has 120 bars, 168 are needed by the end of a day',
    });
  });
});

describe('a recommendation computed again', () => {
  /** Of files up to a time, with a model in the folder. */
  async function proposed(folder: ModelFolder, at: number) {
    const store = await createSqliteStore({ file: ':memory:' });
    const { settings, autonomy, rails, initialHoldings: holdings } = configuredWith(region);
    const directory = writeCandles(await emptyFolder(), long);
    const { models } = folder;
    const options = { store, models, settings, autonomy, rails, holdings, directory, at };
    const record = await propose(fileWorkspace(options), { proposer: 'system' });
    return { store, ...record };
  }

  it('is the same byte for byte when the model is gone', async () => {
    const folder = await folderWithModel();
    const { store, recommendation, inputs } = await proposed(folder, asOf);
    expect(recommendation.forecast.model).toBe('champion');
    rmSync(folder.root, { recursive: true });
    const again = await replay(store, recommendation.id);
    expect(again?.same).toBe(true);
    expect(canonicalJson(again?.recomputed as never)).toBe(canonicalJson(recommendation as never));
    expect(inputs).toMatchObject({ learned: { name: folder.name() } });
  });

  it('does without a model that learnt from later days', async () => {
    const folder = await folderWithModel({ to: asOf - 10 * dayMs });
    const { recommendation } = await proposed(folder, asOf - 20 * dayMs);
    expect(recommendation.forecast.model).toBe('pooled-har');
    expect(recommendation.reasons).toContainEqual({
      ...{ code: 'FORECAST_FALLBACK', wanted: 'champion', used: 'pooled-har' },
      cause: `${folder.name()} learnt up to 2023-05-21, after the end of these candles`,
    });
  });

  it('learns nothing where an asset of the portfolio has no candles', async () => {
    const store = await createSqliteStore({ file: ':memory:' });
    const { settings, autonomy, rails, initialHoldings: holdings } = configuredWith(region);
    const directory = writeCandles(await emptyFolder(), long.slice(0, 2));
    const { models } = await folderWithModel();
    const options = { store, models, settings, autonomy, rails, holdings, directory, at: asOf };
    const { recommendation, inputs } = await propose(fileWorkspace(options), {
      proposer: 'system',
    });
    expect(codesOf(recommendation)).toEqual(['DATA_MISSING']);
    expect(inputs).not.toHaveProperty('learned');
  });

  // Recorded when linear members were learnt anew at each look: no model stands beside what they said.
  it.each<[string, readonly Candles[], string, string | null]>([
    ['champion', long, 'champion', null],
    ['geometry', shortOne, 'champion', null],
    ['ewma60', long, 'few days', 'ewma60'],
    ['geometry', shortOne, 'few days', 'ewma60'],
  ])('of an older record is of %s as it was', async (model, series, said, used) => {
    const { closeTime, covariance } = (await recordedBy(await modelFolder())) as {
      closeTime: number[];
      covariance: number[];
    };
    const learned = said === 'champion' ? { closeTime, covariance } : { cause: said };
    const inputs = JSON.parse(JSON.stringify(inputsWith(region, { learned }, series)));
    const made = recommend(inputs, series);
    expect(made.forecast.model).toBe(model);
    const fallback = made.reasons.find(({ code }) => code === 'FORECAST_FALLBACK');
    expect(fallback?.used ?? null).toBe(used);
  });
});
