/** The steps of a panel from bar to bar: which of them cross a gap, and with which a day has closed. */
import { dayMs } from '../base/time.ts';
import type { Panel } from './panel.ts';

/** The longest that an exchange with sessions closes over a weekend and holidays. */
const longestClosureMs = 5 * dayMs;

export type PanelGrid = {
  readonly intervalMs: number;
  /** Daily bars without weekends: a step over closed days is then no gap. */
  readonly sessions: boolean;
};

/** The longest time from open to open that is no gap. */
export function longestStepMs({ intervalMs, sessions }: PanelGrid): number {
  return sessions ? longestClosureMs : intervalMs;
}

/** Whether a bar follows the one before it without a gap. */
export function followsOn({ openTime }: Panel, bar: number, longestMs: number): boolean {
  return bar > 0 && (openTime[bar] as number) - (openTime[bar - 1] as number) <= longestMs;
}

/** Whether a bar closes at or past a 00:00 UTC that the bar before it closed short of. */
export function closesDay({ openTime, intervalMs }: Panel, bar: number): boolean {
  if (bar === 0) return false;
  const closeDay = (at: number): number =>
    Math.floor(((openTime[at] as number) + intervalMs) / dayMs);
  return closeDay(bar) > closeDay(bar - 1);
}
