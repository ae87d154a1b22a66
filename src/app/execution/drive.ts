/**
 * Drives an execution to its end: keeps what a step decides, then does it, and takes the outcome into the next step.
 *
 * Nothing is remembered between steps but the event: each reads the execution afresh inside its transaction. So a driver
 * may be killed anywhere and another may go on, and no order is sent twice.
 */
import { InvariantError } from '../../base/errors.ts';
import { hourMs } from '../../base/time.ts';
import type { Execution } from '../../execution/execution.ts';
import type { ExecutionEvent, ExecutionState, LegTerms } from '../../execution/execution-step.ts';
import { step } from '../../execution/step.ts';
import type { Style } from '../../execution/style.ts';
import type { TradingRules } from '../../market/trading-rules.ts';
import type { RecommendationRecord } from '../../ports/store.ts';
import { inputsOf } from '../plans/gate.ts';
import type { Workspace } from '../workspace.ts';
import { carryOut, type Outcome } from './carry-out.ts';
import { keep, readState } from './journal.ts';
import { type Lease, leaseMs, takeLease } from './lease.ts';
import { ownMarkets } from './own-markets.ts';
import { permitsAfter } from './permits.ts';
import { volumesOf } from './traded-volumes.ts';

/** Far more than the attempts and polls of any execution. */
const mostSteps = 100_000;

/** Between two tries to get a lease that somebody holds. */
const leasePollMs = 1_000;

export type Driver = {
  readonly actor: string;
  readonly signal?: AbortSignal | undefined;
  /** Wait for another driver to finish, or to be dead for so long that it counts as dead. */
  readonly waits?: boolean;
};

type Driven = { readonly record: RecommendationRecord; readonly execution: Execution };

/** Answers the execution when it is over, or as it stands when only a person can bring it on; undefined while another drives it. */
export async function drive(
  workspace: Workspace,
  driven: Driven,
  driver: Driver,
): Promise<Execution | undefined> {
  const lease = await obtainLease(workspace, driver);
  if (lease === undefined) return undefined;
  try {
    return await driveWith(workspace, driven, { ...driver, lease });
  } finally {
    await lease.release();
  }
}

async function obtainLease(workspace: Workspace, driver: Driver): Promise<Lease | undefined> {
  const { clock } = workspace;
  const until = clock.now() + (driver.waits === true ? 2 * leaseMs : 0);
  for (;;) {
    const lease = await takeLease(workspace);
    if (lease !== undefined || clock.now() >= until) return lease;
    driver.signal?.throwIfAborted();
    await clock.sleep(leasePollMs, driver.signal);
  }
}

async function driveWith(
  workspace: Workspace,
  { record, execution }: Driven,
  { actor, signal, lease }: Driver & { lease: Lease },
): Promise<Execution | undefined> {
  const { store, clock } = workspace;
  const awaitsPerson = workspace.broker.awaitsPerson === true;
  const style = styleOf(record);
  const volumes = await volumesOf(store, record);
  const own = await ownMarkets(workspace);
  let rules = inputsOf(record).rules;
  let event: ExecutionEvent = { kind: 'restarted' };
  for (let steps = 0; steps < mostSteps; steps += 1) {
    signal?.throwIfAborted();
    const known = event;
    const permits = permitsAfter(workspace, record, { event: known, own });
    const terms = termsOf(record, { rules, volumes });
    const next = await store.transact(async (session) => {
      if (!(await lease.renew(session))) return undefined;
      const at = clock.now();
      const before = await readState(session, execution.id, {
        ...{ terms, style, awaitsPerson, permits },
      });
      const after = step(before, known, at);
      for (const entry of after.records) await keep(session, entry, { execution, actor, at });
      return after;
    });
    if (next === undefined) return undefined;
    const [command] = next.commands;
    if (command === undefined) return next.state.execution;
    const outcome: Outcome = await carryOut(workspace, command, signal);
    event = outcome.event;
    rules = [...(outcome.rules ?? []), ...rules];
  }
  throw new InvariantError(`an execution must end within ${mostSteps} steps, was ${execution.id}`);
}

/** Live, a bar is an hour: decisions are made by hourly bars. */
function styleOf(record: RecommendationRecord): Style {
  const { style, patienceBars } = inputsOf(record).settings.execution;
  return style === 'taker' ? { kind: style } : { kind: style, patienceMs: patienceBars * hourMs };
}

function termsOf(
  record: RecommendationRecord,
  { rules, volumes }: { rules: readonly TradingRules[]; volumes: ReadonlyMap<string, number> },
): ExecutionState['terms'] {
  const { costs } = inputsOf(record).settings;
  return record.recommendation.legs.map(({ symbol, feeBps, reduceOnly }): LegTerms => {
    const market = rules.find((rule) => rule.market === symbol);
    if (market === undefined) {
      throw new InvariantError(`a plan records the rules of its markets, was without ${symbol}`);
    }
    const { stepSize, tickSize, minNotional } = market;
    const fees = { takerFeeBps: feeBps, makerFeeBps: Math.min(feeBps, costs.makerFeeBps) };
    const volumePerMs = volumes.get(symbol) ?? null;
    return { stepSize, tickSize, minNotional, ...fees, volumePerMs, reduceOnly };
  });
}
