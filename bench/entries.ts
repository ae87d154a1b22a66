/** Who takes part in the comparison, with which work, and what each came to. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Closing,
  type Contestant,
  type Opening,
  type Run,
  startContestant,
  startEngine,
} from './contestant.ts';
import { isSameWork } from './same-work.ts';
import { type Times, timesOf } from './seconds.ts';
import type { Work } from './work.ts';

export type Entry = {
  readonly name: string;
  readonly policy: Work['policy'];
  readonly work: Work;
  /** A script of bench/peers; null is Ballast. */
  readonly script: string | null;
  readonly rounds: number;
  /** The entry that must have done the same; null where rules differ. */
  readonly sameAs: Entry | null;
};

export type EntryResult = Opening &
  Closing & {
    readonly entry: Entry;
    /** Of the last run; all of an entry give the same. */
    readonly run: Run;
    readonly startSeconds: number;
    readonly seconds: Times;
    /** Null where there is nothing to compare. */
    readonly isSame: boolean | null;
  };

const turnSeconds = 0.2;

/** A few bars are enough for peers that take milliseconds a bar, and a narrow band makes them trade. */
const short = { bars: 2_000, rounds: 2, band: 0.01 } as const;

export function entriesOf(work: Work, rounds: number, intervalMs: number): readonly Entry[] {
  const shortWork = { ...work, to: work.from + short.bars * intervalMs, band: short.band };
  const threshold: Entry = {
    name: 'Ballast',
    policy: 'threshold',
    work,
    script: null,
    rounds,
    sameAs: null,
  };
  const peer: Entry = { ...threshold, sameAs: threshold };
  const thresholdOnFew: Entry = { ...threshold, work: shortWork, rounds: short.rounds };
  const cvxportfolio: Entry = {
    ...thresholdOnFew,
    name: 'cvxportfolio',
    script: 'cvxportfolio_policies.py',
    sameAs: thresholdOnFew,
  };
  return [
    threshold,
    { ...peer, name: 'vectorbt', script: 'vectorbt_threshold.py' },
    { ...peer, name: 'bt', script: 'bt_threshold.py' },
    { ...threshold, policy: 'risk-aware' },
    thresholdOnFew,
    cvxportfolio,
    { ...cvxportfolio, policy: 'risk-aware', sameAs: null },
  ];
}

type Started = { readonly entry: Entry; readonly contestant: Contestant; readonly runs: Run[] };

/** Starts all, lets them take turns (A B C, A B C, …), one at a time, and ends them. */
export async function measureEntries(
  entries: readonly Entry[],
  options: { python: string; folder: string; say: (text: string) => void },
): Promise<readonly EntryResult[]> {
  const started: Started[] = [];
  for (const [place, entry] of entries.entries()) {
    options.say(`warming up: ${entry.name}, ${entry.policy}`);
    started.push({ entry, contestant: await start(entry, place, options), runs: [] });
  }
  const rounds = Math.max(...entries.map((entry) => entry.rounds));
  for (let round = 0; round < rounds; round++) {
    options.say(`round ${round + 1} of ${rounds}`);
    for (const { entry, contestant, runs } of started) {
      if (round < entry.rounds) runs.push(...(await turn(contestant)));
    }
  }
  const results: EntryResult[] = [];
  for (const { entry, contestant, runs } of started) {
    const run = runs.at(-1) as Run;
    const same = results.find((result) => result.entry === entry.sameAs);
    results.push({
      ...{ entry, run, startSeconds: contestant.startSeconds },
      ...contestant.opening,
      ...(await contestant.close()),
      seconds: timesOf(runs.map(({ seconds }) => seconds)),
      isSame: same === undefined ? null : isSameWork(same.run, run),
    });
  }
  return results;
}

/** Runs, one at least, until a turn is over: long enough to be warm again after waiting. */
export async function turn<Result extends { readonly seconds: number }>(
  contestant: Pick<Contestant<Result>, 'run'>,
): Promise<readonly Result[]> {
  const runs = [await contestant.run()];
  for (let spent = runs[0]?.seconds ?? 0; spent < turnSeconds; ) {
    const run = await contestant.run();
    spent += run.seconds;
    runs.push(run);
  }
  return runs;
}

function start(
  entry: Entry,
  place: number,
  { python, folder }: { python: string; folder: string },
): Promise<Contestant> {
  const file = join(folder, `work-${place}.json`);
  writeFileSync(file, JSON.stringify({ ...entry.work, policy: entry.policy }));
  if (entry.script === null) return startEngine(file);
  return startContestant({
    file: python,
    parameters: [fileURLToPath(new URL(`./peers/${entry.script}`, import.meta.url)), file],
    // Without a cache of earlier runs Numba compiles everything anew, and nothing is left behind here.
    environment: { NUMBA_CACHE_DIR: join(folder, 'numba'), PYTHONDONTWRITEBYTECODE: '1' },
  });
}

export function secondsPerBar({ seconds, run }: EntryResult): number {
  return seconds.median / run.bars;
}

/** Ballast's own result for a policy, over all bars. */
export function ownResult(results: readonly EntryResult[], policy: Work['policy']): EntryResult {
  const own = results.filter(({ entry }) => entry.script === null && entry.policy === policy);
  return own.reduce((most, result) => (result.run.bars > most.run.bars ? result : most));
}
