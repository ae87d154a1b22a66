/** `frontier`: cost against tracking for every policy, swept over its parameter. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { learnedFromFolder } from '../../app/learning/learned-risk.ts';
import { readUniverse } from '../../app/research/research.ts';
import {
  type CurveName,
  type FrontierForecast,
  forecastsCompared,
  frontier,
} from '../../app/targets/frontier.ts';
import { scheduleOfFolder, schedulesByLearned } from '../../app/targets/target-schedule.ts';
import { writeWhole } from '../../app/write-whole.ts';
import { comparedTe } from '../../backtest/cost-at-tracking.ts';
import { sweptPolicies } from '../../backtest/sweep.ts';
import { backtestPool } from '../../compose.ts';
import { settingsOf } from '../../config/settings.ts';
import { tradesCsv } from '../../report/backtest-csv.ts';
import { frontierJson } from '../../report/frontier-json.ts';
import { frontierPlot } from '../../report/frontier-plot.ts';
import { frontierText } from '../../report/text-frontier.ts';
import { answer } from '../answers.ts';
import { conductOf, universeGiven } from '../backtest-conduct.ts';
import type { Call, ExitCode } from '../command.ts';
import { loadedConfig } from '../configured.ts';
import { folderGiven } from '../folder.ts';
import { modelsOf } from '../models-folder.ts';
import { periodGiven } from '../moment.ts';
import { listGiven, routed } from '../sweep-options.ts';

const initialNav = 100_000;

export async function run(call: Call): Promise<ExitCode> {
  const range = periodGiven(call);
  const policies = listGiven(call, 'policies', {
    known: sweptPolicies,
    fallback: sweptPolicies,
  });
  const forecasts = listGiven(call, 'forecasts', {
    known: forecastsCompared,
    fallback: ['ewma60'],
  }) as readonly FrontierForecast[];
  const configured = settingsOf(loadedConfig(call), 'backtest');
  const settings = routed(call, configured.settings);
  const kind = universeGiven(call, settings.portfolio);
  const directory = folderGiven(call.text('data') ?? '', '--data');
  const plot = call.text('plot');
  if (plot !== undefined) folderGiven(dirname(plot), 'the folder of --plot');
  const tradesFolder = call.text('trades-dir');
  if (tradesFolder !== undefined) mkdirSync(tradesFolder, { recursive: true });
  const universe = await readUniverse({ directory, settings, kind }, range);
  const conduct = await conductOf({ ...configured, settings }, directory);
  const isChampionWanted = forecasts.includes('champion') || schedulesByLearned(settings);
  const learned = isChampionWanted
    ? await learnedFromFolder({
        ...{ directory, settings, ...range, signal: call.signal },
        models: modelsOf(call),
      })
    : undefined;
  const schedule = await scheduleOfFolder({
    ...{ directory, settings, universe, kind, learned, to: range.to },
  });
  const pool = backtestPool({ universe, initialNav, start: 'targets', conduct, learned, schedule });
  const onTrades =
    tradesFolder === undefined
      ? {}
      : {
          onTrades: (name: CurveName, parameter: number, trades: Parameters<typeof tradesCsv>[0]) =>
            writeWhole(join(tradesFolder, fileOf(name, parameter)), tradesCsv(trades)),
        };
  try {
    const curves = await frontier(pool, {
      ...{ settings, policies, forecasts, signal: call.signal },
      onPoint: (done) => {
        if (done % 24 === 0) call.say(`${done} backtests done`);
      },
      ...onTrades,
    });
    if (plot !== undefined) {
      const title = `${settings.portfolio.name}: cost against tracking`;
      await writeWhole(plot, frontierPlot(curves, title));
      call.say(`plot written to ${plot}`);
    }
    answer(call, {
      json: () => frontierJson(curves),
      text: () => frontierText(curves, comparedTe),
    });
  } finally {
    await pool.close();
  }
  return 0;
}

function fileOf({ policy, forecast }: CurveName, parameter: number): string {
  return `${policy}${forecast === null ? '' : `__${forecast}`}__${parameter}.csv`;
}
