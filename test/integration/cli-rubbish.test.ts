/** Rubbish on the command line: each fault is answered with its exit code and a sentence that names it, and nothing is written. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candleHeader } from '../../src/market/candle-csv.ts';
import {
  askewConfig,
  candleStart,
  simulatedCandles,
  writeCandles,
} from '../support/cli-candles.ts';
import { from, on, rubbishFiles, wrongUses } from '../support/cli-rubbish.ts';
import { createDesk } from '../support/cli-run.ts';
import { flatRow } from '../support/market-files.ts';

const hourMs = 3_600_000;

describe('wrong use', () => {
  const desk = createDesk();

  beforeAll(() => {
    writeCandles(desk.folder, simulatedCandles(['BTC', 'ETH'], { bars: 120 }));
    for (const [name, text] of Object.entries(rubbishFiles))
      writeFileSync(join(desk.folder, name), text);
  });

  it.concurrent.for(wrongUses)('is named: $fault', async ({ words, code, says }, context) => {
    const answer = await desk.run(...words);
    context.expect(answer.stderr).toMatch(says);
    context.expect(answer.stderr).toMatch(/^ballast: /m);
    context.expect(answer.stderr).not.toMatch(/\n\s+at /);
    context.expect(answer).toMatchObject({ code, stdout: '' });
  });

  afterAll(() => {
    expect(existsSync(desk.home)).toBe(false);
    expect(existsSync(join(desk.folder, 'new.yaml'))).toBe(false);
  });
});

const rows = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, bar) => flatRow(candleStart + bar * hourMs));
const file = (...lines: readonly string[]): string => `${[candleHeader, ...lines].join('\n')}\n`;

/** What takes the place of a good file of 110 bars, which ends 10 h after the decision. */
const unfitFiles: readonly { fault: string; text: string | undefined; says: RegExp }[] = [
  { fault: 'a missing file', text: undefined, says: /DATA_MISSING: there are no candles for ETH/ },
  {
    fault: 'another header',
    text: `time,price\n1,2\n`,
    says: /DATA_HEADER: ETH.csv: line 1: .*"time,price"/,
  },
  {
    fault: 'a word for a number',
    text: file(...rows(5), `${candleStart + 5 * hourMs},x,1,1,1,1`),
    says: /DATA_ROW: ETH.csv: line 7: open was "x"/,
  },
  {
    fault: 'a bar twice',
    text: file(...rows(5), flatRow(candleStart + 4 * hourMs)),
    says: /DATA_DUPLICATE: ETH.csv: line 7/,
  },
  {
    fault: 'a price of zero',
    text: file(...rows(5), flatRow(candleStart + 5 * hourMs, 0)),
    says: /DATA_NOT_POSITIVE: ETH.csv: line 7/,
  },
  {
    fault: 'bars that end a day before',
    text: file(...rows(76)),
    says: /DATA_STALE: .*ETH closed 24 h before/,
  },
  {
    fault: 'bars of another interval',
    text: file(...Array.from({ length: 9 }, (_, day) => flatRow(candleStart + day * 24 * hourMs))),
    says: /DATA_INTERVALS_DIFFER|DATA_STALE/,
  },
];

describe('unfit candles', () => {
  const desk = createDesk();

  beforeAll(() => {
    writeFileSync(join(desk.folder, 'ballast.yaml'), askewConfig);
    unfitFiles.forEach(({ text }, place) => {
      const directory = join(desk.folder, `unfit-${place}`);
      mkdirSync(directory);
      writeFileSync(join(directory, 'BTC.csv'), file(...rows(110)));
      if (text !== undefined) writeFileSync(join(directory, 'ETH.csv'), text);
    });
  });

  const cases = unfitFiles.map((unfit, place) => ({ ...unfit, directory: `unfit-${place}` }));

  it.concurrent.for(cases)('stop a recommendation: $fault', async (unfit, context) => {
    const answer = await desk.run(...on(unfit.directory));
    context.expect(answer.stderr).toMatch(unfit.says);
    context.expect(answer).toMatchObject({ code: 5, stdout: '' });
  });

  it('are recorded as a decision that was denied, with its reasons and no plan', async () => {
    const answer = await desk.run(...on('unfit-0'), '--json');
    expect(answer.code).toBe(5);
    expect(JSON.parse(answer.stdout)).toMatchObject({
      outcome: 'denied',
      planHash: null,
      legs: [],
      reasons: [{ code: 'DATA_MISSING', symbol: 'ETH' }],
    });
  });

  it('stop a backtest, an import and a check', async () => {
    const folder = 'unfit-2';
    const end = new Date(candleStart + 50 * hourMs).toISOString();
    const words = ['backtest', '--data', folder, '--from', from, '--to', end];
    const [tested, imported, checked] = await Promise.all([
      desk.run(...words),
      desk.run('data', 'import', folder, '--to', 'imported'),
      desk.run('data', 'check', folder),
    ]);
    expect(tested).toMatchObject({ code: 5, stdout: '' });
    expect(tested.stderr).toMatch(/DATA_ROW: ETH.csv: line 7/);
    expect(imported.code).toBe(5);
    expect(imported.stderr).toMatch(/refused: ETH.csv: line 7/);
    expect(existsSync(join(desk.folder, 'imported', 'ETH.csv'))).toBe(false);
    expect(checked.code).toBe(5);
    expect(checked.stdout).toMatch(/^ETH.csv +no/m);
  });
});

describe('a damaged state', () => {
  const desk = createDesk();

  it('is told: a database that SQLite cannot read', async () => {
    mkdirSync(desk.home);
    writeFileSync(
      join(desk.home, 'ballast.sqlite'),
      'no database at all, but long enough\n'.repeat(99),
    );
    const answer = await desk.run('audit', 'verify');
    expect(answer).toMatchObject({ code: 5, stdout: '' });
    expect(answer.stderr).toMatch(/damaged/);
    const examined = await desk.run('doctor');
    expect(examined.code).toBe(2);
    expect(examined.stdout).toMatch(/^fail {2}database: .*damaged/m);
  });

  it('is told: a state folder that is a file', async () => {
    writeFileSync(join(desk.folder, 'ballast.yaml'), askewConfig);
    const taken = createDesk();
    writeFileSync(taken.home, '');
    writeFileSync(join(taken.folder, 'ballast.yaml'), askewConfig);
    writeCandles(taken.folder, simulatedCandles(['BTC', 'ETH'], { bars: 120 }));
    const answer = await taken.run(...on('candles'));
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(answer.stderr).toMatch(/the folder .*state of the database cannot be made/);
  });
});
