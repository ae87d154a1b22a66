/** The champion in backtests: it changes decisions, sees nothing ahead, and can be swept beside other forecasts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnedFromFolder } from '../../src/app/learning/learned-risk.ts';
import { backtestReport } from '../../src/app/research/research.ts';
import { plainConduct } from '../../src/backtest/conduct.ts';
import type { Settings } from '../../src/plan/settings.ts';
import { hourMs, regionRule, settingsWith } from '../support/backtest-worlds.ts';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { folderWithModel, type ModelFolder, modelFolder } from '../support/model-folder.ts';

const days = 420;
const symbols = ['BTC', 'ETH', 'SOL', 'PAXG'] as const;
const { signal } = new AbortController();
const at = (day: number): number => candleStart + day * 24 * hourMs;
const candles = simulatedCandles([...symbols], { bars: days * 24 });
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-learned-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function settingsFor(model: Settings['forecast']['model']): Settings {
  const settings = settingsWith({
    targets: { BTC: 0.4, ETH: 0.25, SOL: 0.15 },
    rule: { ...regionRule, tightness: 0.5 },
  });
  return { ...settings, forecast: { ...settings.forecast, model } };
}

describe('the champion', () => {
  it('setting: forecast.model champion trades on what was learned', {
    timeout: 60_000,
  }, async () => {
    const directory = writeCandles(folder, candles);
    const { models } = await modelFolder();
    const run = (model: Settings['forecast']['model']) =>
      backtestReport({
        ...{ directory, settings: settingsFor(model), conduct: plainConduct, kind: 'common' },
        ...{ from: at(380), to: at(days), initial: { kind: 'targets', nav: 100_000 }, signal },
        openModels: async () => models,
      });
    const [learned, ewma60, ewma5] = [
      await run('champion'),
      await run('ewma60'),
      await run('ewma5'),
    ];
    expect(learned.trades.length).toBeGreaterThan(0);
    expect(learned.trades).not.toEqual(ewma60.trades);
    expect(ewma5.trades).not.toEqual(ewma60.trades);
  });

  it('does not look ahead: changed prices after a day change no covariance up to it', {
    timeout: 60_000,
  }, async () => {
    const until = 400;
    const { models } = await modelFolder();
    const range = { from: at(390), to: at(days) };
    const request = { settings: settingsFor('champion'), ...range, models, signal };
    const known = await learnedFromFolder({ ...request, directory: writeCandles(folder, candles) });
    const changed = candles.map((series) => {
      const values = (column: Float64Array): Float64Array =>
        column.map((value, bar) => (bar >= until * 24 ? 3 * value : value));
      const { open, high, low, close } = series;
      return {
        ...series,
        ...{ open: values(open), high: values(high), low: values(low), close: values(close) },
      };
    });
    const other = await learnedFromFolder({ ...request, directory: writeCandles(folder, changed) });
    const rows = known.closeTime.findIndex((time) => time > at(until)) * 9;
    expect(rows).toBeGreaterThan(9 * 380);
    expect(other.covariance.subarray(0, rows)).toEqual(known.covariance.subarray(0, rows));
    expect(Number.isFinite(known.covariance[rows - 1])).toBe(true);
    expect(other.covariance).not.toEqual(known.covariance);
  });

  it('goes by the networks of the promoted model from the end of their training on, and never before', {
    timeout: 60_000,
  }, async () => {
    const directory = writeCandles(folder, candles);
    const range = { from: at(390), to: at(days) };
    const learnedWith = (models: ModelFolder['models']) =>
      learnedFromFolder({ directory, settings: settingsFor('champion'), ...range, models, signal });
    const withNetworks = await folderWithModel({ to: at(392) });
    const [linear, known] = [
      await learnedWith((await modelFolder()).models),
      await learnedWith(withNetworks.models),
    ];
    // A member that is known from then on takes part from the next refit on: the first close in February.
    const refit = known.closeTime.indexOf(Date.UTC(2023, 1, 1));
    expect(refit).toBeGreaterThan(known.closeTime.indexOf(at(392)));
    const cells = 9;
    const upTo = (risk: typeof known) => risk.covariance.subarray(0, refit * cells);
    expect(upTo(known)).toEqual(upTo(linear));
    expect(known.covariance.subarray(refit * cells)).not.toEqual(
      linear.covariance.subarray(refit * cells),
    );
  });
});
