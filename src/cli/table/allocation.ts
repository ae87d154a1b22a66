/** The commands that make target weights. */
import { allocationMethods } from '../../allocation/allocate.ts';
import { lookPeriods } from '../../backtest/allocators/look-periods.ts';
import { covarianceCares } from '../../risk/covariance-cares.ts';
import type { CommandEntry } from '../command.ts';
import { modelsOption } from './models.ts';

const times = 'YYYY-MM-DD, ISO 8601 or epoch ms, UTC';

export const allocationCommands: readonly CommandEntry[] = [
  {
    name: 'allocate',
    summary: 'target weights by one method, from a covariance or from forecasts',
    description: [
      'Computes weights of sum 1 within limits, and says how exact they are. optimal: exact, or within 1e-9 of the conditions of the optimum. converged: an iteration met its tolerance. inexact: usable weights, but of a repaired covariance, or by a simpler method because the one asked for has no answer; what failed and why is told. infeasible: no weights meet the limits, exit 3. The residual is the largest violation of the conditions of the optimum as a share of the largest slope, for erc without limits that bind the largest difference between a share of the risk and its budget.',
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
  {
    name: 'allocators',
    summary: 'allocation methods walked forward, beside equal and fixed weights',
    description: [
      'Walks every method of allocate forward over recorded candles: weights from the days closed by each look, traded at the next open at your costs, left to drift until the next look. Beside them equal weights, the targets of the configuration, and equal risk and least variance scaled down to a volatility. Shorter bars are joined to days. Each begins at its first weights, without cost; days before --from feed the first covariance.',
      'An asset may be held once it has 60 returns. Where several markets are mixed, days count on which all listed assets have a bar. One that ends earlier than the others is worth nothing from then on.',
      'Differences from equal and from fixed weights, in Sharpe ratio, volatility and growth, come with 90 % intervals of a stationary block bootstrap and with p-values that hold all tests against the same weights together (Romano and Wolf); * marks those of at most .1. It says plainly when nothing is better.',
    ],
    parameters: [],
    options: [
      {
        name: 'data',
        value: 'DIR',
        required: true,
        repeatable: true,
        description: 'A folder with SYMBOL.csv files; several make one universe.',
      },
      { name: 'from', value: 'T', required: true, description: `The first look: ${times}.` },
      { name: 'to', value: 'T', required: true, description: 'End, itself left out.' },
      {
        name: 'assets',
        value: 'A,B,…',
        description: 'The assets to choose from.',
        fallback: 'all of the folders',
      },
      {
        name: 'every',
        value: lookPeriods.join('|'),
        description: 'Looks at the close of the first day of each.',
        fallback: 'monthly',
      },
      {
        name: 'days',
        value: 'N',
        description: 'How many days the covariance is of.',
        fallback: '250',
      },
      {
        name: 'care',
        value: covarianceCares.join('|'),
        description: 'With which care for how few they are.',
        fallback: 'linear',
      },
      {
        name: 'min',
        value: 'X',
        description:
          'The least weight of each asset, such as 5% or 0.05; fixed weights have no limits, and too few assets to meet one loosen it to 1/n.',
        fallback: '0',
      },
      { name: 'max', value: 'X', description: 'The most weight of each asset.', fallback: '1' },
      {
        name: 'vol-target',
        value: 'X',
        description: 'The volatility a year that two allocators are held to, such as 15%.',
        fallback: '20%',
      },
      {
        name: 'capitalisations',
        value: 'FILE.csv',
        description:
          'Adds an index by capitalisation: symbol,capitalisation for every asset, as of --from or of its first day after; they move with prices.',
      },
      {
        name: 'seed',
        value: 'N',
        description: 'Of the bootstrap.',
        fallback: '7',
      },
    ],
    examples: [
      {
        line: 'bin/ballast allocators --config examples/six-coins.yaml --data data/candles --from 2020-01-01 --to 2023-12-30',
        says: 'All methods over four years, beside equal weights and six coins at fixed weights.',
      },
      {
        line: 'bin/ballast allocators --data data/coins --data data/funds --from 2018-01-01 --to 2020-01-01 --max 25% --vol-target 10% --json',
        says: 'Coins and funds together, none above a quarter, as JSON.',
      },
    ],
    exits: [5],
    load: () => import('../commands/allocators.ts'),
  },
];
