/** The commands around candle files: from an exchange, from files of other tools, and whether they are fit. */
import { venueIds } from '../../config/venue-ids.ts';
import type { CommandEntry } from '../command.ts';

const times = 'YYYY-MM-DD, ISO 8601 or epoch ms, UTC';

export const dataCommands: readonly CommandEntry[] = [
  {
    name: 'data pull',
    summary: 'downloads candles of an exchange, and goes on where files end',
    description: [
      'Writes one SYMBOL.csv for each asset, page by page, from its market against the quote currency (at `binanceusdm` its perpetual, elsewhere spot). No key is needed. The bar that runs is left out. A gap of the exchange stays a gap and is told.',
      'Called again it goes on where each file ends. The last bars are read once more: a bar that has changed is refused with exit 5, and nothing is written. What an earlier --from adds in front is written as a whole. Interrupted or killed at any time, the files hold all that was read so far, and whole bars only.',
      'Where the exchange asks to be left alone, it waits. Kraken tells the latest 720 bars of an interval and no older ones: for hours that is a month.',
    ],
    parameters: [],
    options: [
      {
        name: 'venue',
        value: 'ID',
        description: `The exchange: ${venueIds.filter((id) => id !== 'simulated').join(', ')}.`,
        fallback: 'venue.id of the configuration',
      },
      {
        name: 'assets',
        value: 'LIST',
        description: 'Their symbols, with commas.',
        fallback: 'those of the configuration',
      },
      {
        name: 'quote',
        value: 'CURRENCY',
        description: 'What prices are in.',
        fallback: 'portfolio.quote of the configuration, else USDT',
      },
      {
        name: 'from',
        value: 'T',
        description: `Open of the first bar: ${times}.`,
        fallback: 'the end of the file, else two years ago',
      },
      { name: 'to', value: 'T', description: 'Close of the last bar at most.', fallback: 'now' },
      {
        name: 'interval',
        value: '1h',
        description: 'Length of the bars, one of those that the exchange has.',
        fallback: '1h',
      },
      { name: 'out', value: 'DIR', description: 'The folder to write.', fallback: 'data/candles' },
      {
        name: 'base-url',
        value: 'URL',
        description: 'Scheme and host in place of the exchange’s own.',
        fallback: 'venue.baseUrl of the configuration',
      },
    ],
    examples: [
      {
        line: 'bin/ballast data pull --venue binance --assets BTC,ETH,SOL --from 2020-01-01 --out data/candles',
        says: 'Hours of three assets in USDT since 2020.',
      },
      {
        line: 'bin/ballast data pull --out data/candles',
        says: 'What is new of the assets of the configuration.',
      },
    ],
    exits: [4, 5],
    load: () => import('../commands/data-pull.ts'),
  },
  {
    name: 'data import',
    summary: 'copies candle files into the project, if they are fit',
    description: [
      'Reads every SYMBOL.csv (timestamp_ms,open,high,low,close,volume; UTC, stamped at the open), SYMBOL.parquet with such columns, and the spot candles of freqtrade: BTC_USDT-1h in Feather, Parquet, JSON or JSON in gzip.',
      'An unfit file is refused with file, line or row, and value, and does not keep the others out. Bars that are there already are never changed.',
    ],
    parameters: [{ name: 'FROM', required: true, description: 'The folder to read.' }],
    options: [
      { name: 'to', value: 'DIR', description: 'The folder to write.', fallback: 'data/candles' },
      {
        name: 'quote',
        value: 'CURRENCY',
        description: 'Only files in this quote currency, when their names say several.',
      },
      {
        name: 'interval',
        value: '1h',
        description: 'Only files of this interval, when their names say several.',
      },
    ],
    examples: [
      { line: 'bin/ballast data import ~/downloads/candles', says: 'Into data/candles.' },
      {
        line: 'bin/ballast data import ~/freqtrade/user_data/data/binance --quote USDT --interval 1h',
        says: 'Those candles of freqtrade that are hourly and in USDT.',
      },
    ],
    exits: [5],
    load: () => import('../commands/data-import.ts'),
  },
  {
    name: 'data check',
    summary: 'what is wrong or noteworthy about candle files',
    description: [
      'Reports gaps, outliers and bars without volume, and names every fault that makes a file unfit: file, line, value. Nothing is changed.',
    ],
    parameters: [{ name: 'DIR', required: true, description: 'The folder to check.' }],
    options: [
      {
        name: 'at',
        value: 'T',
        description: `Also: which series are stale at that time (${times}).`,
      },
    ],
    examples: [
      { line: 'bin/ballast data check data/candles', says: 'Fit: exit 0. A file unfit: exit 5.' },
      {
        line: 'bin/ballast data check data/candles --at 2023-06-01',
        says: 'Is it fresh enough to decide on then?',
      },
    ],
    exits: [5],
    load: () => import('../commands/data-check.ts'),
  },
];
