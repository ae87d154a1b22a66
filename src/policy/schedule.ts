/** Cron schedules in UTC: five fields, minute to weekday. */
import { Cron } from 'croner';
import { ConfigError } from '../base/errors.ts';

/** The first slot strictly after a time, as a function of it. Errors: ConfigError when the expression is not cron. */
export function cronSlots(expression: string): (after: number) => number {
  const cron = cronOf(expression);
  return (after) => cron.nextRun(new Date(after))?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** The last slot at or before a time, as a function of it. Errors: ConfigError when the expression is not cron. */
export function lastSlots(expression: string): (at: number) => number {
  const cron = cronOf(expression);
  return (at) => cron.previousRuns(1, new Date(at + 1))[0]?.getTime() ?? Number.NEGATIVE_INFINITY;
}

function cronOf(expression: string): Cron {
  try {
    return new Cron(expression, { timezone: 'UTC', mode: '5-part', paused: true });
  } catch (cause) {
    throw new ConfigError(
      `a schedule must be a cron expression of five fields such as "0 * * * *", was "${expression}"`,
      { cause },
    );
  }
}
