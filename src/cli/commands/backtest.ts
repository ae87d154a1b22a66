/** `backtest`: one policy on recorded candles, beside all benchmarks. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { candleOrigin } from '../../app/candles/candle-origin.ts';
import { type BacktestReport, backtestReport, type Initial } from '../../app/research/research.ts';
import { ConfigError, invariant } from '../../base/errors.ts';
import { settingsOf } from '../../config/settings.ts';
import type { PortfolioSettings } from '../../plan/settings.ts';
import { equityCsv, tradesCsv } from '../../report/backtest-csv.ts';
import { backtestJson } from '../../report/backtest-json.ts';
import { backtestText } from '../../report/text-backtest.ts';
import { answer } from '../answers.ts';
import { conductOf, universeGiven } from '../backtest-conduct.ts';
import { backtestConfig } from '../backtest-config.ts';
import type { Call, ExitCode } from '../command.ts';
import { type FileOption, fileGiven, writeGiven } from '../file-option.ts';
import { folderGiven } from '../folder.ts';
import { periodGiven } from '../moment.ts';

const initialNav = 100_000;

export async function run(call: Call): Promise<ExitCode> {
  const { from, to } = periodGiven(call);
  const files = filesToWrite(call);
  const directory = folderGiven(call.text('data') ?? '', '--data');
  const configured = settingsOf(backtestConfig(call), 'backtest');
  const { settings } = configured;
  const kind = universeGiven(call, settings.portfolio);
  const conduct = await conductOf(configured, directory);
  const initial = initialOf(call, settings.portfolio);
  const { signal } = call;
  const sheet = sheetToWrite(call, files);
  const wantsDetail = sheet !== null;
  const request = {
    ...{ directory, from, to, settings, conduct, kind, initial },
    ...{ wantsDetail, signal },
    // Loaded only for the champion: any other backtest starts sooner.
    openModels: async () => (await import('../models-folder.ts')).modelsOf(call),
  };
  const report = await backtestReport(request);
  const { symbols } = settings.portfolio;
  for (const { option, path } of files) {
    const isTrades = option === 'trades';
    const text = isTrades ? tradesCsv(report.trades) : equityCsv({ ...report, symbols });
    await writeGiven({ option, path }, text);
    call.say(`${option} written to ${path}`);
  }
  if (sheet !== null) await writeSheet(call, sheet, { report, directory });
  answer(call, { json: () => backtestJson(report), text: () => backtestText(report) });
  return 0;
}

function filesToWrite(call: Call): readonly FileOption[] {
  return ['trades', 'equity'].flatMap((option) => fileGiven(call, option) ?? []);
}

/** The path of the tear sheet without its ending; the figures and the equity go beside it. */
function sheetToWrite(call: Call, others: readonly FileOption[]): string | null {
  const path = fileGiven(call, 'report')?.path;
  if (path === undefined) return null;
  if (!path.endsWith('.html')) throw new ConfigError(`--report must end in .html, was ${path}`);
  const stem = path.slice(0, -'.html'.length);
  const taken = others.find((other) =>
    sheetEndings.some((ending) => resolve(other.path) === resolve(stem + ending)),
  );
  if (taken !== undefined) {
    throw new ConfigError(
      `--${taken.option} ${taken.path} is a file that --report ${path} writes; name another`,
    );
  }
  return stem;
}

const sheetEndings = ['.html', '.json', '.csv'] as const;

/** Loaded only here: a backtest without a sheet starts sooner. */
async function writeSheet(
  call: Call,
  stem: string,
  { report, directory }: { report: BacktestReport; directory: string },
): Promise<void> {
  const { detail } = report;
  invariant(detail !== null, 'a tear sheet must have been recorded');
  const { tearSheetFiles } = await import('../../report/tear-sheet-files.ts');
  const files = tearSheetFiles({ ...report, detail, source: await candleOrigin(directory) });
  for (const ending of sheetEndings) {
    await writeGiven({ option: 'report', path: stem + ending }, files[ending]);
  }
  call.say(`report written to ${sheetEndings.map((ending) => stem + ending).join(', ')}`);
}

function initialOf(call: Call, portfolio: PortfolioSettings): Initial {
  const text = call.text('initial');
  if (text === undefined) return { kind: 'targets', nav: initialNav };
  if (text === 'cash') return { kind: 'cash', nav: initialNav };
  return { kind: 'holdings', units: readUnits(text, portfolio) };
}

function readUnits(
  file: string,
  { symbols, quote, leverage }: PortfolioSettings,
): Readonly<Record<string, number>> {
  const units = readJson(file);
  if (typeof units !== 'object' || units === null || Array.isArray(units)) {
    throw new ConfigError(`--initial ${file} must hold {"ASSET": units, …}`);
  }
  const least = leverage === undefined ? 0 : Number.NEGATIVE_INFINITY;
  const entries = Object.entries(units).map(([asset, value]): [string, number] => {
    if (asset !== quote && !symbols.includes(asset)) {
      throw new ConfigError(`--initial ${file}: ${asset} is not of the portfolio`);
    }
    const isNumber = typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(String(value));
    if (!isNumber || !(Number(value) >= least)) {
      throw new ConfigError(`--initial ${file}: ${asset} must be units held, was ${value}`);
    }
    return [asset, Number(value)];
  });
  return Object.fromEntries(entries);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const why = (cause as Error).message;
    throw new ConfigError(`--initial must be cash or a JSON file, was ${file}: ${why}`, { cause });
  }
}
