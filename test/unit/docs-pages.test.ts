/** What the pages name exists: links, files, commands, options, settings, reasons, routes; and their YAML is valid. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { problemTable } from '../../api/problem.ts';
import { apiDocument } from '../../scripts/reference/api.ts';
import { compileRules } from '../../src/app/plans/approval-rules.ts';
import { reasonTable } from '../../src/base/reasons.ts';
import { commonOptions } from '../../src/cli/common-options.ts';
import { commandTable } from '../../src/cli/table.ts';
import { parseConfig } from '../../src/config/load.ts';
import { settingsOf } from '../../src/config/settings.ts';
import { blocksOf, inlineCodeOf, linksOf, pages } from '../support/documents.ts';
import { type ProjectFile, projectRoot } from '../support/project-files.ts';
import { settingsOfSchema } from '../support/setting-names.ts';

/** The code of a page, inline and in blocks of shell commands. */
function codeOf(page: ProjectFile): readonly string[] {
  const blocks = blocksOf(page).filter(({ language }) => language === 'sh');
  return [...inlineCodeOf(page), ...blocks.flatMap(({ text }) => text.split('\n'))];
}

/** What is wrong, with the page that says it. */
function problems(find: (page: ProjectFile) => readonly string[]): readonly string[] {
  return pages.flatMap((page) => find(page).map((problem) => `${page.path}: ${problem}`));
}

function exists(path: string): boolean {
  return existsSync(join(projectRoot, path));
}

describe('pages', () => {
  it('link to pages that are there', () => {
    const broken = problems((page) =>
      linksOf(page)
        .filter((target) => !/^(https?:|#)/.test(target))
        .filter((target) => {
          const [path = ''] = target.split('#');
          return !exists(posix.join(posix.dirname(page.path), path));
        }),
    );
    expect(broken).toEqual([]);
  });

  it('can all be reached from the list of pages', () => {
    const listed = pages
      .filter(({ path }) => path === 'docs/README.md' || path === 'README.md')
      .flatMap((page) =>
        linksOf(page).map((target) => posix.join(posix.dirname(page.path), target)),
      );
    const lost = pages
      .map(({ path }) => path)
      .filter((path) => path.startsWith('docs/'))
      .filter((path) => !listed.includes(path));
    expect(lost).toEqual([]);
  });

  it('name files of the project that are there', () => {
    const made = /^data\/(candles|state|cache)/;
    const missing = problems((page) =>
      inlineCodeOf(page)
        .filter((code) => /^(src|api|docs|test|scripts|examples|data|bin)\/[\w./-]+$/.test(code))
        .filter((path) => !made.test(path) && !exists(path)),
    );
    expect(missing).toEqual([]);
  });

  it('name reasons and refusals that exist', () => {
    const known = new Set([...Object.keys(reasonTable), ...Object.keys(problemTable)]);
    const unknown = problems((page) =>
      inlineCodeOf(page)
        .filter((code) => /^[A-Z]+(_[A-Z]+)+$/.test(code) && !code.startsWith('BALLAST_'))
        .filter((code) => !known.has(code)),
    );
    expect(unknown).toEqual([]);
  });

  it('name scripts of package.json that exist', () => {
    const text = readFileSync(join(projectRoot, 'package.json'), 'utf8');
    const { scripts } = JSON.parse(text) as { scripts: Readonly<Record<string, string>> };
    const unknown = problems((page) =>
      codeOf(page)
        .flatMap((code) => [...code.matchAll(/\bnpm run ([\w:]+)/g)].map(([, name = '']) => name))
        .filter((name) => scripts[name] === undefined),
    );
    expect(unknown).toEqual([]);
  });
});

describe('commands', () => {
  /** Why a call of bin/ballast cannot be right. */
  function faultOf(call: string): string | undefined {
    const words = call.split(/\s+/);
    const entry = [2, 1]
      .map((count) => words.slice(0, count).join(' '))
      .map((name) => commandTable.find((command) => command.name === name))
      .find((command) => command !== undefined);
    if (entry === undefined) {
      return /^(help\b|--version|COMMAND|$)/.test(call) ? undefined : `no command: ${call}`;
    }
    const known = [...entry.options, ...commonOptions].map(({ name }) => `--${name}`);
    const unknown = words.filter((word) => /^--[a-z]/.test(word) && !known.includes(word));
    return unknown.length === 0 ? undefined : `${entry.name} has no ${unknown.join(', ')}`;
  }

  it('that pages name are in the table, with their options', () => {
    const faults = problems((page) =>
      codeOf(page).flatMap((code) =>
        [...code.matchAll(/\bbin\/ballast\b ?([^|)]*)/g)].flatMap(
          ([, call = '']) => faultOf(call.trim()) ?? [],
        ),
      ),
    );
    expect(faults).toEqual([]);
  });

  it('are all explained in the reference', () => {
    const reference = readFileSync(join(projectRoot, 'docs/reference/cli.md'), 'utf8');
    const missing = commandTable.filter(({ name }) => !reference.includes(`\n## ${name}\n`));
    expect(missing).toEqual([]);
  });
});

describe('settings', () => {
  const settings = settingsOfSchema();
  const sections = [...new Set(settings.map((name) => name.split('.')[0]))].join('|');

  it('that pages name exist', () => {
    const setting = new RegExp(`^(?:--set )?((?:${sections})\\.\\w+)(?:=.*)?$`);
    const unknown = problems((page) =>
      inlineCodeOf(page)
        .map((code) => setting.exec(code)?.[1])
        .filter((name) => name !== undefined)
        .filter(
          (name) => !settings.some((known) => known === name || known.startsWith(`${name}.`)),
        ),
    );
    expect(unknown).toEqual([]);
  });

  const examples = pages.flatMap((page) =>
    blocksOf(page)
      .filter(({ language }) => language === 'yaml')
      .map(({ text }) => ({ path: page.path, text })),
  );

  it.each(examples)('are written in YAML that is a configuration: $path $text', (example) => {
    const portfolio = { name: 'example', quote: 'USDT', targets: { BTC: 0.5, ETH: 0.2, SOL: 0.1 } };
    const text = JSON.stringify({ portfolio, ...(parse(example.text) as object) });
    const { settings: found } = settingsOf(parseConfig(text, { file: example.path }), 'live');
    expect(compileRules(found.approvalRules)).toHaveLength(found.approvalRules.length);
  });
});

describe('calls of the API', () => {
  it('go to routes that are there', async () => {
    const { paths } = await apiDocument();
    const routes = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => ({
        method,
        pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      })),
    );
    const calls = pages.flatMap((page) =>
      blocksOf(page)
        .flatMap(({ text }) => text.split('\n'))
        .filter((line) => line.startsWith('curl '))
        .map((line) => ({ place: page.path, line })),
    );
    const lost = calls.filter(({ line }) => {
      const method = (/-X (\w+)/.exec(line)?.[1] ?? 'GET').toLowerCase();
      const [, path = ''] =
        /(?:\$API|http:\/\/127\.0\.0\.1:8420\/api\/v1)([\w/$-]*)/.exec(line) ?? [];
      return !routes.some(
        (route) => route.method === method && route.pattern.test(`/api/v1${path}`),
      );
    });
    expect(calls.length).toBeGreaterThan(3);
    expect(lost).toEqual([]);
  });
});
