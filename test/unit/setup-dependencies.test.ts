/** The dependencies: pinned, explained on their page with the right licence, and allowed to run scripts only by name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-files.ts';

type Manifest = {
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};

function read(...path: readonly string[]): string {
  return readFileSync(join(projectRoot, ...path), 'utf8');
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const versions = {
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.peerDependencies,
};
const rows = read('docs', 'explanation', 'dependencies.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, name = '', licence, saves, without]) => ({
    name: name.replaceAll('`', ''),
    licence,
    saves,
    without,
  }));

describe('dependencies', () => {
  it('have exact versions', () => {
    const loose = Object.entries(versions).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('have one line each on their page', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(versions).sort());
  });

  it('have a line that says what they save and what we would do without', () => {
    expect(rows.filter(({ saves, without }) => !saves || !without)).toEqual([]);
  });

  const installedRows = rows.filter(({ name }) => !(name in manifest.peerDependencies));
  it.each(installedRows)('have the licence on the page: $name', ({ name, licence }) => {
    const installed = JSON.parse(read('node_modules', name, 'package.json')) as Manifest;
    expect(licence).toBe(installed.license);
  });

  it('of people who want more are optional, and not among the packages that npm ci installs', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Readonly<Record<string, unknown>>;
    };
    for (const name of Object.keys(manifest.peerDependencies)) {
      expect(manifest.peerDependenciesMeta[name]).toEqual({ optional: true });
      expect(packages).not.toHaveProperty([`node_modules/${name}`]);
    }
  });

  it('run no install script that is not allowed by name', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Readonly<Record<string, { hasInstallScript?: boolean }>>;
    };
    const scripted = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(Object.keys(manifest.allowScripts)).toEqual(scripted);
  });
});
