/** The words of a command line against the command table: what is found, and what is said about the rest. */
import { describe, expect, it } from 'vitest';
import { createCall } from '../../src/cli/call.ts';
import type { CommandEntry } from '../../src/cli/command.ts';
import { commandHelp, overviewHelp } from '../../src/cli/help.ts';
import { parseMoment } from '../../src/cli/moment.ts';
import { nearest } from '../../src/cli/nearest.ts';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { cliReference } from '../../src/cli/reference.ts';
import { commandTable } from '../../src/cli/table.ts';

const parse = (line: string) => parseCommandLine(line === '' ? [] : line.split(' '), commandTable);

function callOf(line: string) {
  const parsed = parse(line);
  if (parsed.kind !== 'call') throw new Error(`a call was expected, was ${parsed.kind}`);
  const surroundings = {
    print: () => {},
    say: () => {},
    environment: {},
    signal: new AbortController().signal,
  };
  return createCall(parsed.entry, parsed, surroundings);
}

describe('a command line', () => {
  it('names a command of one word or two, its parameters and options in any order', () => {
    const call = callOf('--json approve rec_1 --as maria --hash abc');
    expect(call.parameter('ID')).toBe('rec_1');
    expect(call.text('hash')).toBe('abc');
    expect(call.text('as')).toBe('maria');
    expect(call.has('json')).toBe(true);
    expect(call.text('config')).toBeUndefined();
    expect(callOf('data import from --to=there').text('to')).toBe('there');
  });

  it('may leave out a value where the table says so, and nothing else is taken for it', () => {
    expect(callOf('doctor --venue kraken').text('venue')).toBe('kraken');
    const call = callOf('doctor --venue --json');
    expect([call.has('venue'), call.text('venue'), call.has('json')]).toEqual([true, '', true]);
    expect(callOf('doctor --json --venue').text('venue')).toBe('');
    expect(() => callOf('serve --venue --json')).toThrow('--venue needs a value: ID');
  });

  it('overrides settings by options of their own and by --set', () => {
    const line = 'backtest --data d --from 1 --to 2 --forecast geometry --set policy.band=3%';
    expect(callOf(line).overrides).toEqual([
      { key: 'forecast.model', text: 'geometry', option: '--forecast' },
      { key: 'policy.band', text: '3%', option: '--set policy.band' },
    ]);
  });

  it.each([
    ['', /no command was given/],
    ['audit', /audit alone is no command; there is audit verify/],
    ['data chekc', /no command data chekc; there is data pull, data import, data check/],
    ['recomend', /"recomend"\. Did you mean recommend\?/],
    ['--jason', /no option --jason\. Did you mean --json\?/],
    ['backtest --form 1', /backtest has no option --form\. Did you mean --from\?/],
    ['recommend --hash abc', /recommend has no option --hash/],
    ['recommend --data', /--data needs a value: DIR/],
    ['recommend --data --at 1', /--data needs a value: DIR/],
    ['recommend --json=yes', /--json takes no value, was "yes"/],
    ['recommend --at 1 --at 2', /--at was given twice/],
    ['recommend BTC', /recommend was given "BTC", which it does not take/],
    ['execute', /execute needs ID/],
    ['reject rec_1', /reject needs --reason TEXT/],
    ['help nothing', /no command "nothing"/],
  ])('is refused: %s', (line, says) => {
    expect(() => parse(line)).toThrow(says);
  });

  it.each(['policy.band', 'band=3%', '=1', '__proto__.x=1'])('refuses --set %s', (pair) => {
    expect(() => callOf(`recommend --set ${pair}`)).toThrow(/--set must be KEY=VALUE/);
  });

  it('asks for help or the version in the usual ways', () => {
    expect(parse('--help')).toEqual({ kind: 'help', entry: undefined });
    expect(parse('help')).toEqual({ kind: 'help', entry: undefined });
    expect(parse('-v')).toEqual({ kind: 'version' });
    expect(parse('help audit verify')).toMatchObject({ entry: { name: 'audit verify' } });
    expect(parse('execute -h')).toMatchObject({ kind: 'help', entry: { name: 'execute' } });
  });
});

describe('the command table', () => {
  it('gives an option of one name one kind in all commands', () => {
    const kinds = new Map<string, boolean>();
    for (const { name, value } of commandTable.flatMap(({ options }) => options)) {
      expect([value !== undefined, undefined]).toContain(kinds.get(name));
      kinds.set(name, value !== undefined);
    }
  });

  it.each(commandTable)('loads and explains $name', async (entry: CommandEntry) => {
    expect((await entry.load()).run).toBeTypeOf('function');
    const help = commandHelp(entry);
    expect(help).toContain(`Usage: bin/ballast ${entry.name}`);
    for (const { line, says } of entry.examples) {
      expect(help).toContain(line);
      expect(says).not.toBe('');
    }
    for (const { name } of entry.options) expect(help).toContain(`--${name}`);
    expect(help).toMatch(/Exit codes:\n {2}0 /);
    expect(overviewHelp(commandTable)).toContain(`  ${entry.name} `);
    expect(cliReference(commandTable)).toContain(`## ${entry.name}\n`);
  });
});

describe('a time', () => {
  it.each([
    ['2023-06-01', Date.UTC(2023, 5, 1)],
    ['2023-06-01T12:30', Date.UTC(2023, 5, 1, 12, 30)],
    ['2023-06-01T12:30:15.250Z', Date.UTC(2023, 5, 1, 12, 30, 15, 250)],
    ['2023-06-01T00:00:00+02:00', Date.UTC(2023, 4, 31, 22)],
    ['1685577600000', Date.UTC(2023, 5, 1)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
  ])('is read from %s', (text, time) => {
    expect(parseMoment(text)).toBe(time);
  });

  it.each([
    '2023-02-29',
    '2023-13-01',
    '2023-6-1',
    'now',
    '1685577600',
    '2023-06-01 12:00',
    '1e12',
  ])('is not %s', (text) => {
    expect(parseMoment(text)).toBeUndefined();
  });
});

describe('a suggestion', () => {
  it('is the nearest name, and none when all are far', () => {
    expect(nearest('treshold', ['threshold', 'threshold-half'])).toBe('threshold');
    expect(nearest('frobnicate', ['approve', 'reject'])).toBeUndefined();
  });
});
