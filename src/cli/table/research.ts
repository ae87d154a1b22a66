/** The commands that look at recorded candles: backtests, and what parameters they speak for. */
import { forecastsCompared } from '../../app/targets/frontier.ts';
import { sweptPolicies } from '../../backtest/sweep.ts';
import { forecastModels } from '../../plan/settings.ts';
import type { CommandEntry, Option } from '../command.ts';
import { modelsOption } from './models.ts';

const times = 'YYYY-MM-DD, ISO 8601 or epoch ms, UTC';

const universe: Option = {
  name: 'universe',
  value: 'common|listed',
  description:
    'common: the bars that all assets have. listed: assets join with their first bar, and one that ends 24 hours or more before --to is delisted: unsellable, worth nothing.',
  fallback: 'common',
};

const sharedBySweeps: readonly Option[] = [
  {
    name: 'routing',
    value: 'quote|direct',
    description:
      'quote: each asset against the quote only. direct: also the direct markets of the configuration, else each asset against BTC and ETH.',
    fallback: 'as configured',
  },
  {
    name: 'style',
    value: 'taker|maker-first',
    description: 'Instead of execution.style of the configuration.',
  },
  universe,
  modelsOption,
];

const directory = (description: string): Option => ({
  name: 'data',
  value: 'DIR',
  required: true,
  description,
});

export const researchCommands: readonly CommandEntry[] = [
  {
    name: 'backtest',
    summary: 'one policy on recorded candles, beside all benchmarks',
    description: [
      'Runs the policy bar by bar with the code that makes recommendations: a decision at the close of a bar uses closed bars only, and fills at the open of the next. It starts at the target weights, without cost. Bars before --from feed forecasts and are never traded.',
      'Only costs, cash and long-only bind; a cooldown, a cash buffer or smallest orders count only where the configuration names them.',
    ],
    parameters: [],
    options: [
      directory('A folder with SYMBOL.csv files.'),
      { name: 'from', value: 'T', required: true, description: `Open of the first bar: ${times}.` },
      { name: 'to', value: 'T', required: true, description: 'End, itself left out.' },
      {
        name: 'policy',
        value: 'KIND',
        description:
          'Instead of the configured one: risk-aware, geometry, asset-band, threshold, threshold-relative, threshold-half, threshold-edge, five-twenty-five, percentage, calendar.',
      },
      {
        name: 'parameter',
        value: 'X',
        description:
          'The swept parameter of the policy: band or tolerance (3% or 0.03), hours of a calendar, κ of risk-aware and geometry, λ of asset-band.',
      },
      {
        name: 'forecast',
        value: 'MODEL',
        sets: 'forecast.model',
        description: `Instead of the configured one: ${forecastModels.join(', ')}.`,
      },
      modelsOption,
      universe,
      {
        name: 'initial',
        value: 'cash|FILE',
        description:
          'Starts in cash, or with the units of a JSON file such as {"BTC": 1, "USDT": 5000}.',
        fallback: 'a NAV of 100,000 at the target weights',
      },
      { name: 'trades', value: 'FILE', description: 'Writes every fill as CSV.' },
      { name: 'equity', value: 'FILE', description: 'Writes NAV and weights of every bar as CSV.' },
      {
        name: 'report',
        value: 'FILE.html',
        description:
          'Writes the tear sheet, one page that needs no network; beside it all its figures as FILE.json and NAVs and weights by day as FILE.csv.',
      },
    ],
    examples: [
      {
        line: 'bin/ballast backtest --config examples/six-coins.yaml --data data/candles --from 2020-01-01 --to 2023-12-30',
        says: 'The configured policy over four years.',
      },
      {
        line: 'bin/ballast backtest --data data/candles --from 2022-01-01 --to 2023-01-01 --policy threshold --parameter 3%',
        says: 'A fixed band of three percentage points.',
      },
      {
        line: 'bin/ballast backtest --data data/candles --from 2022-01-01 --to 2023-01-01 --json --trades trades.csv',
        says: 'All figures as JSON, and the fills they can be recomputed from.',
      },
      {
        line: 'bin/ballast backtest --data data/candles --from 2022-01-01 --to 2023-01-01 --report sheet.html',
        says: 'A page to look at, with charts, tables and how each figure is computed.',
      },
    ],
    exits: [5],
    load: () => import('../commands/backtest.ts'),
  },
  {
    name: 'frontier',
    summary: 'cost against tracking of every policy, swept over its parameter',
    description: [
      'Runs each policy at 24 values of its parameter and more, until tracking errors from 0.75 to 4 % a year are bracketed, on all cores. Then reads the cost and the events at 1, 1.5, 2 and 3 % from a fitted curve: single points are a lottery.',
      'The forecast foresight-7d knows the next seven days; it shows what a perfect forecast would be worth and is no policy.',
    ],
    parameters: [],
    options: [
      directory('A folder with SYMBOL.csv files.'),
      { name: 'from', value: 'T', required: true, description: `Open of the first bar: ${times}.` },
      { name: 'to', value: 'T', required: true, description: 'End, itself left out.' },
      {
        name: 'policies',
        value: 'A,B,…',
        description: `Of ${sweptPolicies.join(', ')}.`,
        fallback: 'all of them',
      },
      {
        name: 'forecasts',
        value: 'A,B,…',
        description: `For policies that follow one: ${forecastsCompared.join(', ')}.`,
        fallback: 'ewma60',
      },
      ...sharedBySweeps,
      { name: 'trades-dir', value: 'DIR', description: 'Writes the fills of every point as CSV.' },
      { name: 'plot', value: 'FILE', description: 'Draws the curves as an SVG picture.' },
    ],
    examples: [
      {
        line: 'bin/ballast frontier --config examples/six-coins.yaml --data data/candles --from 2020-01-01 --to 2023-12-30',
        says: 'All policies on six coins over four years.',
      },
      {
        line: 'bin/ballast frontier --data data/candles --from 2021-01-01 --to 2023-01-01 --policies threshold,risk-aware --plot frontier.svg',
        says: 'Two of them, with a picture.',
      },
    ],
    exits: [5],
    load: () => import('../commands/frontier.ts'),
  },
  {
    name: 'search',
    summary: 'the cheapest policy at a tracking error, judged by periods it was not chosen on',
    description: [
      'Walks forward: sweeps all policies over a window, chooses the policy and parameter that hold the tracking error at the least cost, runs them over the period that follows, and rolls on by that period. What is reported are the periods after the choices, joined, beside the windows they were chosen on, the policy of the configuration, and the best that could have been chosen knowing all of it.',
      'It says how much of the advantage of the best is expected from having tried many, and warns when the last 30 days of a window were unlike the rest of it.',
    ],
    parameters: [],
    options: [
      directory('A folder with SYMBOL.csv files.'),
      {
        name: 'from',
        value: 'T',
        required: true,
        description: `Open of the first bar of the first window: ${times}.`,
      },
      {
        name: 'to',
        value: 'T',
        required: true,
        description: 'End of the last period, itself left out.',
      },
      {
        name: 'te',
        value: 'X',
        description: 'The tracking error to hold, in % a year.',
        fallback: '1.5',
      },
      {
        name: 'policies',
        value: 'A,B,…',
        description: `Of ${sweptPolicies.join(', ')}.`,
        fallback: 'threshold,threshold-relative,geometry,risk-aware',
      },
      {
        name: 'train-days',
        value: 'N',
        description: 'Length of the windows to choose on.',
        fallback: '365',
      },
      {
        name: 'test-days',
        value: 'N',
        description: 'Length of the periods after them.',
        fallback: '91',
      },
      ...sharedBySweeps,
    ],
    examples: [
      {
        line: 'bin/ballast search --config examples/six-coins.yaml --data data/candles --from 2020-01-01 --to 2023-12-30',
        says: 'Chosen on a year each, judged by the quarters from 2021 on.',
      },
      {
        line: 'bin/ballast search --data data/candles --from 2021-01-01 --to 2024-01-01 --te 2 --policies threshold,risk-aware --json',
        says: 'Two policies at a tracking error of 2 %, as JSON.',
      },
    ],
    exits: [5],
    load: () => import('../commands/search.ts'),
  },
];
