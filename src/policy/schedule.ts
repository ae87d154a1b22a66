/** Cron schedules in UTC: five fields, minute to weekday. */
import { Cron } from 'croner';
import { ConfigError } from '../base/errors.ts';

/** The first slot strictly after a time, as a function of it. Errors: ConfigError when the expression is not cron. */
export function cronSlots(expression: string): (after: number) => number {
  let cron: Cron;
  try {
    cron = new Cron(expression, { timezone: 'UTC', mode: '5-part', paused: true });
  } catch (cause) {
    throw new ConfigError(
      `a schedule must be a cron expression of five fields such as "0 * * * *", was "${expression}"`,
      { cause },
    );
  }
  return (after) => cron.nextRun(new Date(after))?.getTime() ?? Number.POSITIVE_INFINITY;
}
