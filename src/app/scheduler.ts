/**
 * Turns the cycle at every slot of the schedule. A slot is claimed in the store, so that two processes never work on the
 * same one; of slots that were missed only the last is made up for.
 */
import { cronSlots } from '../policy/schedule.ts';
import { type CycleResult, runCycle } from './plans/cycle.ts';
import type { Workspace } from './workspace.ts';

export type SchedulerEvents = {
  readonly onResult: (result: CycleResult) => void;
  /** A cycle that failed; the schedule goes on. */
  readonly onFault: (fault: unknown) => void;
};

/** Runs until the signal aborts. With no recommendation yet, the first cycle is at once. */
export async function runScheduler(
  workspace: Workspace,
  events: SchedulerEvents,
  signal: AbortSignal,
): Promise<void> {
  const { clock, store, broker, settings, autonomy } = workspace;
  const nextSlot = cronSlots(autonomy.schedule);
  const scheduleId = `look:${settings.portfolio.name}`;
  const turn = async (): Promise<void> => {
    try {
      events.onResult(await runCycle(workspace, { signal }));
    } catch (fault) {
      events.onFault(fault);
    }
  };
  const [newest] = await store.recommendations.list({ account: broker.account, limit: 1 });
  if (newest === undefined) await turn();
  while (!signal.aborted) {
    const slot = nextSlot(clock.now());
    await clock.sleep(slot - clock.now(), signal);
    if (signal.aborted) return;
    if (await store.transact((session) => session.schedule.claim(scheduleId, slot))) await turn();
  }
}
