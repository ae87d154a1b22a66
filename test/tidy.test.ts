/** The style of the project, enforced: who may import what, purity, sizes, names and words, and that every reason and setting is tested. */
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reasonTable } from '../src/base/reasons.ts';
import { isPure, mayImport, roomOf } from './support/layers.ts';
import { occurrences, type ProjectFile, placeOf, projectFiles } from './support/project-files.ts';
import { settingsOfSchema } from './support/setting-names.ts';
import {
  findNodes,
  importsOf,
  isFunction,
  isNode,
  isVariable,
  ownLines,
  type SyntaxNode,
} from './support/syntax.ts';

const product = projectFiles(['src', 'api'], ['.ts']);
const scripts = projectFiles(['scripts', 'training', 'bench'], ['.ts', '.mjs']);
const tests = projectFiles(['test'], ['.ts']);
const code = [...product, ...scripts];
const prose = projectFiles(['docs', 'README.md', 'CHANGELOG.md'], ['.md']);
const others = projectFiles(
  ['bin', 'examples', '.ci', 'Dockerfile', 'package.json', 'biome.json', 'vitest.config.ts'],
  [''],
);

/** Third-party packages that pure rooms may use: they only compute. */
const computingPackages = [
  '@tensorflow/tfjs-core',
  'big.js',
  'canonicalize',
  'croner',
  'mathjs',
  'ml-matrix',
];
const maximumFileLines = 300;
const maximumFunctionLines = 70;

/** One line for each node of the files for which the predicate holds. */
function findings(
  files: readonly ProjectFile[],
  isWanted: (node: SyntaxNode, parent: SyntaxNode | undefined) => boolean,
  message: string,
): readonly string[] {
  return files.flatMap((file) =>
    findNodes(file, isWanted).map((node) => {
      const [first = ''] = file.text.slice(node.start, node.end).split('\n');
      return `${placeOf(file, node.start)}: ${message}: ${first.slice(0, 80)}`;
    }),
  );
}

function matches(
  files: readonly ProjectFile[],
  pattern: RegExp,
  message: string,
): readonly string[] {
  return files.flatMap((file) => occurrences(file, pattern, (found) => `${message}: ${found}`));
}

function isNamed(node: unknown, name: string): boolean {
  return isNode(node) && node.type === 'Identifier' && node.name === name;
}

function isCallOf(node: SyntaxNode, object: string, property: string): boolean {
  return (
    node.type === 'MemberExpression' &&
    isNamed(node.object, object) &&
    isNamed(node.property, property)
  );
}

describe('rooms', () => {
  const files = product.filter(({ path }) => path !== 'src/index.ts');

  it('import in one direction only', () => {
    const problems = files.flatMap((file) => {
      const room = roomOf(file.path);
      const allowed = mayImport(room);
      if (!allowed) return [`${file.path}: the room ${room} has no place in the layers`];
      return importsOf(file)
        .filter(({ source }) => source.startsWith('.'))
        .map(({ source, start }) => ({
          to: roomOf(posix.join(posix.dirname(file.path), source)),
          start,
        }))
        .filter(({ to }) => to !== room && !allowed.includes(to))
        .map(({ to, start }) => `${placeOf(file, start)}: ${room} must not import ${to}`);
    });
    expect(problems).toEqual([]);
  });

  it('keep adapters from each other', () => {
    const problems = files
      .filter(({ path }) => path.startsWith('src/adapters/'))
      .flatMap((file) => {
        const own = posix.dirname(file.path).split('/').slice(0, 3).join('/');
        return importsOf(file)
          .filter(({ source }) => source.startsWith('.'))
          .map(({ source, start }) => ({
            target: posix.join(posix.dirname(file.path), source),
            start,
          }))
          .filter(
            ({ target }) => target.startsWith('src/adapters/') && !target.startsWith(`${own}/`),
          )
          .map(({ target, start }) => `${placeOf(file, start)}: ${own} must not import ${target}`);
      });
    expect(problems).toEqual([]);
  });

  it('need no barrel files', () => {
    const isReExport = ({ type, source }: SyntaxNode): boolean =>
      type === 'ExportAllDeclaration' || (type === 'ExportNamedDeclaration' && isNode(source));
    expect(findings(files, isReExport, 're-exports belong to src/index.ts')).toEqual([]);
  });
});

describe('pure rooms', () => {
  const pure = product.filter(({ path }) => isPure(path));

  it('are synchronous', () => {
    const isAsynchronous = (node: SyntaxNode): boolean =>
      node.async === true ||
      /^(AwaitExpression|ImportExpression)$/.test(node.type) ||
      isNamed(node, 'Promise');
    expect(findings(pure, isAsynchronous, 'asynchronous code in a pure room')).toEqual([]);
  });

  it('have no clock', () => {
    const isClock = (node: SyntaxNode): boolean =>
      isCallOf(node, 'Date', 'now') ||
      (node.type === 'CallExpression' && isNamed(node.callee, 'Date')) ||
      (node.type === 'NewExpression' &&
        isNamed(node.callee, 'Date') &&
        (node.arguments as readonly unknown[]).length === 0);
    expect(findings(pure, isClock, 'a clock in a pure room')).toEqual([]);
  });

  it('have no randomness of their own', () => {
    const isRandom = (node: SyntaxNode): boolean => isCallOf(node, 'Math', 'random');
    expect(findings(pure, isRandom, 'randomness in a pure room')).toEqual([]);
  });

  it('have no environment, timers, logger or network', () => {
    const outside =
      /^(process|console|performance|globalThis|fetch|crypto|Buffer|set(Timeout|Interval|Immediate)|queueMicrotask)$/;
    const isOutside = (node: SyntaxNode, parent: SyntaxNode | undefined): boolean =>
      isVariable(node, parent) && outside.test(String(node.name));
    expect(findings(pure, isOutside, 'the outside world in a pure room')).toEqual([]);
  });

  it('import no package but those that only compute, and node:crypto for hashing', () => {
    const problems = pure.flatMap((file) =>
      importsOf(file)
        .filter(({ source }) => !source.startsWith('.') && !computingPackages.includes(source))
        .filter(
          ({ source }) => !(file.path === 'src/base/canonical-json.ts' && source === 'node:crypto'),
        )
        .map(({ source, start }) => `${placeOf(file, start)}: a pure room imports ${source}`),
    );
    expect(problems).toEqual([]);
  });
});

describe('files', () => {
  it('open with a sentence on what they are', () => {
    const problems = [...code, ...tests]
      .filter(({ text }) => !/^(#!.*\n)?\/\*\*[\s*]+[^\s*@/][\s\S]{10,}?\*\//.test(text))
      .map(({ path }) => `${path}:1: must open with /** a sentence */`);
    expect(problems).toEqual([]);
  });

  it(`have at most ${maximumFileLines} lines`, () => {
    const problems = [...code, ...tests]
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > maximumFileLines)
      .map(({ path, lines }) => `${path}:1: ${lines} lines`);
    expect(problems).toEqual([]);
  });

  it(`have functions of at most ${maximumFunctionLines} lines`, () => {
    const problems = code.flatMap((file) =>
      findNodes(file, isFunction)
        .map((node) => ({ place: placeOf(file, node.start), lines: ownLines(file, node) }))
        .filter(({ lines }) => lines > maximumFunctionLines)
        .map(({ place, lines }) => `${place}: a function of ${lines} lines`),
    );
    expect(problems).toEqual([]);
  });

  it('have no default export', () => {
    const isDefault = ({ type }: SyntaxNode): boolean => type === 'ExportDefaultDeclaration';
    expect(findings([...code, ...tests], isDefault, 'a default export')).toEqual([]);
  });

  it('have classes only for errors and for adapters with a connection', () => {
    const isClass = ({ type, superClass }: SyntaxNode): boolean =>
      /^Class(Declaration|Expression)$/.test(type) &&
      !(isNode(superClass) && /Error$/.test(String(superClass.name)));
    const files = product.filter(({ path }) => !path.startsWith('src/adapters/'));
    expect(findings(files, isClass, 'a class')).toEqual([]);
  });

  it('have no left-overs', () => {
    const leftOver = /\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b|\b(?:it|test|describe)\.only\b/g;
    expect(matches([...code, ...tests, ...prose, ...others], leftOver, 'a left-over')).toEqual([]);
  });

  it('name no path of one machine', () => {
    const machinePath = /(?<![\w.~-])\/(?:wor[k]|tm[p]|roo[t]|far[m]|hom[e])\/\w*/g;
    expect(matches([...code, ...tests, ...prose, ...others], machinePath, 'a path')).toEqual([]);
  });
});

describe('names and words', () => {
  it('say quantity or notional for what is traded, driftAbs or driftRel for a drift', () => {
    const forbidden = /amount|^(?:order|trade|leg|fill|position|lot)_?Size$|^drift$/i;
    const isForbidden = (node: SyntaxNode): boolean =>
      node.type === 'Identifier' && forbidden.test(String(node.name));
    expect(findings(product, isForbidden, 'a name')).toEqual([]);
  });

  it('are whole words', () => {
    const short = /^(?:qty|amt|cfg|conf|mgr|util|utils|helper|helpers|tmp|calc|impl|idx|arr|obj)$/;
    const isShort = (node: SyntaxNode): boolean =>
      node.type === 'Identifier' && short.test(String(node.name));
    const files = code.filter(({ path }) => short.test(posix.parse(path).name));
    expect(files.map(({ path }) => path)).toEqual([]);
    expect(findings(code, isShort, 'a short form')).toEqual([]);
  });

  it('neither shout nor sell', () => {
    const loud =
      /\b(?:simply|obviously|of course|seamless(?:ly)?|effortless(?:ly)?|powerful|blazing|revolutionary|cutting-edge|oops)\b|\w!(?=\s|$)/gi;
    const isLoud = (node: SyntaxNode): boolean => {
      const value = node.type === 'TemplateElement' ? node.value : node;
      const text = node.type === 'Literal' ? node.value : (value as { cooked?: unknown }).cooked;
      return typeof text === 'string' && new RegExp(loud).test(text);
    };
    const withoutCode = prose.map(({ path, text }) => ({
      path,
      text: text.replace(/```[\s\S]*?```|`[^`\n]*`/g, (block) => block.replace(/[^\n]/g, ' ')),
    }));
    expect(matches(withoutCode, loud, 'a word')).toEqual([]);
    expect(findings(product, isLoud, 'a text')).toEqual([]);
  });
});

describe('tests', () => {
  it('use the modules of the project, not mocks of them', () => {
    expect(matches(tests, /\bvi\.(?:doMock|moc[k])\(/g, 'a mock')).toEqual([]);
  });

  it('are named after their area and what they check', () => {
    const problems = tests
      .map(({ path }) => path)
      .filter((path) => path.endsWith('.test.ts') && path !== 'test/tidy.test.ts')
      .filter(
        (path) =>
          !/^test\/(unit|property|golden|contract|integration|simulation|e2e)\/[a-z0-9]+(-[a-z0-9]+)+\.test\.ts$/.test(
            path,
          ),
      );
    expect(problems).toEqual([]);
  });
});

describe('every reason', () => {
  const codes = Object.keys(reasonTable);
  const without = (files: readonly ProjectFile[]): readonly string[] =>
    codes.filter((reason) => !files.some(({ text }) => new RegExp(`\\b${reason}\\b`).test(text)));

  it('is given somewhere', () => {
    expect(without(product.filter(({ path }) => path !== 'src/base/reasons.ts'))).toEqual([]);
  });

  it('is named in a test', () => {
    expect(without(tests)).toEqual([]);
  });
});

describe('every setting', () => {
  it('has a test that shows that it changes behaviour, marked `setting: its.name`', () => {
    const marked = new Set(
      tests.flatMap(({ text }) =>
        [...text.matchAll(/\bsetting: ([\w.]+(?:, [\w.]+)*)/g)].flatMap(([, names = '']) =>
          names.split(', '),
        ),
      ),
    );
    const settings = settingsOfSchema();
    const untested = settings.filter((name) => !marked.has(name));
    const unknown = [...marked].filter((name) => name !== 'its.name' && !settings.includes(name));
    expect({ untested, unknown }).toEqual({ untested: [], unknown: [] });
  });
});
