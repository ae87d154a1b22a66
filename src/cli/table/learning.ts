/** The commands of the learning module. */
import type { CommandEntry, Option } from '../command.ts';
import { inputsOption, modelsOption } from './models.ts';
import { universeOption } from './targets.ts';

const times = 'YYYY-MM-DD, ISO 8601 or epoch ms, UTC';

const networksOption: Option = {
  name: 'networks',
  description:
    'Trains the networks of the champion at the start of each year, some ten seconds each; else those of the promoted model serve from the end of their training on.',
};

export const learningCommands: readonly CommandEntry[] = [
  {
    name: 'evaluate',
    summary: 'every forecast model beside every baseline, on days that it had not seen',
    description: [
      'Walks all models forward over the days from --from to --to: a forecast at the close of each day, refitted at the first close of each month, on nothing that was not known then. All candle files of the folder take part, and all history before --from teaches.',
      'Compares the variances by QLIKE with the autoregression in logs of each asset (har-log), and the covariances of the next day by likelihood with CM-IEWMA. The model called champion is what the product uses.',
    ],
    parameters: [],
    options: [
      {
        name: 'data',
        value: 'DIR',
        required: true,
        description: 'A folder with SYMBOL.csv files, of hourly, shorter or daily bars.',
      },
      {
        name: 'from',
        value: 'T',
        required: true,
        description: `The first forecast is at the first close of a day from then on: ${times}.`,
      },
      {
        name: 'to',
        value: 'T',
        required: true,
        description: 'No forecast is made from then on; later candles only tell what came.',
      },
      {
        name: 'horizon',
        value: '1d|7d|30d',
        description:
          'How far variances are forecast; a day of a market with sessions is a session.',
        fallback: '1d',
      },
      {
        name: 'daily',
        description:
          'Joins shorter bars to daily ones first, to see what is lost where only those are known.',
      },
      {
        name: 'leave-out',
        value: 'SYMBOL|all',
        description:
          'Also forecasts the asset, or each in turn, by a champion that learnt from the others only: champion-unseen.',
      },
      inputsOption,
      networksOption,
      modelsOption,
      {
        name: 'forecasts',
        value: 'FILE.csv',
        description: 'Writes every forecast of variance, and what was realised.',
      },
      {
        name: 'covariances',
        value: 'FILE.ndjson',
        description: 'Writes every forecast of covariance, one JSON a line.',
      },
    ],
    examples: [
      {
        line: 'bin/ballast evaluate --data data/candles --from 2023-01-01 --to 2024-01-01',
        says: 'A year, one day ahead.',
      },
      {
        line: 'bin/ballast evaluate --data data/candles --from 2023-01-01 --to 2024-01-01 --horizon 7d --json --forecasts forecasts.csv --covariances covariances.ndjson',
        says: 'A week ahead, with all that the figures can be recomputed from.',
      },
      {
        line: 'bin/ballast evaluate --data data/candles --from 2023-01-01 --to 2024-01-01 --leave-out all',
        says: 'What is lost for assets that were never learnt from.',
      },
    ],
    exits: [5],
    load: () => import('../commands/evaluate.ts'),
  },
  {
    name: 'suggest',
    summary: 'other targets that spread risk better, with the numbers before and after',
    description: [
      'Forecasts how the assets of the portfolio and the candidates move with each other at the last close of a day, finds held assets that move in lockstep, and looks for weight that should leave them: each target moves by 5 percentage points at most, volatility does not rise, and what is best for its turnover and cost comes first. A suggestion of two or three moves contains the one before it. Where most of what is invested is turbulent, it also suggests to take some risk off, into cash.',
      'What does not have a lower forecast risk than 95 % of 200 random swaps of the same turnover is not suggested. Each suggestion comes with the line of the configuration that would adopt it. Nothing is changed: `targets propose` makes a change of targets of one that is suggested on the venue, and people approve it.',
      'With --data and --at it looks at recorded candles as they were at that time: a pure function of configuration, files and the promoted model (if its training had ended by then). Without them it looks at the venue of the configuration, from the targets in force.',
    ],
    parameters: [],
    options: [
      {
        name: 'data',
        value: 'DIR',
        description:
          'A folder with SYMBOL.csv files, those of the portfolio among them; needs --at.',
      },
      { name: 'at', value: 'T', description: `The time of the look: ${times}; needs --data.` },
      universeOption,
      modelsOption,
    ],
    examples: [
      {
        line: 'bin/ballast suggest',
        says: 'What would spread risk better on the venue of ballast.yaml now.',
      },
      {
        line: 'bin/ballast suggest --data data/candles --at 2023-06-01',
        says: 'What would have spread risk better on 1 June 2023.',
      },
      {
        line: 'bin/ballast suggest --data data/candles --at 2023-06-01 --universe PAXG,SOL --json',
        says: 'Only with these two, as JSON.',
      },
    ],
    exits: [5],
    load: () => import('../commands/suggest.ts'),
  },
  {
    name: 'worth',
    summary: 'what the champion saves in trading, beside simple forecasts and beside foresight',
    description: [
      'Rebalances portfolios by the region rule under three objectives: with the forecasts of the champion, with the simple forecast (an EWMA of 5, 10, 20 or 60 days) that did best in the time before, which is as long, and with the next seven days known. All are swept, and compared at tracking errors of 1 to 3 % a year.',
      'What is captured is the share of what foresight gains. Intervals hold 90 % of 1,000 draws of quarters. A portfolio in brackets does not count, because foresight gains less than 2 % there.',
    ],
    parameters: [],
    options: [
      {
        name: 'data',
        value: 'DIR',
        required: true,
        description: 'A folder with SYMBOL.csv files; all of them teach.',
      },
      { name: 'from', value: 'T', required: true, description: `Open of the first bar: ${times}.` },
      { name: 'to', value: 'T', required: true, description: 'End, itself left out.' },
      {
        name: 'portfolios',
        value: 'A.yaml,B.yaml,…',
        description: 'Configurations of the portfolios.',
        fallback:
          'that of --config, else five of six assets each, dealt from the folder, at 15 bp a trade',
      },
      networksOption,
      modelsOption,
    ],
    examples: [
      {
        line: 'bin/ballast worth --data data/candles --from 2023-01-01 --to 2024-01-01',
        says: 'A year, on portfolios of the assets of the folder.',
      },
      {
        line: 'bin/ballast worth --data data/candles --from 2021-01-01 --to 2023-01-01 --config examples/six-coins.yaml --networks --json',
        says: 'Two years of one portfolio, with networks learnt at the start of each.',
      },
    ],
    exits: [5],
    load: () => import('../commands/worth.ts'),
  },
];
