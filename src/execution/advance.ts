/**
 * What to do next. An order that may be taking, or whose outcome is unknown, comes first and alone. Beside orders that rest in the book
 * other legs go on, sells before buys and what closes before what opens; then every order that rests is asked for in its turn.
 */
import { isPositive } from '../base/decimal.ts';
import { invariant } from '../base/errors.ts';
import { advanceLeg } from './advance-leg.ts';
import { isFollowed } from './attempt-life.ts';
import { type Draft, finish, isOver, termsOf } from './draft.ts';
import type { Attempt, ExecutionLeg } from './execution.ts';
import { executionLimits } from './execution-limits.ts';
import type {
  ExecutionCommand,
  ExecutionEvent,
  ExecutionState,
  FinalStatus,
} from './execution-step.ts';
import { follow, pauseOf } from './follow.ts';
import { givesRoom } from './leg-role.ts';

/** Writes what follows from the state into the draft, and answers the next command; undefined when there is none. */
export function advance(
  draft: Draft,
  event: ExecutionEvent,
  now: number,
): ExecutionCommand | undefined {
  const { attempts, execution } = draft.state;
  if (execution.status !== 'executing') return undefined;
  if (attempts.some((attempt) => attempt.state === 'manual')) return undefined;
  const urgent = attempts.find((attempt) => isFollowed(attempt.state) && !rests(attempt));
  if (urgent !== undefined) {
    const command = follow(draft, urgent, { event, now });
    // Until a person has said what was done, there is nothing to do.
    const isWithPerson = draft.state.awaitsPerson === true && urgent.state === 'open';
    return isWithPerson && command.kind === 'wait' ? undefined : command;
  }
  const resting = attempts.filter(rests);
  const asked = resting.findIndex((attempt) => isAbout(event, attempt));
  if (asked < 0) {
    const command = advanceLegs(draft, { event, now });
    if (command !== undefined && (command.kind !== 'wait' || resting.length === 0)) return command;
  }
  if (resting.length > 0) return followResting(draft, resting, { asked, event, now });
  const { legs } = draft.state.execution;
  invariant(legs.every(isOver), 'an execution ends when all its legs are over');
  finish(draft, statusOf(legs), now);
  return undefined;
}

function rests({ state, kind }: Attempt): boolean {
  return state === 'open' && kind === 'rest';
}

function isAbout(event: ExecutionEvent, { clientOrderId }: Attempt): boolean {
  if (event.kind === 'reported') return event.report.clientOrderId === clientOrderId;
  return 'clientOrderId' in event && event.clientOrderId === clientOrderId;
}

type Moment = { readonly event: ExecutionEvent; readonly now: number };

/** Goes on with the leg whose market was looked at, and else with the first; the shortest wait when all have to wait. */
function advanceLegs(draft: Draft, { event, now }: Moment): ExecutionCommand | undefined {
  const legs = inOrder(draft.state);
  const looked = event.kind === 'looked' ? legs.findIndex((leg) => leg.symbol === event.market) : 0;
  let wait: ExecutionCommand | undefined;
  for (const { index } of legs.slice(Math.max(0, looked))) {
    const command = advanceLeg(draft, index, { event, now });
    if (command === undefined) continue;
    if (command.kind !== 'wait') return command;
    if (wait?.kind !== 'wait' || command.ms < wait.ms) wait = command;
  }
  if (wait !== undefined || draft.state.execution.legs.every(isOver)) return wait;
  // Legs before the one that was looked at have not been gone through.
  return looked > 0 ? { kind: 'wait', ms: executionLimits.pollMs } : undefined;
}

function inOrder(state: ExecutionState): readonly ExecutionLeg[] {
  const { legs } = state.execution;
  const isFirst = (leg: ExecutionLeg): boolean => givesRoom(leg, termsOf(state, leg));
  return [...legs.filter(isFirst), ...legs.filter((leg) => !isFirst(leg))];
}

/** The order that was asked for last may be cancelled; then the next one has its turn, and after the last one a pause. */
function followResting(
  draft: Draft,
  resting: readonly Attempt[],
  { asked, event, now }: Moment & { readonly asked: number },
): ExecutionCommand {
  const current = resting[asked];
  const command = current && follow(draft, current, { event, now });
  if (command !== undefined && command.kind !== 'wait') return command;
  const next = resting[asked + 1];
  if (next !== undefined) return follow(draft, next, { event: { kind: 'tick' }, now });
  return { kind: 'wait', ms: Math.min(...resting.map((attempt) => pauseOf(attempt, now))) };
}

function statusOf(legs: ExecutionState['execution']['legs']): FinalStatus {
  if (legs.some((leg) => leg.reason?.code === 'TRADING_HALTED')) return 'halted';
  if (legs.every((leg) => leg.status === 'filled')) return 'settled';
  return legs.some((leg) => isPositive(leg.filled)) ? 'partial' : 'failed';
}
