/** A frontier for a terminal: what every policy costs at equal tracking error, beside the best fixed threshold. */
import { fixed } from './format.ts';
import { type FrontierCurve, isYardstick } from './frontier-json.ts';
import { textTable } from './text-table.ts';

/** Where the steadiness of curves is compared. */
const spreadTe = '1.5';

/** The policies whose lower cost is "the best fixed threshold". */
const fixedThresholds: ReadonlySet<string> = new Set(['threshold', 'threshold-relative']);

export function frontierText(curves: readonly FrontierCurve[], levels: readonly number[]): string {
  const best = (te: string): number =>
    Math.min(
      ...curves
        .filter(({ policy }) => fixedThresholds.has(policy))
        .map(({ costAtTe }) => costAtTe[te] ?? Number.POSITIVE_INFINITY),
    );
  const cell = (curve: FrontierCurve, te: string): string => {
    const cost = curve.costAtTe[te];
    const events = curve.eventsAtTe[te];
    if (cost == null || events == null) return '–';
    const ratio = cost / best(te);
    const share = ratio > 0 ? ` ${fixed(ratio, 2)}×` : '';
    return `${fixed(cost, 1)} (${fixed(events, 0)})${share}`;
  };
  const columns = [
    { title: 'cost in bp/year (events/year) at TE', align: 'left' as const },
    ...levels.map((te) => ({ title: `${te} %` })),
    { title: `spread at ${spreadTe} %` },
  ];
  const rows = curves.map((curve) => [
    nameOf(curve),
    ...levels.map((te) => cell(curve, String(te))),
    spreadText(curve),
  ]);
  return [
    ...textTable(columns, rows),
    '',
    '×: of the best fixed threshold. –: not reached by the sweep, or fewer than five points near it.',
    'spread: standard deviation of ln tracking error over quarters; the smaller, the steadier.',
  ].join('\n');
}

function spreadText({ spreadAtTe }: FrontierCurve): string {
  const spread = spreadAtTe[spreadTe];
  return spread == null ? '–' : fixed(spread, 2);
}

export function nameOf(curve: Pick<FrontierCurve, 'policy' | 'forecast'>): string {
  if (curve.forecast === null) return curve.policy;
  const note = isYardstick(curve) ? ' (uses the future: a yardstick, no policy)' : '';
  return `${curve.policy} · ${curve.forecast}${note}`;
}
