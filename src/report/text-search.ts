/** A search for a terminal: every choice with the period after it, the result beside what to compare it with, and how far to trust it. */
import type { PeriodFigures } from '../backtest/next-periods.ts';
import { type RegimeChange, regimeReason } from '../backtest/regime-change.ts';
import type { Luck } from '../backtest/trial-luck.ts';
import { sentenceOf } from '../base/reasons.ts';
import { bps, fixed, isoTime, plural, signed } from './format.ts';
import type { SearchChoice, SearchView } from './search-view.ts';
import { textTable } from './text-table.ts';

export function searchText(view: SearchView): string {
  const { days } = view;
  return [
    `${view.portfolio} · the least cost at a tracking error of ${fixed(view.goalTePct, 2)} % a year · chosen on ${fixed(days.training, 0)} days, judged by the ${fixed(days.next, 0)} days after them`,
    '',
    ...foldTable(view),
    '',
    ...resultTable(view),
    '',
    ...lessons(view),
    ...latestLines(view),
  ].join('\n');
}

function foldTable({ folds }: SearchView): readonly string[] {
  const columns = [
    { title: 'period after the choice', align: 'left' as const },
    { title: 'choice', align: 'left' as const },
    { title: 'expected' },
    { title: 'came to' },
    { title: 'tracking error' },
    { title: 'events/year' },
    { title: 'regime', align: 'left' as const },
  ];
  const rows = folds.map(({ choice, next, found, changeAfter }) => [
    `${day(next.from)} to ${day(next.to)}`,
    `${nameOf(choice.best)}${choice.best.isFitted ? '' : ' (single run)'}`,
    bps(choice.best.costBpsPerYear),
    bps(found.costBpsPerYear),
    `${fixed(found.trackingErrorPct, 2)} %`,
    fixed(found.eventsPerYear, 0),
    regimeWords(choice.change, changeAfter),
  ]);
  return textTable(columns, rows);
}

function regimeWords(before: RegimeChange, after: RegimeChange): string {
  const ratio = `volatility ${fixed(after.volatilityRatio, 2)}×`;
  const words = [
    ...(before.isChanged ? ['changed before the choice'] : []),
    ...(after.isChanged
      ? [`differed: ${ratio}, correlation ${signed(after.correlationChange, 2)}`]
      : []),
  ];
  return words.join('; ');
}

function resultTable({ found, trained, configured, hindsight }: SearchView): readonly string[] {
  const columns = [
    { title: '', align: 'left' as const },
    { title: 'cost/year' },
    { title: 'tracking error' },
    { title: 'events/year' },
    { title: 'turnover/year' },
  ];
  const row = (name: string, figures: PeriodFigures): readonly string[] => [
    name,
    bps(figures.costBpsPerYear),
    `${fixed(figures.trackingErrorPct, 2)} %`,
    fixed(figures.eventsPerYear, 1),
    fixed(figures.turnoverPerYear, 2),
  ];
  return textTable(columns, [
    row('the search, in the periods after its choices', found),
    row('the same choices, on the windows they were made on', trained),
    row(`as configured, ${nameOf(configured)}, same periods`, configured.figures),
    row(
      `best fixed choice, ${nameOf(hindsight.best)} (uses the future: a yardstick)`,
      hindsight.figures,
    ),
  ]);
}

function lessons(view: SearchView): readonly string[] {
  const { found, trained, hindsight } = view;
  const share = 100 * (found.costBpsPerYear / trained.costBpsPerYear - 1);
  return [
    `Optimism: ${bps(trained.costBpsPerYear)} a year on the windows became ${bps(found.costBpsPerYear)} in the periods after${Number.isFinite(share) ? ` (${signed(share, 0)} %)` : ''}, at tracking errors of ${fixed(trained.trackingErrorPct, 2)} % and ${fixed(found.trackingErrorPct, 2)} %; what the market did differently is part of it.`,
    ...(hindsight.costAtFoundTe === null
      ? []
      : [
          `At the tracking error that was reached, the best fixed choice known afterwards costs ${bps(hindsight.costAtFoundTe)}.`,
        ]),
    ...luckLines(view),
    ...changeLine(view),
  ];
}

function luckLines({ folds }: SearchView): readonly string[] {
  const found = folds.flatMap(({ choice }) => choice.luck ?? []);
  if (found.length === 0) {
    return [
      'Luck: no choice was made between policies of equal tracking error, so none was made by cost.',
    ];
  }
  const mean = (value: (luck: Luck) => number): number =>
    found.reduce((sum, luck) => sum + value(luck), 0) / found.length;
  const advantage = (of: 'median' | 'runnerUp', name: string): string => {
    const ahead = mean((luck) => luck[of].bpsPerYear);
    const byLuck = mean((luck) => luck[of].expectedByLuckBps);
    const verdict = ahead > byLuck ? `${bps(ahead - byLuck)} more than` : 'no more than';
    return `they cost ${bps(ahead)} less than the ${name}, ${verdict} the ${bps(byLuck)} that luck explains`;
  };
  return [
    `Luck: the best of ${fixed(
      mean((luck) => luck.trials),
      0,
    )} runs a window (as good as ${fixed(
      mean((luck) => luck.effectiveTrials),
      0,
    )} independent ones) looks cheap by luck alone. On their windows, on average,`,
    `  ${advantage('median', 'median policy')};`,
    `  ${advantage('runnerUp', 'runner-up')}.`,
  ];
}

function changeLine({ folds }: SearchView): readonly string[] {
  const before = folds.filter(({ choice }) => choice.change.isChanged).length;
  const after = folds.filter(({ changeAfter }) => changeAfter.isChanged).length;
  if (before + after === 0) return [];
  return [
    `Regime: ${before} of ${plural(folds.length, 'choice')} were made after a change that was known then; ${plural(after, 'period')} turned out unlike the window before.`,
  ];
}

function latestLines({ latest }: SearchView): readonly string[] {
  const reason = regimeReason(latest.change);
  return [
    `From ${day(latest.window.to)} on: ${nameOf(latest.best)}, which cost ${bps(latest.trained.costBpsPerYear)} at a tracking error of ${fixed(latest.trained.trackingErrorPct, 2)} % since ${day(latest.window.from)}. No period has judged it yet.`,
    ...(reason === null ? [] : [`Warning (${reason.code}): ${sentenceOf(reason)}.`]),
  ];
}

function nameOf(
  choice: { policy: string; parameter: number | null } | SearchChoice['best'],
): string {
  return choice.parameter === null ? choice.policy : `${choice.policy} ${choice.parameter}`;
}

function day(time: number): string {
  return isoTime(time).slice(0, 10);
}
