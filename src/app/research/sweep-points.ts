/** All points of a sweep: the first grid, then its extensions until a range of tracking errors is bracketed, where it can be. */
import {
  type Bracket,
  extension,
  firstGrid,
  inOrder,
  type Sweep,
  type SweepPoint,
} from '../../backtest/sweep.ts';

/** From little to much tracking error. */
export async function sweepPoints<P extends SweepPoint>(
  sweep: Sweep,
  bracket: Bracket,
  pointAt: (parameter: number) => Promise<P>,
): Promise<readonly P[]> {
  const points: P[] = [];
  let wanted = firstGrid(sweep);
  while (wanted.length > 0) {
    points.push(...(await Promise.all(wanted.map(pointAt))));
    wanted = extension(sweep, points, bracket);
  }
  return inOrder(sweep, points);
}
