/** What all runs of a seed share: virtual time, the venue, the witness, the happenings, and workers that come and go. */

import { halt, reduce, resume } from '../../../src/app/execution/trading.ts';
import { DataError } from '../../../src/base/errors.ts';
import type { AttemptState, Execution } from '../../../src/execution/execution.ts';
import type { Store } from '../../../src/ports/store.ts';
import { type Choices, createChoices } from './choices.ts';
import { createFaultyBroker } from './faulty-broker.ts';
import { createPrices, type Prices } from './markets.ts';
import { noFaults, type Scenario, start } from './scenario.ts';
import { createVenue, type Venue } from './venue.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';
import { createWitness, type Violation, type Witness } from './witness.ts';
import { createLife, mortalBroker, mortalClock, mortalStore } from './worker.ts';

/** Far beyond any deadline: half an hour until an order is left to a person, twice, and the time in between. */
const longestMs = 3 * 3_600_000;
/** For what is still on its way when the execution is over. */
const afterMs = 120_000;
const longestRestartMs = 30_000;
const mostCrashes = 8;

export type Outcome = {
  readonly seed: number;
  readonly status: Execution['status'];
  readonly violations: readonly Violation[];
  /** The states that the attempts ended in. */
  readonly attempts: readonly AttemptState[];
  /** Orders that were left to a person. */
  readonly manual: number;
  readonly orders: number;
  readonly crashes: number;
  /** Of virtual time, until the execution was over. */
  readonly durationMs: number;
  readonly story: readonly string[];
};

export type Scene = {
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly choices: Choices;
  readonly prices: Prices;
  readonly venue: Venue;
  readonly witness: Witness;
  /** By which leases go. */
  machineNow(): number;
};

export type SceneOptions = {
  readonly scenario: Scenario;
  readonly execution: Execution;
  readonly tells?: boolean;
};

export function createScene({ scenario, execution, tells = false }: SceneOptions): Scene {
  const time = createVirtualTime(start);
  const choices = createChoices((scenario.seed ^ 0x5eed5eed) >>> 0);
  const { hasOddBooks, seed } = scenario;
  const prices = createPrices(seed, { start, hasOddBooks });
  let venue: Venue | undefined;
  const witness = createWitness({
    ...{ scenario, execution, tells, now: time.now },
    books: () => (venue as Venue).books,
  });
  venue = createVenue({ scenario, time, choices, prices, watch: witness });
  let steppedMs = 0;
  for (const happening of scenario.happenings) {
    if (happening.kind !== 'clock-step') continue;
    time.at(happening.at, () => {
      steppedMs += happening.ms;
    });
  }
  const machineNow = () => time.now() + steppedMs;
  return { scenario, time, choices, prices, venue, witness, machineNow };
}

/** What a worker works with. */
export type Tools = {
  readonly name: string;
  readonly store: Store;
  readonly broker: ReturnType<typeof mortalBroker>;
  readonly clock: ReturnType<typeof mortalClock>;
};

export type Play = {
  readonly store: Store;
  readonly account: string;
  /** What a worker does from its start on; `isFirst` for the very first. True when there is nothing to do any more. */
  work(tools: Tools, isFirst: boolean): Promise<boolean>;
};

/** Lets the workers work until the execution is over, and answers what came of it. */
export async function playScene(scene: Scene, { store, account, work }: Play): Promise<Outcome> {
  const { scenario, time, choices, witness, venue } = scene;
  const given = { scenario, time, choices };
  let crashes = 0;
  let isOver = false;
  let problem: string | undefined;
  for (const happening of scenario.happenings) {
    time.at(happening.at, () => {
      if (['halt', 'reduce', 'resume'].includes(happening.kind)) {
        void turn({ store, clock: time }, happening.kind);
      } else venue.happen(happening);
    });
  }
  const begin = (index: 0 | 1, isFirst: boolean): void => {
    const name = `worker ${index + 1}`;
    const life = createLife({
      ...{ choices, time },
      rates: crashes < mostCrashes ? scenario.rates : noFaults,
      onDeath() {
        crashes += 1;
        time.at(time.now() + choices.between(0, longestRestartMs), () => begin(index, false));
      },
    });
    const process = { name, life, witness };
    const tools: Tools = {
      name,
      store: mortalStore(store, process),
      broker: mortalBroker(createFaultyBroker({ account, venue, ...given }), process),
      clock: mortalClock(time, life, scenario.clockErrorMs[index]),
    };
    const again = (): void => {
      time.at(time.now() + choices.between(1_000, 20_000), () => begin(index, false));
    };
    work(tools, isFirst).then(
      (done) => {
        if (done) isOver = true;
        else again();
      },
      (error: unknown) => {
        // A process that cannot keep anything ends, and is started again.
        if (error instanceof DataError) again();
        else problem = String((error as Error).stack);
      },
    );
  };
  begin(0, true);
  if (scenario.workers === 2) time.at(start + choices.between(0, 60_000), () => begin(1, false));
  const isEnded = await time.run(() => isOver || problem !== undefined, start + longestMs);
  const durationMs = time.now() - start;
  // What is late may still arrive.
  await time.run(() => false, time.now() + afterMs);
  witness.ended();
  const { execution, attempts, books } = witness.seen;
  const endless = isEnded && isOver ? [] : [`no end in ${durationMs} ms`];
  const faults = problem === undefined ? endless : [problem];
  const states = [...attempts.values()].map(({ state }) => state);
  return {
    ...{ seed: scenario.seed, status: execution.status, crashes, durationMs, story: witness.story },
    attempts: states,
    manual: states.filter((state) => state === 'manual').length,
    orders: books.orders.filter(({ isOurs }) => isOurs).length,
    violations: [
      ...witness.violations,
      ...faults.map((what) => ({ invariant: 'I14 ends', at: time.now(), what })),
    ],
  };
}

async function turn(place: { store: Store; clock: VirtualTime }, kind: string): Promise<void> {
  const order = { actor: 'ann', reason: 'a test' };
  if (kind === 'halt') await halt(place, order);
  if (kind === 'reduce') await reduce(place, order);
  if (kind === 'resume') await resume(place, order);
}
