/** The syntax tree of a source file, reduced to what rules of style ask: nodes with their parents, imports, names, functions. */
import { parseAst } from 'vitest/node';
import type { ProjectFile } from './project-files.ts';

export type SyntaxNode = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [property: string]: unknown;
};

export type Visit = (node: SyntaxNode, parent: SyntaxNode | undefined) => void;

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

export function walk(node: SyntaxNode, visit: Visit, parent?: SyntaxNode): void {
  visit(node, parent);
  for (const child of Object.values(node).flat()) {
    if (isNode(child)) walk(child, visit, node);
  }
}

const trees = new Map<string, SyntaxNode>();

export function treeOf(file: ProjectFile): SyntaxNode {
  const known = trees.get(file.path);
  if (known) return known;
  const tree = parseAst(file.text, { lang: file.path.endsWith('.ts') ? 'ts' : 'js' });
  trees.set(file.path, tree as unknown as SyntaxNode);
  return treeOf(file);
}

/** The nodes of a file for which the predicate holds. */
export function findNodes(
  file: ProjectFile,
  isWanted: (node: SyntaxNode, parent: SyntaxNode | undefined) => boolean,
): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walk(treeOf(file), (node, parent) => {
    if (isWanted(node, parent)) found.push(node);
  });
  return found;
}

export type Import = { readonly source: string; readonly start: number };

/** Where a file imports from, exports from, or names in an import type. */
export function importsOf(file: ProjectFile): readonly Import[] {
  return findNodes(file, ({ type }) =>
    /^(Import|Export\w+)Declaration$|^(ImportExpression|TSImportType)$/.test(type),
  )
    .map((node) => ({ source: node.source, start: node.start }))
    .filter((found): found is { source: SyntaxNode; start: number } => isNode(found.source))
    .map(({ source, start }) => ({ source: String(source.value), start }));
}

/** Whether this identifier is a variable, and not the name of a property. */
export function isVariable(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (node.type !== 'Identifier') return false;
  if (parent?.type === 'MemberExpression')
    return parent.object === node || parent.computed === true;
  if (parent?.type === 'Property') return parent.value === node;
  return !/^TS(Property|Method)Signature$|Definition$/.test(parent?.type ?? '');
}

export function isFunction(node: SyntaxNode): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

/** Whether a function has a name of its own: declared, kept in a constant, or a method. */
function isNamed(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  return (
    node.type === 'FunctionDeclaration' ||
    /^(VariableDeclarator|Property|MethodDefinition)$/.test(parent?.type ?? '')
  );
}

/** Lines of a function without those of the named functions inside it, so that a factory is not its methods. */
export function ownLines(file: ProjectFile, fn: SyntaxNode): number {
  let nested = 0;
  const visit = (node: SyntaxNode, parent: SyntaxNode): void => {
    if (isFunction(node) && isNamed(node, parent)) {
      nested += linesOf(file, node) - 1;
      return;
    }
    for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, node);
  };
  for (const child of Object.values(fn).flat()) if (isNode(child)) visit(child, fn);
  return linesOf(file, fn) - nested;
}

function linesOf(file: ProjectFile, node: SyntaxNode): number {
  return file.text.slice(node.start, node.end).split('\n').length;
}
