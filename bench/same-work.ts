/** Whether a peer did the work of Ballast: as many rebalances, and the same NAV in the end. Otherwise times cannot be compared. */
import type { Run } from './contestant.ts';

/** Peers that trade at the close that they decide at, not at the next open, may differ by so much. */
const tolerance = { eventsShare: 0.02, navShare: 0.005 } as const;

export function isSameWork(ours: Run, theirs: Run): boolean {
  const eventsApart = Math.abs(theirs.events - ours.events);
  const navApart = Math.abs(theirs.finalNav / ours.finalNav - 1);
  return (
    theirs.bars >= ours.bars - 1 &&
    eventsApart <= Math.max(1, tolerance.eventsShare * ours.events) &&
    navApart <= tolerance.navShare
  );
}
