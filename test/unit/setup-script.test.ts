/** The set-up script: when it installs, where npm's cache goes, what it says when npm fails, which services it wants. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  areServicesRequired,
  findChromium,
  installServices,
  isInstallAsked,
} from '../../scripts/services.mjs';
import { explainFailure, needsInstallation, usableCache } from '../../scripts/setup.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-setup-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function writeAt(path: string, seconds: number): void {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '{}');
  utimesSync(file, seconds, seconds);
}

describe('the dependencies are installed', () => {
  it('when node_modules is missing', () => {
    writeAt('package-lock.json', 1000);
    expect(needsInstallation(folder)).toBe(true);
  });

  it('when the lock file is younger than what is installed', () => {
    writeAt('package-lock.json', 2000);
    writeAt('node_modules/.package-lock.json', 1000);
    expect(needsInstallation(folder)).toBe(true);
  });

  it('and not again', () => {
    writeAt('package-lock.json', 1000);
    writeAt('node_modules/.package-lock.json', 2000);
    expect(needsInstallation(folder)).toBe(false);
  });
});

describe("npm's cache", () => {
  it('is the one that npm was given', () => {
    const cache = join(folder, 'cache');
    expect(usableCache({ HOME: folder, npm_config_cache: cache })).toBe(cache);
  });

  it('is in the home folder without one', () => {
    expect(usableCache({ HOME: folder })).toBe(join(folder, '.npm'));
  });

  it('is temporary when HOME is empty, although npm then names a folder "~" in the project', () => {
    const cache = join(folder, '~', '.npm');
    expect(usableCache({ HOME: '', npm_config_cache: cache })).toBeUndefined();
  });

  it('is temporary when the home folder cannot be one', () => {
    writeAt('file', 1000);
    expect(usableCache({ HOME: join(folder, 'file') })).toBeUndefined();
  });
});

describe('a failed installation says what to do', () => {
  it.each([
    ['npm error code ENOSPC\nnpm error nospc no space left on device', /the disk is full: free/],
    ['npm error code EROFS', /cannot be written to: change its rights/],
    ["npm error Error: EACCES: permission denied, mkdir 'x'", /cannot be written to/],
    ['npm error code ENOTFOUND', /registry cannot be reached: check the network/],
    ['npm error code ECONNREFUSED', /registry cannot be reached/],
    ['npm error code EUSAGE', /do not match: run npm install/],
    ['npm error code E404', /registry refused a package/],
    ['something else', /npm says above why\. Try again/],
  ])('%s', (output, sentence) => {
    expect(explainFailure(output)).toMatch(sentence);
  });
});

describe('services', () => {
  it('are installed when BALLAST_INSTALL or CI asks for it', () => {
    expect([{ BALLAST_INSTALL: '1' }, { CI: 'true' }].map(isInstallAsked)).toEqual([true, true]);
    expect([{}, { CI: '' }, { CI: 'false' }].map(isInstallAsked)).toEqual([false, false, false]);
  });

  it('are required only of a user who may install them', () => {
    expect(areServicesRequired({ CI: 'true' })).toBe(process.getuid?.() === 0);
    expect(areServicesRequired({})).toBe(false);
  });

  it('are found by variable or on the path', () => {
    const program = join(folder, 'chromium');
    writeFileSync(program, '');
    chmodSync(program, 0o755);
    expect(findChromium({ PATH: folder })).toBe(program);
    expect(findChromium({ PATH: '', BALLAST_CHROMIUM: program })).toBe(program);
    expect(findChromium({ PATH: folder, BALLAST_CHROMIUM: join(folder, 'none') })).toBeUndefined();
    expect(findChromium({ PATH: '' })).toBeUndefined();
  });

  it('that cannot be installed are named in one sentence', () => {
    const said: string[] = [];
    installServices({ CI: 'true', PATH: '' }, (line) => said.push(line));
    expect(said).toEqual([
      'Chromium is missing and cannot be installed here: that needs root and apt-get.',
    ]);
  });

  it('are left alone unless asked for', () => {
    const said: string[] = [];
    installServices({ PATH: '' }, (line) => said.push(line));
    expect(said).toEqual([]);
  });
});
