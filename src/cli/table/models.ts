/** The commands that make stored models and put them into use. */
import type { CommandEntry, Option } from '../command.ts';

const times = 'YYYY-MM-DD, ISO 8601 or epoch ms, UTC';

export const modelsOption: Option = {
  name: 'models',
  value: 'DIR',
  description: 'The folder of all models.',
  fallback: 'those that come with Ballast and those of the state folder',
};

export const inputsOption: Option = {
  name: 'inputs',
  value: 'DIR',
  description:
    'A folder with files of the VIX, the fear and greed index, series of FRED, dated news or series of your own: also tries what each kind of them adds to the linear champion. Nothing else is changed by them.',
};

export const modelCommands: readonly CommandEntry[] = [
  {
    name: 'train',
    summary: 'learns a model from recorded candles, tries it, and writes it with its card',
    description: [
      'Learns from all candle files of the folder up to --to: the linear members, and ten networks on worker threads. Before that it walks the same recipe forward over the last days, refitted each quarter on nothing that was not known then, beside every baseline and the champion. What it found is the card of the model: what it learnt from, how it did, what it is bad at.',
      'The same candles give the same weights, on the same backend of TensorFlow.js. Nothing is written before the end.',
      'With --promote the model becomes the champion of its class (markets that never close, or with sessions) if it passes the gate: better than every baseline at one and seven days by more than luck explains, for most assets, hardly worse at any horizon, with intervals that hold what they say, and better than the champion on the days after that one was trained.',
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
        name: 'to',
        value: 'T',
        description: `Candles that had closed by then teach, no others: ${times}.`,
        fallback: 'the end of the candles',
      },
      {
        name: 'out',
        value: 'DIR',
        required: true,
        description:
          'The folder of the model, such as models/crypto; each training that differs is a version in it.',
      },
      { name: 'promote', description: 'Puts it into use if it passes the gate; else exit 3.' },
      {
        name: 'test-to',
        value: 'T',
        description:
          'Also tries the finished weights on the days from --to to then. They go into the card, and neither into the weights nor into the gate.',
      },
      {
        name: 'trial-days',
        value: 'N',
        description: 'How many days before --to are walked forward over.',
        fallback: '730',
      },
      inputsOption,
      { name: 'linear', description: 'Without networks: seconds in place of minutes.' },
    ],
    examples: [
      {
        line: 'bin/ballast train --data data/candles --to 2023-01-01 --out models/mine',
        says: 'Learns, tries and writes; what is in use stays in use.',
      },
      {
        line: 'bin/ballast train --data data/candles --out models/mine --promote',
        says: 'All candles, and into use if it passes the gate.',
      },
    ],
    exits: [3, 5],
    load: () => import('../commands/train.ts'),
  },
  {
    name: 'models',
    summary: 'the stored models, which are in use, and how they did',
    description: [
      'A class has one champion, the model that was promoted last; those before it are retired, the others in shadow. A model whose files are damaged is listed as such.',
      'Where `serve` has scored a model on the days since it was stored, their number and the change of the loss stand beside the figures of its training; --json has them beside every opponent.',
    ],
    parameters: [],
    options: [modelsOption],
    examples: [{ line: 'bin/ballast models', says: 'One line for each version.' }],
    exits: [5],
    load: () => import('../commands/models.ts'),
  },
  {
    name: 'models promote',
    summary: 'puts a stored model into use that passed the gate',
    description: [
      'Only a model that passed the gate, and was judged there against the present champion: at its training, as its card says, or on days after it was stored, as `serve` tests it.',
    ],
    parameters: [{ name: 'MODEL', required: true, description: 'NAME/VERSION, as listed.' }],
    options: [modelsOption],
    examples: [
      {
        line: 'bin/ballast models promote mine/2023-05-31-1f0e3dad',
        says: 'Into use from now on.',
      },
    ],
    exits: [3, 5],
    load: () => import('../commands/models-promote.ts'),
  },
  {
    name: 'models rollback',
    summary: 'takes a champion back; the one before it is in use again',
    description: [
      'The champion of the name is retired. Where none was champion before it, its class has none, and simpler forecasts stand in.',
    ],
    parameters: [
      { name: 'NAME', required: true, description: 'Of the champion, without its version.' },
    ],
    options: [modelsOption],
    examples: [{ line: 'bin/ballast models rollback mine', says: 'The model before it is back.' }],
    exits: [3, 5],
    load: () => import('../commands/models-rollback.ts'),
  },
];
