/** Conditions of approval rules: what they say, and what they may not say. */
import { parse } from 'mathjs/number';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/base/errors.ts';
import { compileCondition } from '../../src/plan/condition.ts';

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
    ['max(turnover, planNotional / 4) ^ 2 < 0.2%', true],
    ['costBps > 2 ? turnover < 3% : turnover < 5%', false],
  ])('%s is %s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it('reads a percentage before a word as a percentage, not as a modulus', () => {
    expect(holds('turnover <= 4% and costBps <= 3')).toBe(true);
    expect(holds('turnover <= 3% and costBps <= 3')).toBe(false);
  });

  it.each([
    ['turnover', 'must be a comparison, is a number'],
    ['1% < weight', '"weight" (character 6) is not one of turnover, planNotional, costBps'],
    ['random() > 0', '"random()" (character 1) is no function of abs, sqrt, min, max'],
    ['turnover = 1', '"turnover = 1" (character 1) is not allowed (AssignmentNode)'],
    ['f(x) = x', 'is not allowed (FunctionAssignmentNode)'],
    ['turnover.constructor', 'is not allowed (AccessorNode)'],
    ['[1, 2] == 3', '[1, 2]'],
    ['turnover > "1"', '""1"" (character 12) is not a number'],
    ['turnover > 5 cm', 'is not allowed'],
    ['turnover > 5% 3', 'is not allowed'],
    ['turnover mod 2 > 1', '"turnover mod 2" (character 1) has an operator that is not allowed'],
    ['turnover! > 1', 'is not allowed'],
    ['turnover > 1 ? true : false', '"true" (character 16) is not a number'],
    ['(turnover > 1) + 1 > 0', '"(turnover > 1)" (character 1) must be a number'],
    ['turnover and costBps > 1', '"turnover" (character 1) must be a comparison'],
    ['turnover > Infinity', '"Infinity" (character 12) is not a number'],
    ['turnover > 1; costBps > 1', 'is not allowed (BlockNode)'],
    ['turnover >', 'Unexpected end of expression (character 11)'],
    ['turnover > 5% +', 'Unexpected end of expression (character 16)'],
    ['', 'must not be empty'],
    [`turnover > ${'1'.repeat(300)}`, 'at most 300 characters, was 311'],
  ])('%s is refused', (text, problem) => {
    expect(() => holds(text)).toThrow(ConfigError);
    expect(() => holds(text)).toThrow(problem);
  });
});
