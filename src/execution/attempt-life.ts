/** The life of an attempt, which is one order at the venue: which state may follow which. */
import type { AttemptState } from './execution.ts';

const successors: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  sending: ['open', 'closed', 'rejected', 'unknown'],
  unknown: ['open', 'closed', 'not_accepted', 'manual'],
  open: ['closed', 'manual'],
  closed: [],
  rejected: [],
  // Found after all by a later sweep.
  not_accepted: ['manual'],
  // Resolved by a person.
  manual: ['closed', 'not_accepted'],
};

const followed: ReadonlySet<AttemptState> = new Set(['sending', 'unknown', 'open']);

export function mayBecome(from: AttemptState, to: AttemptState): boolean {
  return successors[from].includes(to);
}

/** Whether its order may still fill, as far as is known; `manual` may too, but is no longer followed. */
export function isFollowed(state: AttemptState): boolean {
  return followed.has(state);
}
