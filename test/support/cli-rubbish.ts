/** Wrong uses of the command line, each with its exit code and what the answer must name. */
import { askewConfig, candleStart } from './cli-candles.ts';

export type WrongUse = {
  readonly fault: string;
  readonly words: readonly string[];
  readonly code: number;
  readonly says: RegExp;
};

const hourMs = 3_600_000;
const at = new Date(candleStart + 100 * hourMs).toISOString();
export const from = new Date(candleStart).toISOString();
export const on = (directory: string): readonly string[] => [
  'recommend',
  '--data',
  directory,
  '--at',
  at,
];
const configured = (file: string): readonly string[] => [...on('candles'), '--config', file];
const backtest = (...more: readonly string[]): readonly string[] => [
  ...['backtest', '--data', 'candles', '--from', from, '--to', at],
  ...more,
];

/** Files beside the candles. */
export const rubbishFiles: Readonly<Record<string, string>> = {
  'ballast.yaml': askewConfig,
  'empty.yaml': '',
  'broken.yaml': 'portfolio: { name: core\npolicy: ]',
  'unknown.yaml': `${askewConfig}polcy: { kind: threshold }\n`,
  'type.yaml': askewConfig.replace('band: 5%', 'band: wide'),
  'bounds.yaml': askewConfig.replace('takerFeeBps: 10', 'takerFeeBps: -1'),
  'sum.yaml': askewConfig.replace('cash: 30%', 'cash: 20%'),
  'quote.yaml': askewConfig.replace('cash: 30%', 'USDT: 30%'),
  'cron.yaml': `${askewConfig}autonomy: { schedule: "whenever" }\n`,
  'units.json': '{ "DOGE": 1 }',
  'list.json': '[1, 2]',
};

export const wrongUses: readonly WrongUse[] = [
  {
    fault: 'an unknown command',
    words: ['recomend'],
    code: 2,
    says: /"recomend".*mean recommend\?/,
  },
  {
    fault: 'data without a time',
    words: ['recommend', '--data', 'candles'],
    code: 2,
    says: /--data needs --at/,
  },
  {
    fault: 'a time in words',
    words: ['recommend', '--data', 'candles', '--at', 'now'],
    code: 2,
    says: /--at must be .*"now"/,
  },
  {
    fault: 'a time in seconds',
    words: ['recommend', '--data', 'candles', '--at', '1640995200'],
    code: 2,
    says: /look like seconds/,
  },
  {
    fault: 'a day that is none',
    words: ['recommend', '--data', 'candles', '--at', '2023-02-30'],
    code: 2,
    says: /"2023-02-30"/,
  },
  {
    fault: 'a folder that is none',
    words: on('nowhere'),
    code: 2,
    says: /--data must be a folder.*nowhere.*ENOENT/,
  },
  {
    fault: 'a file in place of a folder',
    words: on('ballast.yaml'),
    code: 2,
    says: /was the file ballast.yaml/,
  },
  {
    fault: 'a setting without a value',
    words: [...on('candles'), '--set', 'policy.band'],
    code: 2,
    says: /--set must be KEY=VALUE.*"policy.band"/,
  },
  {
    fault: 'a setting that there is not',
    words: [...on('candles'), '--set', 'policy.bend=1'],
    code: 2,
    says: /no setting policy.bend/,
  },
  {
    fault: 'a setting out of bounds',
    words: [...on('candles'), '--set', 'policy.band=200%'],
    code: 2,
    says: /--set policy.band.*was "200%"/,
  },
  {
    fault: 'a missing configuration',
    words: configured('none.yaml'),
    code: 2,
    says: /none.yaml.*ballast init/,
  },
  {
    fault: 'an empty configuration',
    words: configured('empty.yaml'),
    code: 2,
    says: /empty.yaml.*was empty/,
  },
  {
    fault: 'broken YAML',
    words: configured('broken.yaml'),
    code: 2,
    says: /broken.yaml:\d+: not YAML/,
  },
  {
    fault: 'an unknown section',
    words: configured('unknown.yaml'),
    code: 2,
    says: /unknown.yaml:8: there is no setting polcy/,
  },
  {
    fault: 'a value of the wrong type',
    words: configured('type.yaml'),
    code: 2,
    says: /type.yaml:6: policy.band was "wide"/,
  },
  {
    fault: 'a negative fee',
    words: configured('bounds.yaml'),
    code: 2,
    says: /costs.takerFeeBps was -1/,
  },
  {
    fault: 'targets of 90 %',
    words: configured('sum.yaml'),
    code: 2,
    says: /sum.yaml:4: .*sum to 90 %/,
  },
  {
    fault: 'the quote among the targets',
    words: configured('quote.yaml'),
    code: 2,
    says: /names USDT, the quote currency/,
  },
  { fault: 'a schedule that is none', words: configured('cron.yaml'), code: 2, says: /whenever/ },
  {
    fault: 'an end before its start',
    words: ['backtest', '--data', 'candles', '--from', at, '--to', from],
    code: 2,
    says: /--from must be before --to/,
  },
  {
    fault: 'an unknown policy',
    words: backtest('--policy', 'treshold'),
    code: 2,
    says: /"treshold".*mean threshold\?/,
  },
  {
    fault: 'a parameter out of bounds',
    words: backtest('--policy', 'threshold', '--parameter', '7'),
    code: 2,
    says: /--parameter: policy.band was 7/,
  },
  {
    fault: 'a parameter of a policy that has none',
    words: backtest('--policy', 'five-twenty-five', '--parameter', '1'),
    code: 2,
    says: /has no parameter/,
  },
  {
    fault: 'first holdings in no file',
    words: backtest('--initial', 'none.json'),
    code: 2,
    says: /--initial must be cash or a JSON file, was none.json/,
  },
  {
    fault: 'first holdings of a stranger',
    words: backtest('--initial', 'units.json'),
    code: 2,
    says: /DOGE is not of the portfolio/,
  },
  {
    fault: 'first holdings that are a list',
    words: backtest('--initial', 'list.json'),
    code: 2,
    says: /must hold/,
  },
  {
    fault: 'a trades file in no folder',
    words: backtest('--trades', 'none/t.csv'),
    code: 2,
    says: /the folder of --trades/,
  },
  {
    fault: 'a period without bars',
    words: ['backtest', '--data', 'candles', '--from', '2030-01-01', '--to', '2030-02-01'],
    code: 5,
    says: /0 bars in common from 2030-01-01/,
  },
  {
    fault: 'a plan where nothing was recorded',
    words: ['execute', 'rec_12345678'],
    code: 2,
    says: /no state in .*state yet/,
  },
  {
    fault: 'a role that is none',
    words: ['key', 'add', '--name', 'maria', '--role', 'aprover'],
    code: 2,
    says: /"aprover".*mean approver\?/,
  },
  {
    fault: 'targets that are none',
    words: ['init', '--yes', '--file', 'new.yaml', '--targets', 'BTC'],
    code: 2,
    says: /was "BTC"/,
  },
  {
    fault: 'a configuration that is there',
    words: ['init', '--yes'],
    code: 2,
    says: /ballast.yaml is there already/,
  },
];
