/** Weights of 20, 100 and 500 assets by Ballast, skfolio, PyPortfolioOpt and Riskfolio-Lib in one run, turn by turn: times, and how exact they are. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AllocationMethod, allocate } from '../src/allocation/allocate.ts';
import { boundsOf } from '../src/allocation/bounds.ts';
import { version } from '../src/cli/version.ts';
import { textTable } from '../src/report/text-table.ts';
import { covarianceOf, simulatedReturns, violationOf } from './allocation-work.ts';
import { type Contestant, startContestant } from './contestant.ts';
import { turn } from './entries.ts';
import { benchOptions } from './options.ts';
import { exponentOf, shownSeconds, threeDigits, timesOf } from './seconds.ts';

type Weighing = { readonly seconds: number; readonly weights: readonly number[] };
type Contest = Pick<Contestant<Weighing>, 'opening' | 'run'> & { readonly close: () => unknown };
type Peer = 'skfolio' | 'PyPortfolioOpt' | 'Riskfolio-Lib';

type Trial = {
  readonly method: AllocationMethod;
  /** Of a weight, by assets. */
  readonly cap: (assets: number) => number;
  readonly peers: readonly Peer[];
  /** How many times as fast as the best peer, by assets. */
  readonly goal: (assets: number) => number;
};

const counts = [20, 100, 500] as const;
const tenth = (): number => 0.1;
const one = (): number => 1;
const fifteen = (): number => 15;
const all = ['skfolio', 'PyPortfolioOpt', 'Riskfolio-Lib'] as const;
/** PyPortfolioOpt knows the other two methods only. */
const two = ['skfolio', 'Riskfolio-Lib'] as const;
const trials: readonly Trial[] = [
  { method: 'hrp', cap: one, peers: all, goal: fifteen },
  { method: 'erc', cap: one, peers: two, goal: fifteen },
  {
    method: 'min-variance',
    cap: tenth,
    peers: all,
    goal: (assets) => (assets === 500 ? 2 : 8),
  },
  { method: 'max-diversification', cap: one, peers: two, goal: fifteen },
];
const largestResidual = 1e-9;
const warmUpRuns = 30;

const options = benchOptions();
const python = resolve(options.python);
if (!existsSync(python)) {
  console.error(
    `--python must be the Python of an environment, see bench/README.md; was ${python}`,
  );
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'ballast-bench-'));
const works = counts.map((assets) => {
  const returns = simulatedReturns(assets);
  const file = join(folder, `${assets}.bin`);
  writeFileSync(file, returns.values);
  return { assets, file, covariance: covarianceOf(returns) };
});
type Work = (typeof works)[number];

/** Of the look before: the same but for volatilities that were up to 2 % off. */
function before({ covariance: { assets, values } }: Work) {
  const factor = (i: number): number => 1 + 0.02 * Math.sin(i);
  const moved = values.map(
    (value, cell) => value * factor(Math.floor(cell / assets)) * factor(cell % assets),
  );
  return { assets, values: moved };
}

function ownContest({ method, cap }: Trial, work: Work, isWarm: boolean): Contest {
  const { assets, covariance } = work;
  const bounds = boundsOf(assets, { least: 0, most: cap(assets) });
  const asked = { method, bounds, linkage: 'single' } as const;
  const start = isWarm ? allocate(before(work), asked).weights : undefined;
  const once = (): Weighing => {
    const startedAt = performance.now();
    const { weights } = allocate(covariance, { ...asked, start });
    return { seconds: (performance.now() - startedAt) / 1000, weights: [...weights] };
  };
  const { seconds: firstSeconds } = once();
  for (let run = 0; run < warmUpRuns; run++) once();
  return { opening: { version, firstSeconds }, run: async () => once(), close: () => null };
}

function peerContest(peer: Peer, { method, cap }: Trial, { assets, file }: Work): Promise<Contest> {
  const script = fileURLToPath(new URL('./peers/allocation.py', import.meta.url));
  return startContestant<Weighing>({
    file: python,
    parameters: [script, peer, method, String(assets), String(cap(assets)), file],
    environment: { PYTHONDONTWRITEBYTECODE: '1' },
  });
}

type Result = {
  readonly who: string;
  readonly first: number;
  readonly median: number;
  readonly best: number;
  readonly violation: number | null;
};

async function compare(trial: Trial, work: Work): Promise<readonly Result[]> {
  // What inverts and iterates nothing has no use for a start.
  const isWarm = trial.method === 'hrp' ? [false] : [false, true];
  const names = [...isWarm.map((warm) => (warm ? 'Ballast warm' : 'Ballast')), ...trial.peers];
  const contests = isWarm.map((warm) => ownContest(trial, work, warm));
  for (const peer of trial.peers) contests.push(await peerContest(peer, trial, work));
  const runs = contests.map((): Weighing[] => []);
  for (let k = 0; k < options.runs; k++) {
    for (const [place, contest] of contests.entries()) runs[place]?.push(...(await turn(contest)));
  }
  const bounds = boundsOf(work.assets, { least: 0, most: trial.cap(work.assets) });
  const problem = { covariance: work.covariance, bounds };
  return contests.map(({ opening, close }, place) => {
    close();
    const done = runs[place] as Weighing[];
    const { median, best } = timesOf(done.map(({ seconds }) => seconds));
    const weights = Float64Array.from(done.at(-1)?.weights ?? []);
    return {
      ...{ who: `${names[place]} ${opening.version}`, first: opening.firstSeconds, median, best },
      violation: violationOf(trial.method, problem, weights),
    };
  });
}

const rows: (readonly string[])[] = [];
const goals: string[] = [];
const growth: string[] = [];
try {
  for (const trial of trials) {
    const medians: (readonly [number, number])[] = [];
    for (const work of works) {
      const { assets } = work;
      const results = await compare(trial, work);
      const own = results[0] as Result;
      medians.push([assets, own.median]);
      for (const { who, first, median, best, violation } of results) {
        const shown = violation === null ? '' : violation.toExponential(1);
        const times = [first, median, best].map(shownSeconds);
        rows.push([
          trial.method,
          String(assets),
          who,
          ...times,
          threeDigits(median / own.median),
          shown,
        ]);
      }
      const fastest = Math.min(
        ...results.filter(({ who }) => !who.startsWith('Ballast')).map(({ median }) => median),
      );
      const [factor, wanted] = [fastest / own.median, trial.goal(assets)];
      const isMet = factor >= wanted && (own.violation ?? 0) <= largestResidual;
      goals.push(
        `${trial.method}, ${assets}: ${threeDigits(factor)} times as fast as the best peer, at least ${wanted}: ${isMet ? 'met' : 'missed'}`,
      );
    }
    growth.push(
      `${trial.method}: time grows as assets to the power of ${exponentOf(medians).toFixed(2)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const table = textTable(
  [
    { title: 'method', align: 'left' },
    { title: 'assets' },
    { title: 'who', align: 'left' },
    { title: 'first' },
    { title: 'median' },
    { title: 'best' },
    { title: '× Ballast' },
    { title: 'violation' },
  ],
  rows,
);
const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`;
console.log([machine, '', ...table, '', ...growth, '', ...goals].join('\n'));
