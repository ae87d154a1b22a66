/** Sets the project up before it starts or is tested: installs the dependencies, and with --services what suites need. */
// @ts-check
import { spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installServices } from './services.mjs';

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

const oldestNode = 20;
const progressEveryMs = 3000;
const neededMb = 650;

/** Why npm failed, by what it wrote, and what to do about it. */
const failures = /** @type {const} */ ([
  [/\bENOSPC\b/, `the disk is full: free at least ${neededMb} MB and try again`],
  [
    /\b(EROFS|EACCES|EPERM)\b/,
    'this folder cannot be written to: change its rights or copy the project to a folder of your own',
  ],
  [
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT|UNABLE_TO_GET_ISSUER_CERT|SELF_SIGNED_CERT\w*)\b/,
    'the package registry cannot be reached: check the network (and proxy settings) and try again',
  ],
  [
    /\bEUSAGE\b/,
    'package.json and package-lock.json do not match: run npm install and commit the lock file',
  ],
  [/\bE40[134]\b/, 'the package registry refused a package: check the registry settings of npm'],
]);

/**
 * The sentence on a failed installation.
 * @param {string} output what npm wrote
 */
export function explainFailure(output) {
  const known = failures.find(([pattern]) => pattern.test(output));
  return known
    ? `The dependencies could not be installed, because ${known[1]}.`
    : 'The dependencies could not be installed; npm says above why. Try again, or run npm ci by hand.';
}

/**
 * Whether node_modules is missing or older than the lock file.
 * @param {string} root
 */
export function needsInstallation(root) {
  const marker = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(marker)) return true;
  return statSync(marker).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs;
}

/**
 * The folder that npm may keep its cache in, or undefined when a temporary one is needed (HOME empty or not writable).
 * @param {Environment} environment
 */
export function usableCache(environment) {
  const home = environment.HOME === undefined ? homedir() : environment.HOME;
  const configured = environment.npm_config_cache;
  // With an empty HOME npm takes "~" for a folder below the current one.
  const cache =
    configured && !/(^|\/)~(\/|$)/.test(configured) ? configured : home && join(home, '.npm');
  if (!cache) return undefined;
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
    return cache;
  } catch {
    return undefined;
  }
}

/**
 * Refuses a folder whose dependencies are elsewhere, for npm ci empties node_modules before it installs; one that cannot be written
 * to, and a disk that is too full, which npm tells in many ways.
 * @param {string} root
 */
function checkFolder(root) {
  const modules = join(root, 'node_modules');
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error(
      `node_modules is a link to ${readlinkSync(modules)}, which npm ci would empty: remove the link and try again, or install the dependencies there.`,
    );
  }
  try {
    accessSync(root, constants.W_OK);
    mkdirSync(modules, { recursive: true });
    accessSync(modules, constants.W_OK);
  } catch (cause) {
    throw new Error(explainFailure(String(cause)), { cause });
  }
  const { bavail, bsize, blocks } = statfsSync(root);
  const freeMb = Math.floor((bavail * bsize) / 1e6);
  if (blocks > 0 && freeMb < neededMb) {
    throw new Error(
      `The disk has ${freeMb} MB free, the dependencies need ${neededMb}: make room and try again.`,
    );
  }
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`ballast: ${line}\n`);
}

/**
 * How many of the packages of the lock file are there; those for other platforms are not counted.
 * @param {string} root
 */
function packageCounter(root) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const wanted = Object.keys(lock.packages).filter((path) => path && !lock.packages[path].optional);
  return () => ({
    done: wanted.filter((path) => existsSync(join(root, path, 'package.json'))).length,
    total: wanted.length,
  });
}

/**
 * Runs npm ci: with the npm that runs us when there is one, else the one on the path.
 * @param {string} root
 * @param {string} cache
 * @param {Environment} environment
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
function runNpm(root, cache, environment) {
  const { npm_execpath: npmScript, npm_node_execpath: npmNode } = environment;
  const parameters = [
    ...['ci', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'],
    // Without a network: 14 s until it is said, instead of 70 s.
    ...['--fetch-retries=3', '--fetch-retry-factor=2', '--fetch-retry-mintimeout=2000'],
    `--cache=${cache}`,
  ];
  const [command, first] =
    npmScript?.endsWith('npm-cli.js') && npmNode ? [npmNode, [npmScript]] : ['npm', []];
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...parameters], {
      cwd: root,
      env: { ...environment, npm_config_cache: cache },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (cause) => resolve({ ok: false, output: `${cause.message}` }));
    child.on('close', (status) => resolve({ ok: status === 0, output }));
  });
}

/**
 * @param {string} root
 * @param {Environment} environment
 */
async function installDependencies(root, environment) {
  checkFolder(root);
  const count = packageCounter(root);
  const cache = usableCache(environment);
  const folder = cache ?? mkdtempSync(join(tmpdir(), 'ballast-npm-'));
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  say('installing the dependencies (npm ci); once, about half a minute …');
  const timer = setInterval(() => {
    const { done, total } = count();
    const state = done < total ? `${done} of ${total} packages` : `${total} packages, now Node 24`;
    say(`${state}, ${seconds()} s`);
  }, progressEveryMs);
  try {
    const { ok, output } = await runNpm(root, folder, environment);
    if (!ok) {
      process.stderr.write(`${output.trimEnd()}\n`);
      throw new Error(
        /spawn npm ENOENT/.test(output)
          ? 'npm was not found: install Node.js 20 or later, which brings it.'
          : explainFailure(output),
      );
    }
  } finally {
    clearInterval(timer);
    if (cache === undefined) rmSync(folder, { recursive: true, force: true });
  }
  say(`the dependencies are installed, ${seconds()} s`);
}

async function main() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const withServices = process.argv.includes('--services');
  const major = Number(process.versions.node.split('.')[0]);
  try {
    if (major < oldestNode) {
      throw new Error(
        `Node.js was ${process.versions.node}, it must be ${oldestNode} or later: get it from nodejs.org.`,
      );
    }
    if (needsInstallation(root)) await installDependencies(root, process.env);
    if (withServices) installServices(process.env, say);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    // The last line of a test run is always its count.
    if (withServices) process.stdout.write('0 passed, 1 failed, 0 skipped\n');
    process.exitCode = 1;
  }
}

const started = process.argv[1];
if (started && realpathSync(started) === fileURLToPath(import.meta.url)) await main();
