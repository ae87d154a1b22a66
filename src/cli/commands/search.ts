/** `search`: the cheapest policy and parameter at a tracking error, chosen on the past and judged by the period after it. */
import { learnedFromFolder } from '../../app/learning/learned-risk.ts';
import { readUniverse } from '../../app/research/research.ts';
import { search } from '../../app/research/search.ts';
import { scheduleOfFolder } from '../../app/targets/target-schedule.ts';
import { sweptPolicies } from '../../backtest/sweep.ts';
import { backtestPool } from '../../compose.ts';
import { settingsOf } from '../../config/settings.ts';
import { searchJson } from '../../report/search-json.ts';
import { searchText } from '../../report/text-search.ts';
import { answer } from '../answers.ts';
import { conductOf, universeGiven } from '../backtest-conduct.ts';
import type { Call, ExitCode } from '../command.ts';
import { loadedConfig } from '../configured.ts';
import { folderGiven } from '../folder.ts';
import { modelsOf } from '../models-folder.ts';
import { periodGiven } from '../moment.ts';
import { listGiven, numberGiven, routed } from '../sweep-options.ts';

const initialNav = 100_000;
const usualPolicies = ['threshold', 'threshold-relative', 'geometry', 'risk-aware'];
/** Backtests between two words on how far it is. */
const wordsEvery = 100;

export async function run(call: Call): Promise<ExitCode> {
  const range = periodGiven(call);
  const policies = listGiven(call, 'policies', { known: sweptPolicies, fallback: usualPolicies });
  const goalTePct = numberGiven(call, 'te', { least: 0.1, most: 50, fallback: 1.5 });
  const days = {
    training: numberGiven(call, 'train-days', { least: 90, most: 3_650, fallback: 365 }),
    next: numberGiven(call, 'test-days', { least: 7, most: 3_650, fallback: 91 }),
  };
  const configured = settingsOf(loadedConfig(call), 'backtest');
  const settings = routed(call, configured.settings);
  const kind = universeGiven(call, settings.portfolio);
  const directory = folderGiven(call.text('data') ?? '', '--data');
  const universe = await readUniverse({ directory, settings, kind }, range);
  const conduct = await conductOf({ ...configured, settings }, directory);
  // Without it the champion would be stood in for, and nobody told.
  const learned =
    settings.forecast.model === 'champion'
      ? await learnedFromFolder({
          ...{ directory, settings, ...range, signal: call.signal },
          models: modelsOf(call),
        })
      : undefined;
  const schedule = await scheduleOfFolder({
    ...{ directory, settings, universe, kind, learned, to: range.to },
  });
  const ground = { universe, initialNav, start: 'targets', conduct, learned, schedule } as const;
  const pool = backtestPool(ground);
  try {
    const view = await search(pool, {
      ...{ settings, ground, policies, goalTePct, days, to: range.to, signal: call.signal },
      onBacktest: (done, expected) => {
        if (done % wordsEvery === 0) call.say(`${done} of about ${expected} backtests done`);
      },
    });
    answer(call, { json: () => searchJson(view), text: () => searchText(view) });
  } finally {
    await pool.close();
  }
  return 0;
}
