/** A walk forward that lets an interruption through at each refit. */
import { setImmediate } from 'node:timers/promises';
import type { DailyPanel } from '../../learning/inputs/daily-panel.ts';
import type { ForecasterRecipe } from '../../learning/variance/forecaster.ts';
import {
  beginsPeriod,
  type ForecastTrack,
  joinTracks,
  type RefitEvery,
  walkForward,
} from '../../learning/variance/walk-forward.ts';

export type StepsRequest = {
  /** Rows of the panel, the second not included. */
  readonly from: number;
  readonly to: number;
  readonly refitEvery: RefitEvery;
  readonly signal: AbortSignal;
};

/** Rows at whose close a walk forward refits. */
export function refitDays(
  panel: DailyPanel,
  { from, to, refitEvery }: Omit<StepsRequest, 'signal'>,
): readonly number[] {
  return Array.from({ length: to - from }, (_, k) => from + k).filter(
    (day) => day === from || beginsPeriod(panel, day, refitEvery),
  );
}

/** Errors: AbortError when it is interrupted. */
export async function walkInSteps(
  panel: DailyPanel,
  recipe: ForecasterRecipe,
  request: StepsRequest,
): Promise<ForecastTrack> {
  const { to, refitEvery, signal } = request;
  const days = refitDays(panel, request);
  const parts: ForecastTrack[] = [];
  for (const [at, from] of days.entries()) {
    await setImmediate();
    signal.throwIfAborted();
    const step = { recipes: [recipe], from, to: days[at + 1] ?? to, refitEvery };
    parts.push(...walkForward(panel, step).models);
  }
  return joinTracks(parts);
}
