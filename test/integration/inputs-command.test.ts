/** The option --inputs of evaluate and train: what inputs from outside add is told, nothing else changes, and unfit files stop it first. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const days = 320;
const time = (day: number): string => String(candleStart + day * dayMs);
const random = createRandom(3);
const desk = createDesk();
const evaluate = ['evaluate', '--data', 'candles', '--from', time(270), '--to', time(300)];

function writeInputs(folder: string, files: Readonly<Record<string, readonly string[]>>): void {
  mkdirSync(join(desk.folder, folder), { recursive: true });
  for (const [name, lines] of Object.entries(files)) {
    writeFileSync(join(desk.folder, folder, name), lines.join('\n'));
  }
}

const everyDay = (row: (day: number) => string): readonly string[] =>
  Array.from({ length: days }, (_, day) => row(day));

beforeAll(() => {
  writeCandles(desk.folder, simulatedCandles(['BTC', 'ETH', 'PAXG'], { bars: days * 24 }));
  writeInputs('inputs', {
    'VIX.csv': [
      'timestamp_ms,open,high,low,close,volume',
      ...everyDay((day) => `${time(day)},20,30,10,${(15 + 10 * random.uniform()).toFixed(2)},`),
    ],
    'NEWS.csv': [
      'timestamp_ms,text',
      ...everyDay((day) => `${time(day)},"Coins ${day % 3 === 0 ? 'surge' : 'moon'}, they say"`),
    ],
    'words.csv': ['word,score', 'moon,0.5'],
  });
  writeInputs('broken', {
    'VIX.csv': ['timestamp_ms,value', `${time(0)},20`, `${time(1)},high`],
    'FLOWS.csv': ['timestamp_ms,value', `${time(0)},1`],
    'words.csv': ['moon'],
  });
  writeInputs('empty', { 'words.csv': ['word,score'] });
});

describe('evaluate --inputs', () => {
  it('tells what each kind adds at every horizon, beside the same answer as without', async () => {
    const [alone, told] = await Promise.all(
      [[], ['--inputs', 'inputs']].map(async (options) => {
        const { code, stdout, stderr } = await desk.run(...evaluate, '--json', ...options);
        expect({ code, stderr }).toMatchObject({ code: 0 });
        return JSON.parse(stdout);
      }),
    );
    const { inputs, ...rest } = told;
    expect({ ...rest, inputs: null }).toEqual(alone);
    expect(inputs).toMatchObject({
      features: { version: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      files: [
        { name: 'NEWS', kind: 'news', values: days, lagDays: 0 },
        { name: 'VIX', kind: 'vix', values: days, lagDays: 0.92 },
      ],
      ...{ tries: 9, neededT: -2.54 },
    });
    const sets = inputs.sets as readonly { inputs: string; comparisons: readonly object[] }[];
    expect(sets.map((set) => set.inputs)).toEqual(['all', 'news', 'vix']);
    for (const { comparisons } of sets) {
      expect(comparisons).toMatchObject(
        [1, 7, 30].map((horizonDays) => ({
          ...{ horizonDays, opponent: 'champion', changePct: expect.any(Number) },
          dmT: expect.any(Number),
        })),
      );
    }
  }, 120_000);

  it('names every fault of every file before any work', async () => {
    const { code, stdout, stderr } = await desk.run(...evaluate, '--inputs', 'broken');
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('DATA_COLUMN: FLOWS.csv: a column for known_ms is missing');
    expect(stderr).toContain('VIX.csv: line 3: value was "high", it must be a positive number');
    expect(stderr).toContain('words.csv: line 1: the header was "moon", it must be word,score');
    expect(stderr).not.toContain('done');
  });

  it.each([
    ['empty', 5, 'the folder of inputs must hold files named NAME.csv'],
    ['nowhere', 2, '--inputs must be a folder that can be read, was nowhere (ENOENT)'],
    ['candles/BTC.csv', 2, '--inputs must be a folder, was the file candles/BTC.csv'],
  ])('refuses %s', async (folder, exitCode, message) => {
    const { code, stderr } = await desk.run(...evaluate, '--inputs', folder);
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.stringContaining(message) });
  });
});

describe('train --inputs', () => {
  const train = ['train', '--data', 'candles', '--linear', '--trial-days', '90', '--to', time(300)];

  it('writes what they add into the card, and the same weights as without', async () => {
    const cards = await Promise.all(
      [
        ['--out', 'plain/mine'],
        ['--out', 'tried/mine', '--inputs', 'inputs'],
      ].map(async (options) => {
        const { code, stdout, stderr } = await desk.run(...train, ...options);
        expect({ code, stderr }).toMatchObject({ code: 0 });
        const [, folder = ''] = /written to (\S+)/.exec(stderr) ?? [];
        const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
        return { text: stdout, card: JSON.parse(read('card.json')), model: read('model.json') };
      }),
    );
    const [plain, tried] = cards as [(typeof cards)[0], (typeof cards)[0]];
    expect(tried.model).toBe(plain.model);
    expect(plain.card.inputs).toBeNull();
    expect({ ...tried.card, inputs: null }).toEqual(plain.card);
    expect(tried.card.inputs.sets).toHaveLength(3);
    expect(plain.text).not.toContain('inputs from outside');
    expect(tried.text).toMatch(/with inputs from outside +columns +known +1 d +DM t/);
    expect(tried.text).toMatch(/\nvix +2 +100 % +[−+0]/);
    expect(tried.text).toContain('9 tries: by luck alone one of them has a t below −2.5 in 5 of');
    expect(tried.text).toContain(
      'Counted as known: NEWS (at its stamp), VIX (22 h after its stamp).',
    );
    const listed = await desk.run('models', '--models', 'tried');
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining('shadow') });
  }, 120_000);
});
