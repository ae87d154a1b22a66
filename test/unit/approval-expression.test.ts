/** Conditions of approval rules: what they say, and what they may not say. */
import { parse } from 'mathjs/number';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/base/errors.ts';
import { compileCondition } from '../../src/plan/expression.ts';

const scope = { turnover: 0.04, planNotional: 0.08, costBps: 3 };

function holds(text: string): boolean {
  return compileCondition(text, parse)(scope);
}

describe('a condition', () => {
  it.each([
    ['turnover <= 0.04', true],
    ['turnover < 0.04', false],
    ['turnover <= 4%', true],
    ['turnover <= 3.9 %', false],
    ['2% < turnover < 5%', true],
    ['planNotional / 2 == turnover', true],
    ['planNotional != 8%', false],
    ['costBps + 1 >= 4 and not (turnover > 5%)', true],
    ['turnover > 5% or -costBps < 0', true],
    ['(turnover * 100 - 4) > 0', false],
  ])('%s is %s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it('reads a percentage before a word as a percentage, not as a modulus', () => {
    expect(holds('turnover <= 4% and costBps <= 3')).toBe(true);
    expect(holds('turnover <= 3% and costBps <= 3')).toBe(false);
  });

  it.each([
    ['turnover', 'this is a number'],
    ['weight > 1', '"weight" is not one of turnover, planNotional, costBps'],
    ['max(turnover, 1) > 0', 'FunctionNode is not allowed'],
    ['turnover = 1', 'AssignmentNode is not allowed'],
    ['f(x) = x', 'FunctionAssignmentNode is not allowed'],
    ['turnover.constructor', 'AccessorNode is not allowed'],
    ['[1, 2] == 3', '[1, 2]'],
    ['turnover > "1"', '"1" is not a number'],
    ['turnover > 5 cm', 'is not allowed'],
    ['turnover > 5% 3', 'is not allowed'],
    ['turnover ^ 2 > 1', 'the operator in "turnover ^ 2" is not allowed'],
    ['turnover mod 2 > 1', 'is not allowed'],
    ['turnover! > 1', 'is not allowed'],
    ['turnover > 1 ? true : false', 'ConditionalNode is not allowed'],
    ['(turnover > 1) + 1 > 0', '"(turnover > 1)" must be a number'],
    ['turnover and costBps > 1', '"turnover" must be a comparison'],
    ['turnover > Infinity', 'Infinity is not a number'],
    ['turnover > 1; costBps > 1', 'BlockNode is not allowed'],
    ['turnover >', 'Unexpected end of expression'],
    ['', 'undefined is not a number'],
    [`turnover > ${'1'.repeat(300)}`, 'at most 300 characters, was 311'],
  ])('%s is refused', (text, problem) => {
    expect(() => holds(text)).toThrow(ConfigError);
    expect(() => holds(text)).toThrow(problem);
  });
});
