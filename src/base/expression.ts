/** Expressions of the configuration: mathjs over named numbers, in a scope closed to everything else. */
import type {
  ConditionalNode,
  ConstantNode,
  FunctionNode,
  MathNode,
  OperatorNode,
  ParenthesisNode,
  SymbolNode,
} from 'mathjs';
import { ConfigError } from './errors.ts';

/** The parser of mathjs; handed in because loading it takes half a second and few portfolios need it. */
export type ExpressionParser = (text: string) => MathNode;

type Kind = 'number' | 'truth';

export type Expression = {
  /** The variables that it speaks of. */
  readonly uses: ReadonlySet<string>;
  /** Its value, given that of every variable by name. */
  readonly evaluate: (scope: Map<string, number>) => unknown;
};

const longest = 300;

/** The operators there are, by the functions that mathjs names them by: what they take and what they give. */
const operators: readonly { names: readonly string[]; takes: Kind; gives: Kind }[] = [
  {
    names: ['add', 'subtract', 'multiply', 'divide', 'pow', 'unaryMinus', 'unaryPlus'],
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

/** The functions there are: of one number, and of two or more. */
const functionsOfOne: readonly string[] = ['abs', 'sqrt'];
const functionsOfMany: readonly string[] = ['min', 'max'];

/**
 * Compiles `max(2%, 0.25 * target)` to a number, or `turnover <= 2% and costBps < 5` to a truth.
 * Errors: ConfigError saying what was refused and where in the text it stands.
 */
export function compileExpression(
  text: string,
  wanted: { readonly variables: readonly string[]; readonly gives: Kind },
  parse: ExpressionParser,
): Expression {
  if (text.length > longest) {
    throw new ConfigError(`an expression has at most ${longest} characters, was ${text.length}`);
  }
  if (text.trim() === '') throw new ConfigError('an expression must not be empty');
  const walk = { text, variables: wanted.variables, uses: new Set<string>() };
  const tree = parsed(text, parse);
  const kind = kindOf(tree, walk);
  if (kind !== wanted.gives) {
    throw new ConfigError(
      wanted.gives === 'truth'
        ? 'must be a comparison, is a number'
        : 'must be a number, is a comparison',
    );
  }
  const code = tree.compile();
  return { uses: walk.uses, evaluate: (scope) => code.evaluate(scope) };
}

const percentage = /(\d+(?:\.\d*)?|\.\d+)\s*%/g;

/** mathjs reads `2% and …` as a modulus; a number with % is a percentage here, always. */
function parsed(text: string, parse: ExpressionParser): MathNode {
  try {
    return parse(text.replace(percentage, '($1 / 100)'));
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    const placed = problem.replace(
      /\(char (\d+)\)/,
      (_, position: string) => `(character ${writtenAt(text, Number(position))})`,
    );
    throw new ConfigError(placed, { cause });
  }
}

/** Where a character that mathjs counted stands in the text as it was written. */
function writtenAt(text: string, position: number): number {
  let longer = 0;
  for (const { 0: written, 1: digits = '', index } of text.matchAll(percentage)) {
    const start = index + longer;
    const length = `(${digits} / 100)`.length;
    if (position <= start) break;
    if (position <= start + length) return index + 1;
    longer += length - written.length;
  }
  return position - longer;
}

/** What is walked through, and what was met on the way. */
type Walk = {
  readonly text: string;
  readonly variables: readonly string[];
  readonly uses: Set<string>;
};

/** Walks the tree and lets through only what stands here, so that whatever mathjs learns later stays outside. */
function kindOf(node: MathNode, walk: Walk): Kind {
  switch (node.type) {
    case 'ConstantNode': {
      const { value } = node as ConstantNode;
      if (typeof value === 'number' && Number.isFinite(value)) return 'number';
      throw refusal(walk, node, 'is not a number');
    }
    case 'SymbolNode': {
      const { name } = node as SymbolNode;
      if (!walk.variables.includes(name)) {
        throw refusal(walk, node, `is not one of ${walk.variables.join(', ')}`);
      }
      walk.uses.add(name);
      return 'number';
    }
    case 'ParenthesisNode':
      return kindOf((node as ParenthesisNode).content, walk);
    case 'ConditionalNode': {
      const { condition, trueExpr, falseExpr } = node as ConditionalNode;
      requireKind([condition], 'truth', walk);
      const kind = kindOf(trueExpr, walk);
      requireKind([falseExpr], kind, walk);
      return kind;
    }
    case 'RelationalNode':
      // A chain of comparisons such as 1% < turnover < 5%; mathjs declares no type for its members.
      requireKind((node as unknown as { params: readonly MathNode[] }).params, 'number', walk);
      return 'truth';
    case 'FunctionNode':
      return kindOfFunction(node as FunctionNode, walk);
    case 'OperatorNode':
      return kindOfOperator(node as OperatorNode, walk);
    default:
      throw refusal(walk, node, `is not allowed (${node.type})`);
  }
}

function kindOfFunction(node: FunctionNode, walk: Walk): Kind {
  const { fn, args } = node;
  const name = fn.type === 'SymbolNode' ? (fn as SymbolNode).name : '';
  const known = [...functionsOfOne, ...functionsOfMany];
  if (!known.includes(name)) throw refusal(walk, node, `is no function of ${known.join(', ')}`);
  if (functionsOfOne.includes(name) && args.length !== 1) {
    throw refusal(walk, node, 'must have one number');
  }
  if (functionsOfMany.includes(name) && args.length < 2) {
    throw refusal(walk, node, 'must have two numbers or more');
  }
  requireKind(args, 'number', walk);
  return 'number';
}

function kindOfOperator(node: OperatorNode, walk: Walk): Kind {
  const operator = operators.find(({ names }) => names.includes(node.fn));
  if (operator === undefined || node.implicit) {
    throw refusal(walk, node, 'has an operator that is not allowed');
  }
  requireKind(node.args, operator.takes, walk);
  return operator.gives;
}

function requireKind(nodes: readonly MathNode[], kind: Kind, walk: Walk): void {
  for (const node of nodes) {
    if (kindOf(node, walk) !== kind) {
      throw refusal(walk, node, `must be ${kind === 'number' ? 'a number' : 'a comparison'}`);
    }
  }
}

/** Names a part of the text, and where it stands if it does as mathjs prints it, spaces apart. */
function refusal({ text }: Walk, node: MathNode, problem: string): ConfigError {
  const part = node.toString().replace(/\(([\d.]+) \/ 100\)/g, '$1%');
  const index = node.type === 'SymbolNode' ? wordIn(text, part) : partIn(text, part);
  const place = index === undefined || index < 0 ? '' : ` (character ${index + 1})`;
  return new ConfigError(`"${part}"${place} ${problem}`);
}

function wordIn(text: string, name: string): number | undefined {
  return [...text.matchAll(/[\p{L}\p{N}_$]+/gu)].find(([word]) => word === name)?.index;
}

function partIn(text: string, part: string): number {
  const bare = (given: string): string => given.replace(/\s/g, '');
  const starts = Array.from(text, (_, index) => index).filter((index) =>
    /\S/.test(text[index] ?? ''),
  );
  return starts.find((index) => bare(text.slice(index)).startsWith(bare(part))) ?? -1;
}
