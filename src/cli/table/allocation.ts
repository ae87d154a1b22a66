/** The commands that make target weights. */
import { allocationMethods } from '../../allocation/allocate.ts';
import { covarianceCares } from '../../risk/covariance-cares.ts';
import type { CommandEntry } from '../command.ts';
import { modelsOption } from './models.ts';

const times = 'YYYY-MM-DD, ISO 8601 or epoch ms, UTC';

export const allocationCommands: readonly CommandEntry[] = [
  {
    name: 'allocate',
    summary: 'target weights by one method, from a covariance or from forecasts',
    description: [
      'Computes weights of sum 1 within limits, and says how exact they are. optimal: exact, or within 1e-9 of the conditions of the optimum. converged: an iteration met its tolerance. inexact: usable weights, but of a repaired covariance, moved into limits, or by a simpler method because the one asked for has no answer; what failed and why is told. infeasible: no weights meet the limits, exit 3. The residual is the largest violation of the conditions of the optimum as a share of the largest slope, for erc the largest difference between a share of the risk and its budget.',
      'With --covariance the file has a header of symbols and a row for each, and the volatility is in its period. With --data the covariance is the forecast of the learner at the last close of a day before --at, over forecast.horizonDays of the configuration, if there is one, else 7; the volatility is per day. Assets with less than 60 days of history, or without candles at that time, are left out and named.',
    ],
    parameters: [],
    options: [
      {
        name: 'method',
        value: 'METHOD',
        required: true,
        description: `One of ${allocationMethods.join(', ')}.`,
      },
      {
        name: 'covariance',
        value: 'FILE.csv',
        description: 'A header of symbols, then as many rows of numbers.',
      },
      { name: 'data', value: 'DIR', description: 'A folder with SYMBOL.csv files; needs --at.' },
      { name: 'at', value: 'T', description: `The time of the forecast: ${times}.` },
      {
        name: 'care',
        value: covarianceCares.join('|'),
        description:
          'With --data: the covariance of the last days in place of the forecast, with this care for how few they are.',
      },
      {
        name: 'days',
        value: 'N',
        description: 'With --care: how many days.',
        fallback: '250',
      },
      {
        name: 'min',
        value: 'X',
        description: 'The least weight of each asset, such as 5% or 0.05.',
        fallback: '0',
      },
      { name: 'max', value: 'X', description: 'The most weight of each asset.', fallback: '1' },
      {
        name: 'budgets',
        value: 'A,B,…',
        description: 'For erc: shares of the risk in any unit, in the order of the assets.',
        fallback: 'all the same',
      },
      {
        name: 'linkage',
        value: 'single|ward',
        description: 'For hrp: how clusters are joined.',
        fallback: 'single',
      },
      modelsOption,
    ],
    examples: [
      {
        line: 'bin/ballast allocate --method min-variance --covariance covariance.csv --max 10%',
        says: 'The least variance with at most 10 % each.',
      },
      {
        line: 'bin/ballast allocate --method erc --data data/candles --at 2023-06-01 --json',
        says: 'Equal risk contributions by what was forecast on 1 June 2023.',
      },
      {
        line: 'bin/ballast allocate --method min-variance --data data/candles --at 2023-06-01 --care nonlinear --days 120',
        says: 'The least variance of the last 120 days, with care for how few they are.',
      },
    ],
    exits: [3, 5],
    load: () => import('../commands/allocate.ts'),
  },
];
