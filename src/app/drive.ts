/**
 * Drives an execution to its end: keeps what a step decides, then does it, and takes the outcome into the next step.
 *
 * Nothing is remembered between steps but the event: each reads the execution afresh inside its transaction. So a driver
 * may be killed anywhere and another may go on, or even run beside it, and no order is sent twice.
 */
import { InvariantError, VenueError } from '../base/errors.ts';
import type { Execution } from '../execution/execution.ts';
import {
  type ExecutionCommand,
  type ExecutionEvent,
  type ExecutionState,
  executionLimits,
} from '../execution/execution-step.ts';
import type { OrderRequest } from '../execution/order.ts';
import { step } from '../execution/step.ts';
import type { RecommendationRecord } from '../ports/store.ts';
import { inputsOf } from './gate.ts';
import { keep, readState } from './journal.ts';
import type { Workspace } from './workspace.ts';

/** Far more than the attempts and polls of any execution. */
const mostSteps = 100_000;

export type Driver = { readonly actor: string; readonly signal?: AbortSignal | undefined };

/** Answers the execution when it is over, or as it stands when only a person can bring it on. */
export async function drive(
  workspace: Workspace,
  { record, execution }: { record: RecommendationRecord; execution: Execution },
  { actor, signal }: Driver,
): Promise<Execution> {
  const { store, clock } = workspace;
  const terms = termsOf(record);
  let event: ExecutionEvent = { kind: 'restarted' };
  for (let steps = 0; steps < mostSteps; steps += 1) {
    signal?.throwIfAborted();
    const known = event;
    const { state, commands } = await store.transact(async (session) => {
      const at = clock.now();
      const before = await readState(session, execution.id, terms);
      const next = step(before, known, at);
      for (const entry of next.records) await keep(session, entry, { execution, actor, at });
      return next;
    });
    const [command] = commands;
    if (command === undefined) return state.execution;
    event = await carryOut(workspace, command, signal);
  }
  throw new InvariantError(`an execution must end within ${mostSteps} steps, was ${execution.id}`);
}

async function carryOut(
  { broker, clock }: Workspace,
  command: ExecutionCommand,
  signal: AbortSignal | undefined,
): Promise<ExecutionEvent> {
  const wait = async (ms: number): Promise<ExecutionEvent> => {
    await clock.sleep(ms, signal);
    return { kind: 'tick' };
  };
  if (command.kind === 'wait') return wait(command.ms);
  if (command.kind === 'submit') return submit(broker, command.order);
  try {
    if (command.kind === 'read-balances') {
      return { kind: 'balances', free: await broker.balances() };
    }
    const { clientOrderId } = command;
    const report = await broker.query(clientOrderId);
    return report ? { kind: 'reported', report } : { kind: 'absent', clientOrderId };
  } catch (error) {
    // A read that failed has changed nothing and proves nothing: it is asked again later.
    if (error instanceof VenueError) return wait(executionLimits.refillMs);
    throw error;
  }
}

/** Whatever is not a proven refusal may have reached the venue. */
async function submit(broker: Workspace['broker'], order: OrderRequest): Promise<ExecutionEvent> {
  const { clientOrderId } = order;
  try {
    const outcome = await broker.submit(order);
    if (outcome.kind === 'accepted') return { kind: 'reported', report: outcome.report };
    return { kind: 'rejected', clientOrderId, cause: outcome.cause };
  } catch (error) {
    if (!(error instanceof VenueError)) throw error;
    if (error.kind !== 'rejected') return { kind: 'unanswered', clientOrderId };
    return { kind: 'rejected', clientOrderId, cause: error.message };
  }
}

function termsOf(record: RecommendationRecord): ExecutionState['terms'] {
  const { rules } = inputsOf(record);
  return record.recommendation.legs.map(({ symbol, feeBps }) => {
    const market = rules.find((rule) => rule.market === symbol);
    if (market === undefined) {
      throw new InvariantError(`a plan records the rules of its markets, was without ${symbol}`);
    }
    return { stepSize: market.stepSize, minNotional: market.minNotional, feeBps };
  });
}
