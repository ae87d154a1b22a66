/** Conditions of approval rules: mathjs expressions over three numbers, in a scope closed to everything else. */
import type { ConstantNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { ConfigError } from '../base/errors.ts';

/** What a condition may speak of. */
export const conditionVariables = ['turnover', 'planNotional', 'costBps'] as const;

/** turnover and planNotional are fractions of NAV, costBps is of NAV. */
export type ConditionScope = Readonly<Record<(typeof conditionVariables)[number], number>>;

export type Condition = (scope: ConditionScope) => boolean;

/** The parser of mathjs; handed in because loading it takes half a second and few portfolios need it. */
export type ExpressionParser = (text: string) => MathNode;

type Kind = 'number' | 'truth';

const longest = 300;

/** The operators there are, by the functions that mathjs names them by: what they take and what they give. */
const operators: readonly { names: readonly string[]; takes: Kind; gives: Kind }[] = [
  {
    names: ['add', 'subtract', 'multiply', 'divide', 'unaryMinus', 'unaryPlus'],
    takes: 'number',
    gives: 'number',
  },
  {
    names: ['smaller', 'smallerEq', 'larger', 'largerEq', 'equal', 'unequal'],
    takes: 'number',
    gives: 'truth',
  },
  { names: ['and', 'or', 'not'], takes: 'truth', gives: 'truth' },
];

/** Compiles a condition such as `turnover <= 2% and costBps < 5`. Errors: ConfigError naming what was refused. */
export function compileCondition(text: string, parse: ExpressionParser): Condition {
  if (text.length > longest) {
    throw new ConfigError(
      `an approval condition has at most ${longest} characters, was ${text.length}`,
    );
  }
  const tree = parsed(text, parse);
  if (kindOf(tree, text) !== 'truth') {
    throw refusal(text, 'a condition must be a comparison, this is a number');
  }
  const code = tree.compile();
  return (scope) => code.evaluate({ ...scope }) === true;
}

/** mathjs reads `2% and …` as a modulus; a number with % is a percentage here, always. */
function parsed(text: string, parse: ExpressionParser): MathNode {
  const withoutPercent = text.replace(/(\d+(?:\.\d*)?|\.\d+)\s*%/g, '($1 / 100)');
  try {
    return parse(withoutPercent);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`approval condition "${text}": ${problem}`, { cause });
  }
}

/** Walks the tree and lets through only what stands here, so that whatever mathjs learns later stays outside. */
function kindOf(node: MathNode, text: string): Kind {
  switch (node.type) {
    case 'ConstantNode': {
      const { value } = node as ConstantNode;
      if (typeof value === 'number' && Number.isFinite(value)) return 'number';
      throw refusal(text, `${node.toString()} is not a number`);
    }
    case 'SymbolNode': {
      const { name } = node as SymbolNode;
      if (conditionVariables.some((known) => known === name)) return 'number';
      throw refusal(text, `"${name}" is not one of ${conditionVariables.join(', ')}`);
    }
    case 'ParenthesisNode':
      return kindOf((node as ParenthesisNode).content, text);
    case 'RelationalNode':
      // A chain of comparisons such as 1% < turnover < 5%; mathjs declares no type for its members.
      requireKind((node as unknown as { params: readonly MathNode[] }).params, 'number', text);
      return 'truth';
    case 'OperatorNode':
      return kindOfOperator(node as OperatorNode, text);
    default:
      throw refusal(text, `${node.type} is not allowed (${node.toString()})`);
  }
}

function kindOfOperator(node: OperatorNode, text: string): Kind {
  const operator = operators.find(({ names }) => names.includes(node.fn));
  if (operator === undefined || node.implicit) {
    throw refusal(text, `the operator in "${node.toString()}" is not allowed`);
  }
  requireKind(node.args, operator.takes, text);
  return operator.gives;
}

function requireKind(nodes: readonly MathNode[], kind: Kind, text: string): void {
  for (const node of nodes) {
    if (kindOf(node, text) !== kind) {
      const wanted = kind === 'number' ? 'a number' : 'a comparison';
      throw refusal(text, `"${node.toString()}" must be ${wanted}`);
    }
  }
}

function refusal(text: string, problem: string): ConfigError {
  return new ConfigError(`approval condition "${text}": ${problem}`);
}
