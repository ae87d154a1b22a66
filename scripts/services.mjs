/** The services that some suites need: where they are, and how they are installed when that is asked for. */
// @ts-check
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @param {string | undefined} value */
const isOn = (value) => value !== undefined && !['', '0', 'false'].includes(value);

/**
 * The executable file of that name on the path.
 * @param {string} name
 * @param {Environment} environment
 * @returns {string | undefined}
 */
export function findExecutable(name, environment) {
  const folders = isAbsolute(name) ? [''] : (environment.PATH ?? '').split(delimiter);
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * Chromium: BALLAST_CHROMIUM when it is set, else the first one on the path.
 * @param {Environment} environment
 * @returns {string | undefined}
 */
export function findChromium(environment) {
  const given = environment.BALLAST_CHROMIUM;
  const names = given ? [given] : chromiumNames;
  return names.map((name) => findExecutable(name, environment)).find((file) => file !== undefined);
}

/**
 * Whether missing services are to be installed: BALLAST_INSTALL=1 or CI.
 * @param {Environment} environment
 */
export function isInstallAsked(environment) {
  return isOn(environment.BALLAST_INSTALL) || isOn(environment.CI);
}

/**
 * Whether a missing service is a failure: installing was asked for, and this user may install.
 * @param {Environment} environment
 */
export function areServicesRequired(environment) {
  return isInstallAsked(environment) && process.getuid?.() === 0;
}

/**
 * @param {readonly string[]} parameters
 * @param {Environment} environment
 */
function aptGet(parameters, environment) {
  const run = () =>
    spawnSync('apt-get', ['-o', 'Dpkg::Use-Pty=0', '-qq', ...parameters], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  return run() || run();
}

/**
 * Installs what is missing when that was asked for. Never fails: suites report what they lack.
 * @param {Environment} environment
 * @param {(line: string) => void} say
 */
export function installServices(environment, say) {
  if (!isInstallAsked(environment) || findChromium(environment)) return;
  if (environment.BALLAST_CHROMIUM) {
    say(`BALLAST_CHROMIUM was ${environment.BALLAST_CHROMIUM}, which is no program.`);
  } else if (process.getuid?.() !== 0 || !findExecutable('apt-get', environment)) {
    say('Chromium is missing and cannot be installed here: that needs root and apt-get.');
  } else {
    say('Installing Chromium with apt-get; this takes a minute or two …');
    const done =
      aptGet(['update'], environment) &&
      aptGet(['install', '-y', '--no-install-recommends', 'chromium'], environment);
    say(
      done
        ? 'Chromium is installed.'
        : 'apt-get could not install Chromium; look at its message above, check the network, or install it by hand.',
    );
  }
}
