/** The commands of the learning module. */
import type { CommandEntry } from '../command.ts';

const times = 'YYYY-MM-DD, ISO 8601 or epoch ms, UTC';

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
    ],
    exits: [5],
    load: () => import('../commands/evaluate.ts'),
  },
];
