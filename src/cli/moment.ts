/** A time as a person gives it on the command line: a day, an ISO 8601 instant, or epoch ms; UTC where it names no zone. */
import { ConfigError } from '../base/errors.ts';
import type { Call } from './command.ts';

const day = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;
const epoch = /^\d{12,13}$/;
const wanted = 'YYYY-MM-DD, an ISO 8601 time such as 2023-06-01T12:00:00Z, or epoch ms';

/** Undefined when the option was not given. Errors: ConfigError naming the option and its value. */
export function momentOf(call: Call, option: string): number | undefined {
  const text = call.text(option);
  if (text === undefined) return undefined;
  const time = parseMoment(text);
  if (time !== undefined) return time;
  const hint = /^\d{9,11}$/.test(text) ? '; these look like seconds' : '';
  throw new ConfigError(`--${option} must be ${wanted}, was "${text}"${hint}`);
}

/** For an option that the table says is required. */
export function requiredMoment(call: Call, option: string): number {
  const time = momentOf(call, option);
  if (time === undefined) throw new ConfigError(`--${option} is missing: ${wanted}`);
  return time;
}

/** --from and --to, in this order. Errors: ConfigError naming both. */
export function periodGiven(call: Call): { from: number; to: number } {
  const from = requiredMoment(call, 'from');
  const to = requiredMoment(call, 'to');
  if (from < to) return { from, to };
  throw new ConfigError(
    `--from must be before --to, was ${call.text('from')} and ${call.text('to')}`,
  );
}

/** Epoch ms, or undefined when the text is none of the three, or a day that the calendar does not have. */
export function parseMoment(text: string): number | undefined {
  if (epoch.test(text)) return Number(text);
  const date = day.test(text) ? text : instant.exec(text)?.[1];
  if (date === undefined || !isDay(date)) return undefined;
  const zone = day.test(text) || /(Z|[+-]\d{2}:\d{2})$/.test(text) ? '' : 'Z';
  const time = Date.parse(text + zone);
  return Number.isNaN(time) ? undefined : time;
}

/** A day that JavaScript moves into the next month is no day. */
function isDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
