/** Files of inputs from outside: what people have is read, each value with the time it was known, and rubbish is named by line and column. */
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/base/reasons.ts';
import { csvRows } from '../../src/learning/outside/csv-rows.ts';
import { parseOutside } from '../../src/learning/outside/outside-file.ts';
import type { OutsideSeries } from '../../src/learning/outside/outside-series.ts';
import { parseWords } from '../../src/learning/outside/word-file.ts';
import { ownWords, sentimentOf } from '../../src/learning/outside/word-list.ts';

const at = (text: string): number => Date.parse(text);

function series(name: string, ...lines: readonly string[]): OutsideSeries {
  const found = parseOutside({ name, text: lines.join('\n'), words: ownWords });
  if ('faults' in found) throw new Error(found.faults.map(sentenceOf).join('\n'));
  return found.series;
}

function faults(name: string, text: string): readonly string[] {
  const found = parseOutside({ name, text, words: ownWords });
  return 'faults' in found
    ? found.faults.map((fault) => `${fault.code}: ${sentenceOf(fault)}`)
    : [];
}

const stamped = (days: readonly string[]): readonly string[] => [
  'timestamp_ms,value',
  ...days.map((day, k) => `${at(day)},${k}`),
];

describe('a value counts as known', () => {
  it('60 days after its stamp where stamps are months, as those of consumer prices', () => {
    const { kind, time, knownAt, lagMs } = series(
      'FRED_CPIAUCSL',
      ...stamped(['2023-01-01', '2023-02-01', '2023-03-01']),
    );
    expect({ kind, days: (lagMs ?? 0) / 86_400_000 }).toEqual({ kind: 'macro', days: 60 });
    expect([...time]).toEqual(['2023-01-01', '2023-02-01', '2023-03-01'].map(at));
    expect([...knownAt]).toEqual(['2023-03-02', '2023-04-02', '2023-04-30'].map(at));
  });

  it.each([
    ['weeks', 7, ['2023-01-06', '2023-01-13', '2023-01-20']],
    ['working days', 5, ['2023-01-05', '2023-01-06', '2023-01-09', '2023-01-10']],
    ['quarters', 150, ['2022-07-01', '2022-10-01', '2023-01-01']],
  ])('where stamps of FRED are %s, %d days after them', (_, days, stamps) => {
    const { knownAt, time } = series('FRED_X', ...stamped(stamps));
    expect(((knownAt[0] as number) - (time[0] as number)) / 86_400_000).toBe(days);
  });

  it('at 22:00 UTC of its day for the VIX, after the close in New York', () => {
    const { kind, knownAt, values } = series(
      'VIX',
      'timestamp_ms,open,high,low,close,volume',
      `${at('2023-01-03')},22,23,21,22.9,`,
      `${at('2023-01-04')},22,23,21,22.01,`,
    );
    expect(kind).toBe('vix');
    expect(knownAt[0]).toBe(at('2023-01-03T22:00Z'));
    expect([...values]).toEqual([22.9, 22.01]);
  });

  it('a day later for the fear and greed index', () => {
    const { kind, knownAt } = series(
      'ANY',
      'timestamp_ms,fear_greed_index,value_classification',
      `${at('2023-01-03')},26,Fear`,
      `${at('2023-01-04')},29,Fear`,
    );
    expect({ kind, known: knownAt[0] }).toEqual({ kind: 'fear-greed', known: at('2023-01-04') });
  });

  it('at its stamp for news, and at the end of the day where only that is known', () => {
    const { kind, knownAt, values } = series(
      'BTC_news',
      'timestamp_ms,date_only,text,finbert_score',
      `${at('2023-01-03')},1,"A day, not an hour.",0.5`,
      `${at('2023-01-03T05:00Z')},0,At five.,-0.25`,
    );
    expect(kind).toBe('news');
    expect([...knownAt]).toEqual(['2023-01-03T05:00Z', '2023-01-04'].map(at));
    expect([...values]).toEqual([-0.25, 0.5]);
  });

  it('when the file says it, whatever the series is', () => {
    const { kind, knownAt, lagMs } = series(
      'FLOWS',
      'timestamp_ms,known_ms,value',
      `${at('2023-01-03')},${at('2023-01-09')},4`,
      `${at('2023-01-04')},${at('2023-01-09')},5`,
    );
    expect({ kind, lagMs }).toEqual({ kind: 'own', lagMs: null });
    expect([...knownAt]).toEqual([at('2023-01-09'), at('2023-01-09')]);
  });
});

describe('what people have', () => {
  it('is read as FRED gives it for download, days without a value passed over', () => {
    const { kind, time, values } = series(
      'DGS10',
      'observation_date,DGS10',
      '2023-01-02,',
      '2023-01-03,3.79',
      '2023-01-04,.',
      '2023-01-05,3.71',
    );
    expect(kind).toBe('macro');
    expect([...time]).toEqual(['2023-01-03', '2023-01-05'].map(at));
    expect([...values]).toEqual([3.79, 3.71]);
  });

  it('may have a byte order mark, CR LF, blank lines at the end, and times before 1970', () => {
    const text = '\ufefftimestamp_ms,value\r\n-694310400000,3.4\r\n1672531200000,3.5\r\n\r\n';
    expect([...series('FRED_UNRATE', text).values]).toEqual([3.4, 3.5]);
  });

  it('may quote texts with commas, quotes and line ends; lines are counted on', () => {
    expect(csvRows('a,b\n"x, ""y""\nz",2\n3,')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['x, "y"\nz', '2'] },
      { line: 4, fields: ['3', ''] },
    ]);
  });
});

describe('news without a score', () => {
  it('get the mean of the words that are in a list', () => {
    const { values } = series(
      'NEWS',
      'timestamp_ms,text',
      `${at('2023-01-03')},Bitcoin surges on approval`,
      `${at('2023-01-03')},Exchange hacked; prices recover`,
      `${at('2023-01-04')},Miners meet in Texas`,
    );
    expect([...values]).toEqual([1, 0, 0]);
  });

  it('get it from the list of a user where there is one', () => {
    const parsed = parseWords('words.csv', 'word,score\nMiners,0.5\ntexas,-1\n');
    const words = 'words' in parsed ? parsed.words : new Map<string, number>();
    expect(sentimentOf('Miners meet in Texas', words)).toBe(-0.25);
  });

  it.each([
    ['', 'line 1: the header was "", it must be word,score, and no quote left open'],
    ['word,score\nup,2', 'line 2: score was "2", it must be a number from -1 to 1'],
    ['word,score\nup,', 'line 2: score was "", it must be a number from -1 to 1'],
    ['word,score\nnot up,1', 'line 2: word was "not up", it must be one word of letters'],
    ['word,score\nup,1\nUp,1', 'line 3: word was "up", it must be there once only'],
    ['word,score\nup,1,1', 'line 2: the number of fields was "3", it must be 2'],
  ])('refuse the list %j', (text, sentence) => {
    const parsed = parseWords('words.csv', text);
    const found = 'faults' in parsed ? parsed.faults.map(sentenceOf) : [];
    expect(found).toEqual([`words.csv: ${sentence}`]);
  });
});

describe('a file that is not what it should be', () => {
  const rows = (...lines: readonly string[]): string => ['timestamp_ms,value', ...lines].join('\n');
  const stamp = at('2023-01-03');
  const next = at('2023-01-04');

  it.each([
    ['VIX', '', /DATA_ROW: VIX\.csv: line 1: column 1 was "", it must be one of timestamp_ms, /],
    ['VIX', 'timestamp_ms,vix\n1,2', /line 1: column 2 was "vix", it must be one of/],
    [
      'VIX',
      'close,value\n1,2',
      /line 1: column 2 was "value", it must be absent, because close is/,
    ],
    ['VIX', 'timestamp_ms\n1', /DATA_COLUMN: VIX\.csv: a column for value is missing, the columns/],
    ['VIX', 'value\n1', /DATA_COLUMN: VIX\.csv: a column for timestamp_ms is missing/],
    ['FLOWS', rows(`${stamp},1`), /FLOWS\.csv: a column for known_ms is missing/],
    ['NEWS', 'timestamp_ms,date_only\n1,0', /a column for score or text is missing/],
    ['VIX', rows('yesterday,1'), /line 2: timestamp_ms was "yesterday", it must be whole milli/],
    ['VIX', rows('1.5,1'), /line 2: timestamp_ms was "1\.5", it must be whole milliseconds/],
    [
      'VIX',
      rows(`${stamp}`),
      /line 2: the number of fields was "1", it must be 2 as in the header/,
    ],
    ['VIX', rows(`${stamp},0`), /line 2: value was "0", it must be a positive number/],
    ['VIX', rows(`${stamp},`), /line 2: value was "", it must be a positive number/],
    ['VIX', rows(`${stamp},1e999`), /line 2: value was "1e999", it must be a positive number/],
    ['FEAR_GREED', rows(`${stamp},101`), /value was "101", it must be a number from 0 to 100/],
    ['FRED_X', rows(`${stamp},n/a`), /line 2: value was "n\/a", it must be a number/],
    ['NEWS', `timestamp_ms,score\n${stamp},-2`, /score was "-2", it must be a number from -1 to 1/],
    ['NEWS', `timestamp_ms,date_only,text\n${stamp},x,y`, /date_only was "x", it must be 0 or 1/],
    [
      'X',
      'observation_date,X\n2023-02-30,1',
      /observation_date was "2023-02-30", it must be a day/,
    ],
    [
      'VIX',
      rows(`${next},1`, `${stamp},2`),
      /line 3: timestamp_ms was "1672704000000 \(2023-01-03T00:00Z\)", it must be after that of the row before/,
    ],
    ['VIX', rows(`${stamp},1`, `${stamp},2`), /line 3: timestamp_ms was .* after that of the row/],
    ['VIX', rows(`${stamp},1`), /DATA_FEW_ROWS: VIX\.csv: the rows were 1, at least 2/],
    [
      'VIX',
      rows('1672704000,1', '1672790400,2'),
      /DATA_TIME: VIX\.csv: line 3: timestamp_ms was 1672790400, which is before 1973; are these seconds/,
    ],
    ['VIX', rows('9e99,1'), /timestamp_ms was "9e99", it must be whole milliseconds/],
    [
      'X',
      `timestamp_ms,known_ms,value\n${next},${stamp},1`,
      /known_ms was "1672704000000", it must be at or after the time of the row/,
    ],
    [
      'X',
      `timestamp_ms,known_ms,value\n${stamp},${next + 1},1\n${next},${next},1`,
      /line 3: known_ms was .* at or after that of the row before/,
    ],
    [
      'NEWS',
      `timestamp_ms,text\n${stamp},a "quoted" word`,
      /line 2: a field was "a "quoted" word", it must be without quotes, or quoted from end to end/,
    ],
    [
      'NEWS',
      `timestamp_ms,text\n${stamp},"open`,
      /line 2: a field was ""open", it must be without quotes/,
    ],
  ])('is refused: %s %j', (name, text, sentence) => {
    const found = faults(name, text);
    expect(found).not.toEqual([]);
    expect(found.join('\n')).toMatch(sentence);
  });

  it('is refused with its first twenty faults', () => {
    const found = faults('VIX', rows(...Array.from({ length: 30 }, () => 'x,1')));
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toBe('DATA_MORE: VIX.csv: 10 more findings of this file are not listed');
  });
});
