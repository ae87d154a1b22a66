/** One step of an execution: what an event teaches, and what to keep and to do about it. Pure: same inputs, same bytes. */
import { absorb } from './absorb.ts';
import { advance } from './advance.ts';
import type { Draft } from './draft.ts';
import type { ExecutionEvent, ExecutionState, ExecutionStep } from './execution-step.ts';

export function step(state: ExecutionState, event: ExecutionEvent, now: number): ExecutionStep {
  const draft: Draft = { state, records: [] };
  absorb(draft, event, now);
  const command = advance(draft, event, now);
  return {
    state: draft.state,
    records: draft.records,
    commands: command === undefined ? [] : [command],
  };
}
