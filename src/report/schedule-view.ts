/** The targets that an allocator set in a backtest, as JSON and as lines for a terminal. */
import type { AllocatedTargets } from '../plan/allocated-targets.ts';
import type { Settings } from '../plan/settings.ts';
import { isoTime, plural, utcTime, weight } from './format.ts';

export type ScheduleView = {
  readonly settings: Settings;
  /** Absent where targets are those of the settings. */
  readonly schedule?: readonly AllocatedTargets[] | undefined;
};

export function scheduleJson({ settings, schedule }: ScheduleView) {
  return schedule?.map((allocated) => {
    const { at, method, used, status, residual, covariance, fallbacks } = allocated;
    const { scale, volAnnual } = allocated;
    return {
      at: isoTime(at),
      ...{ method, used, status, residual, covariance, fallbacks, scale, volAnnual },
      targets: Object.fromEntries(named(allocated, settings)),
    };
  });
}

export function scheduleText(view: ScheduleView): readonly string[] {
  const { settings, schedule } = view;
  const [first, last] = [schedule?.[0], schedule?.at(-1)];
  if (schedule === undefined || first === undefined || last === undefined) return [];
  const words = (allocated: AllocatedTargets): string =>
    `${utcTime(allocated.at)}: ${named(allocated, settings)
      .map(([name, target]) => `${name} ${weight(target)}`)
      .join(' · ')}`;
  return [
    `Targets by ${first.method}, set ${plural(schedule.length, 'time')}${scaledWords(schedule)}.`,
    `first ${words(first)}`,
    ...(schedule.length > 1 ? [`last ${words(last)}`] : []),
    ...standInLines(schedule),
    'fixed-targets and equal-targets are the policy on the targets of the file and on equal ones, each tracking its own.',
  ];
}

function named({ targets, cashTarget }: AllocatedTargets, { portfolio }: Settings) {
  const weights = portfolio.symbols.map((symbol, i): [string, number] => [
    symbol,
    targets[i] as number,
  ]);
  return [...weights, ['cash', cashTarget] as [string, number]];
}

function scaledWords(schedule: readonly AllocatedTargets[]): string {
  const scaled = schedule.filter(({ scale }) => scale < 1).length;
  return scaled === 0 ? '' : `, ${plural(scaled, 'time')} scaled down to the volatility target`;
}

/** Who stood in how often, and why the first time. */
function standInLines(schedule: readonly AllocatedTargets[]): readonly string[] {
  const failed = schedule.filter(({ fallbacks }) => fallbacks.length > 0);
  const [first] = failed;
  if (first === undefined) return [];
  const causes = first.fallbacks.map(({ method, cause }) => `${method}: ${cause}`).join('; ');
  return [
    `${plural(failed.length, 'time')} another stood in, first ${first.used} at ${utcTime(first.at)} (${causes}).`,
  ];
}
