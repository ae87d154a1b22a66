/** What commands answer with: exit codes of refusals and faults, stable JSON, tables, and the first difference of a replay. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  ConfigError,
  DataError,
  InvariantError,
  ModelError,
  VenueError,
} from '../../src/base/errors.ts';
import type { Reason } from '../../src/base/reasons.ts';
import { refuse } from '../../src/cli/answers.ts';
import type { Call } from '../../src/cli/command.ts';
import { faultOf } from '../../src/cli/faults.ts';
import { secretFrom } from '../../src/cli/secrets.ts';
import { definitions, wrap } from '../../src/cli/wrap.ts';
import { firstDifference } from '../../src/report/first-difference.ts';
import { reasonJson } from '../../src/report/recommendation-json.ts';
import { textTable } from '../../src/report/text-table.ts';

describe('a refusal', () => {
  const cases: readonly (readonly [Reason, number])[] = [
    [{ code: 'HASH_MISMATCH', given: 'a', expected: 'b' }, 3],
    [{ code: 'APPROVAL_EXPIRED', expiresAt: '2023-06-01T04:00:00.000Z' }, 3],
    [{ code: 'ORDER_UNRESOLVED', id: 'x' }, 4],
    [{ code: 'INSTRUCTION_OPEN', id: 'x' }, 4],
    [{ code: 'NOT_FOUND', what: 'recommendation', id: 'rec_1' }, 2],
    [{ code: 'DATA_MISSING', symbol: 'ETH' }, 5],
  ];

  it.each(cases)('%o ends with exit %i and its sentence', (reason, exit) => {
    const said: string[] = [];
    const call = { say: (text: string) => said.push(text) } as unknown as Call;
    expect(refuse(call, reason)).toBe(exit);
    expect(said.join('\n')).toContain(`refused (${reason.code}): `);
  });
});

describe('a fault', () => {
  it.each([
    [new ConfigError('a'), 2],
    [new DataError('b'), 5],
    [new VenueError('unknown', 'c'), 4],
    [new DOMException('d', 'AbortError'), 130],
    [new InvariantError('e'), 1],
    [new ModelError('m'), 5],
    [new TypeError('f'), 1],
  ])('%o ends with exit %i', (error, exitCode) => {
    expect(faultOf(error).exitCode).toBe(exitCode);
  });

  it('shows a trace and asks for a report only when the mistake is ours', () => {
    expect(faultOf(new ConfigError('targets are wrong')).says).toBe('targets are wrong');
    expect(faultOf(new InvariantError('impossible')).says).toMatch(
      /Please report it[\s\S]*\n\s+at /,
    );
  });
});

describe('JSON of a reason', () => {
  it('has its keys in one order, wherever it comes from', () => {
    const made = { code: 'BAND_INSIDE', symbol: 'BTC', driftPp: 1, thresholdPp: 5 } as const;
    const kept = { driftPp: 1, thresholdPp: 5, symbol: 'BTC', code: 'BAND_INSIDE' } as const;
    expect(JSON.stringify(reasonJson(made))).toBe(JSON.stringify(reasonJson(kept)));
    expect(Object.keys(reasonJson(made))[0]).toBe('code');
  });
});

describe('the first difference', () => {
  it('is named by its path, depth first', () => {
    const left = { id: 1, legs: [{ quantity: '1' }, { quantity: '2' }], hash: 'a' };
    const right = { id: 1, legs: [{ quantity: '1' }, { quantity: '3' }], hash: 'b' };
    expect(firstDifference(left, right)).toEqual({
      path: 'legs[1].quantity',
      left: '2',
      right: '3',
    });
  });

  it('is a key that one of them lacks, or a list beside an object', () => {
    expect(firstDifference({ a: 1 }, { a: 1, b: 2 })).toEqual({
      path: 'b',
      left: undefined,
      right: 2,
    });
    expect(firstDifference({ a: [] }, { a: {} })?.path).toBe('a');
    expect(firstDifference({ a: [1, null] }, { a: [1, null] })).toBeUndefined();
  });
});

describe('texts', () => {
  it('put numbers to the right and words to the left', () => {
    const columns = [{ title: 'asset', align: 'left' as const }, { title: 'bars' }];
    expect(
      textTable(columns, [
        ['BTC', '5'],
        ['ETH', '12,345'],
      ]),
    ).toEqual(['asset    bars', 'BTC         5', 'ETH    12,345']);
  });

  it('break between words', () => {
    expect(wrap('one two three', 2, 9)).toEqual(['  one two', '  three']);
    expect(
      definitions([
        ['a', 'first'],
        ['bcd', 'second'],
      ]),
    ).toEqual(['  a    first', '  bcd  second']);
  });
});

describe('a secret', () => {
  it('comes from the environment or from a file named there, never from both', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ballast-secret-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'token');
    writeFileSync(file, 'from a file\n');
    expect(secretFrom({}, 'TOKEN')).toBeUndefined();
    expect(secretFrom({ TOKEN: 'as it is' }, 'TOKEN')).toBe('as it is');
    expect(secretFrom({ TOKEN_FILE: file }, 'TOKEN')).toBe('from a file');
    expect(() => secretFrom({ TOKEN: 'a', TOKEN_FILE: file }, 'TOKEN')).toThrow(/both set/);
    expect(() => secretFrom({ TOKEN_FILE: `${file}s` }, 'TOKEN')).toThrow(
      /cannot be read \(ENOENT\)/,
    );
  });
});
