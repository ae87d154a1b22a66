/** A room in which queued trainings are run: real processes, or a stand-in for them, and a clock that does not wait. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { runTrainings } from '../../src/app/learning/run-trainings.ts';
import { findTraining, type Training } from '../../src/app/learning/trainings.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import { commandRunner } from '../../src/compose.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { CommandRunner } from '../../src/ports/command-runner.ts';
import { simulatedCandles, writeCandles } from './cli-candles.ts';
import { createTestWorkspace, type Options } from './execution-workspace.ts';

const momentMs = 10;

/** Of the machine, but it sleeps for a moment only, whatever it is told. */
const eagerClock: Clock = {
  now: () => Date.now(),
  async sleep() {
    await setTimeout(momentMs);
  },
};

export type TrainingDesk = {
  readonly workspace: Workspace;
  readonly folder: string;
  readonly faults: readonly unknown[];
  /** Works on the queue while the work goes on. */
  whileServing<T>(work: () => Promise<T>, commands?: CommandRunner): Promise<T>;
  /** Looks again and again until it holds. */
  until(id: string, isSo: (training: Training) => boolean): Promise<Training>;
};

/** With 250 days of three assets in `learning.data`, in its folder `coins` only. */
export async function createTrainingDesk(options: Options = {}): Promise<TrainingDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-trainings-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const series = simulatedCandles(['BTC', 'ETH', 'PAXG'], { bars: 250 * 24 });
  writeCandles(join(folder, 'data'), series);
  const modelsFolder = join(folder, 'models');
  const models = createModelStore(modelsFolder);
  const learningData = join(folder, 'data');
  const workspace = await createTestWorkspace({ models, learningData, ...options });
  const faults: unknown[] = [];
  return {
    ...{ workspace, folder, faults },
    async whileServing(work, commands = commandRunner()) {
      const stop = new AbortController();
      const serving = runTrainings(workspace, {
        ...{ commands, modelsFolder, wallClock: eagerClock, signal: stop.signal },
        onFault: (fault) => faults.push(fault),
      });
      try {
        return await work();
      } finally {
        stop.abort();
        await serving;
      }
    },
    async until(id, isSo) {
      for (;;) {
        const training = await findTraining(workspace, id);
        if (training !== undefined && isSo(training)) return training;
        await setTimeout(momentMs);
      }
    },
  };
}

export function hasEnded({ finishedAt }: Training): boolean {
  return finishedAt !== null;
}
