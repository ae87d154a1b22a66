/** GARCH(1,1) and GJR-GARCH(1,1) with Student's t fitted to 2,000 returns by Ballast and by `arch` in one run, turn by turn. */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '../src/cli/version.ts';
import { textTable } from '../src/report/text-table.ts';
import type { GarchModel, GarchParameters } from '../src/risk/garch.ts';
import { fitGarch } from '../src/risk/garch-fit.ts';
import { type Contestant, type Opening, startContestant } from './contestant.ts';
import { turn } from './entries.ts';
import { benchOptions } from './options.ts';
import { shownSeconds, threeDigits, timesOf } from './seconds.ts';

type FitRun = Omit<GarchParameters, 'mean'> & {
  readonly seconds: number;
  readonly logLikelihood: number;
};
type Contest = Pick<Contestant<FitRun>, 'opening' | 'run'>;
type Result = Opening & { readonly seconds: number; readonly best: number; readonly fit: FitRun };

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
/** Simulated; test/golden/README.md says how. */
const returnsFile = pathOf('../test/golden/garch_returns_percent.csv');

/** By column of the file of returns. */
const models: Readonly<Record<string, GarchModel>> = {
  garch: { asymmetric: false, innovations: 'normal', mean: 'zero', varianceTargeting: false },
  gjr_t: { asymmetric: true, innovations: 'student-t', mean: 'zero', varianceTargeting: false },
};

/** Of the time of `arch`, at most. */
const goal = 0.5;
/** A fit may be so much less likely, and a parameter so far from that of `arch`, and still be the same. */
const tolerance = { logLikelihood: 0.01, parameterShare: 0.01 } as const;

function returnsOf(column: string): Float64Array {
  const [head = '', ...rows] = readFileSync(returnsFile, 'utf8').trim().split('\n');
  const place = head.split(',').indexOf(column);
  return Float64Array.from(rows, (row) => Number(row.split(',')[place]));
}

async function ownContest(column: string): Promise<Contest> {
  const returns = returnsOf(column);
  const run = async (): Promise<FitRun> => {
    const startedAt = performance.now();
    const fit = fitGarch(returns, models[column] as GarchModel);
    const seconds = (performance.now() - startedAt) / 1000;
    return { ...fit.parameters, seconds, logLikelihood: fit.logLikelihood as number };
  };
  const { seconds: firstSeconds } = await run();
  return { opening: { version, firstSeconds }, run };
}

/** Turns of Ballast and of `arch`, one after the other. */
async function compare(column: string, python: string, turns: number): Promise<[Result, Result]> {
  const own = await ownContest(column);
  const peer = await startContestant<FitRun>({
    file: python,
    parameters: [pathOf('./peers/garch.py'), returnsFile, column],
    environment: { PYTHONDONTWRITEBYTECODE: '1' },
  });
  const runs: [FitRun[], FitRun[]] = [[], []];
  for (let k = 0; k < turns; k++) {
    runs[0].push(...(await turn(own)));
    runs[1].push(...(await turn(peer)));
  }
  await peer.close();
  const resultOf = ({ opening }: Contest, done: readonly FitRun[]): Result => {
    const { median, best } = timesOf(done.map(({ seconds }) => seconds));
    return { ...opening, seconds: median, best, fit: done.at(-1) as FitRun };
  };
  return [resultOf(own, runs[0]), resultOf(peer, runs[1])];
}

/** As likely, and every parameter the same. */
function isSameFit(own: FitRun, peer: FitRun): boolean {
  const apart = (['omega', 'alpha', 'gamma', 'beta', 'degreesOfFreedom'] as const).map((key) => {
    const wanted = peer[key] ?? 0;
    return Math.abs((own[key] ?? 0) - wanted) <= tolerance.parameterShare * Math.abs(wanted);
  });
  return (
    own.logLikelihood >= peer.logLikelihood - tolerance.logLikelihood && !apart.includes(false)
  );
}

function row(column: string, name: string, result: Result, own: Result): readonly string[] {
  return [
    column,
    `${name} ${result.version}`,
    shownSeconds(result.firstSeconds),
    shownSeconds(result.seconds),
    shownSeconds(result.best),
    threeDigits(result.seconds / own.seconds),
    result.fit.logLikelihood.toFixed(4),
    result === own ? '' : isSameFit(own.fit, result.fit) ? 'yes' : 'NO',
  ];
}

const options = benchOptions();
const python = resolve(options.python);
if (!existsSync(python)) {
  console.error(
    `--python must be the Python of an environment, see bench/README.md; was ${python}`,
  );
  process.exit(2);
}
const rows: (readonly string[])[] = [];
const goals: string[] = [];
for (const column of Object.keys(models)) {
  const [own, peer] = await compare(column, python, options.runs);
  rows.push(row(column, 'Ballast', own, own), row(column, 'arch', peer, own));
  const share = own.seconds / peer.seconds;
  goals.push(
    `${column}: ${threeDigits(share)} of the time of arch, at most ${goal}: ${share <= goal ? 'met' : 'missed'}`,
  );
  // Times of different fits are no comparison.
  if (!isSameFit(own.fit, peer.fit)) process.exitCode = 1;
}
const table = textTable(
  [
    { title: 'returns', align: 'left' },
    { title: 'who', align: 'left' },
    { title: 'first' },
    { title: 'median' },
    { title: 'best' },
    { title: '× Ballast' },
    { title: 'log-likelihood' },
    { title: 'same fit', align: 'left' },
  ],
  rows,
);
const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`;
console.log([machine, '', ...table, '', ...goals].join('\n'));
