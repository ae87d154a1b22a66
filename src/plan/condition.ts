/** Conditions of approval rules: expressions over three numbers of a plan that are true or not. */
import { ConfigError } from '../base/errors.ts';
import { compileExpression, type ExpressionParser } from '../base/expression.ts';

/** What a condition may speak of. */
const conditionVariables = ['turnover', 'planNotional', 'costBps'] as const;

/** turnover and planNotional are fractions of NAV, costBps is of NAV. */
export type ConditionScope = Readonly<Record<(typeof conditionVariables)[number], number>>;

export type Condition = (scope: ConditionScope) => boolean;

/** Compiles a condition such as `turnover <= 2% and costBps < 5`. Errors: ConfigError naming what was refused. */
export function compileCondition(text: string, parse: ExpressionParser): Condition {
  const wanted = { variables: conditionVariables, gives: 'truth' } as const;
  try {
    const { evaluate } = compileExpression(text, wanted, parse);
    return (scope) => evaluate(new Map(Object.entries(scope))) === true;
  } catch (cause) {
    const problem = (cause as Error).message;
    throw new ConfigError(`approval condition "${text}": ${problem}`, { cause });
  }
}
