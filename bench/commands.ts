/** Whole commands from a fresh process to their last line: time by the clock, and peak memory in a run of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Times, timesOf } from './seconds.ts';
import { exampleFile, type Work } from './work.ts';

const ballast = fileURLToPath(new URL('../bin/ballast', import.meta.url));
const preload = new URL('./report-peak.ts', import.meta.url).href;

/** Eight curves of 24 points each, and what they need to be extended. */
const sweptPolicies =
  'calendar,threshold,threshold-relative,threshold-half,threshold-edge,asset-band,geometry,risk-aware';

const backtestRuns = 5;

export type CommandResult = {
  readonly name: string;
  readonly seconds: Times;
  readonly peakMb: number;
};

/** Two backtests in turns, and a frontier. */
export async function measureCommands(
  work: Work,
  say: (text: string) => void,
): Promise<readonly CommandResult[]> {
  const period = [work.from, work.to].map((time) => new Date(time).toISOString());
  const common = ['--config', exampleFile, '--data', work.folder as string];
  const ground = [...common, '--from', period[0] as string, '--to', period[1] as string];
  const band = ['--policy', 'threshold', '--parameter', String(work.band)];
  const backtests = [
    { name: 'backtest, risk-aware', words: ['backtest', ...ground], seconds: [] as number[] },
    { name: 'backtest, threshold', words: ['backtest', ...ground, ...band], seconds: [] },
  ];
  for (let round = 1; round <= backtestRuns; round++) {
    say(`commands, round ${round} of ${backtestRuns}`);
    for (const { words, seconds } of backtests) seconds.push((await runCommand(words)).seconds);
  }
  say('frontier');
  const words = ['frontier', ...ground, '--policies', sweptPolicies, '--json'];
  const { seconds, stdout } = await runCommand(words);
  const { policies } = JSON.parse(stdout) as { policies: { points: unknown[] }[] };
  const points = policies.reduce((sum, curve) => sum + curve.points.length, 0);
  const frontier = { name: `frontier, ${points} backtests`, words, seconds: [seconds] };
  const results: CommandResult[] = [];
  for (const command of [...backtests, frontier]) {
    say(`memory of ${command.name}`);
    const peakMb = await peakOfCommand(command.words);
    results.push({ name: command.name, seconds: timesOf(command.seconds), peakMb });
  }
  return results;
}

type Finished = { readonly seconds: number; readonly stdout: string };

/** Runs `bin/ballast` with these words. Errors: when it does not end with 0. */
function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const startedAt = performance.now();
  const child = spawn(ballast, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (part: string) => {
      text[stream] += part;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - startedAt) / 1000;
      if (code === 0) resolve({ seconds, stdout: text.stdout });
      else reject(new Error(`ballast ${words.join(' ')} ended with ${code}: ${text.stderr}`));
    });
  });
}

/** Peak memory of the command in MB, threads included. */
async function peakOfCommand(words: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-bench-peak-'));
  const file = join(folder, 'peak');
  try {
    await runCommand(words, {
      NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${preload}`,
      BALLAST_BENCH_PEAK: file,
    });
    return Number(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
