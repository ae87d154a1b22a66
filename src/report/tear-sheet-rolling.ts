/** The part of a tear sheet on moving windows: return, volatility and tracking error of the last days, day by day. */
import { dayMs } from '../base/time.ts';
import { type Line, lineChart } from './charts/line-chart.ts';
import { html, type Markup } from './charts/markup.ts';
import { figureBlock, tableOf } from './charts/table.ts';
import { pick } from './statistics/day-samples.ts';
import { simpleReturns } from './statistics/returns.ts';
import {
  rollingReturnPct,
  rollingRootMeanSquarePct,
  rollingVolatilityPct,
} from './statistics/rolling.ts';
import { trackingErrors } from './statistics/tracking-error.ts';
import { toneOf } from './tear-sheet-equity.ts';
import { assumptions, type NamedRun, type TearSheetFigures } from './tear-sheet-figures.ts';
import type { TearSheetView } from './tear-sheet-view.ts';
import { dateText, pct } from './tear-sheet-words.ts';

export type RollingLine = Line & { readonly kind: 'return' | 'volatility' | 'trackingError' };

const { rollingDays } = assumptions;
/** What the policy is drawn beside, where it was run. */
const besides = { absolute: ['hold'], tracking: ['fixed-5pp', 'fixed-20pct'] };

/** Lines with no point where the run is shorter than the window. */
export function rollingLines(
  view: TearSheetView,
  figures: TearSheetFigures,
): readonly RollingLine[] {
  const { runs } = figures;
  return runs.flatMap((run, place) => {
    const tone = toneOf(run, place);
    const isAbsolute = place === 0 || besides.absolute.includes(run.name);
    const isTracking = place === 0 || besides.tracking.includes(run.name);
    return [
      ...(isAbsolute ? absoluteLines(run, view, figures).map((line) => ({ ...line, tone })) : []),
      ...(isTracking ? [{ ...trackingLine(run, view, figures), tone }] : []),
    ];
  });
}

/** Samples of the window: days of trading, or fewer where bars are longer. */
function windowOf({ intervalMs }: TearSheetView): number {
  return Math.max(2, Math.round(rollingDays / Math.max(1, intervalMs / dayMs)));
}

function absoluteLines(
  { name, growth: nav }: NamedRun,
  view: TearSheetView,
  { days, daysPerYear }: TearSheetFigures,
): readonly Omit<RollingLine, 'tone'>[] {
  const daily = pick(nav, days);
  const window = windowOf(view);
  const time = pick(view.equity.openTime, days).slice(window);
  const options = { window, periodsPerYear: daysPerYear };
  return [
    { kind: 'return', name, time, values: rollingReturnPct(daily, window) },
    { kind: 'volatility', name, time, values: rollingVolatilityPct(simpleReturns(daily), options) },
  ];
}

/** Over the bars of the window, seen once a day. */
function trackingLine(
  { name, growth: nav }: NamedRun,
  view: TearSheetView,
  { days, daysPerYear }: TearSheetFigures,
): Omit<RollingLine, 'tone'> {
  const { equity, detail, periodsPerYear } = view;
  const window = Math.round((windowOf(view) * periodsPerYear) / daysPerYear);
  const values = rollingRootMeanSquarePct(trackingErrors({ nav, targetNav: detail.targetNav }), {
    window,
    periodsPerYear,
  });
  // Element k ends with the return of bar k + window.
  const kept = days.filter((bar) => bar >= window);
  return {
    kind: 'trackingError',
    name,
    time: pick(equity.openTime, kept),
    values: pick(
      values,
      kept.map((bar) => bar - window),
    ),
  };
}

const titles = {
  return: 'Return',
  volatility: 'Volatility a year',
  trackingError: 'Tracking error a year',
} as const;

export function rollingSection(view: TearSheetView, figures: TearSheetFigures): Markup {
  const lines = rollingLines(view, figures);
  if (lines.every(({ values }) => values.length === 0)) {
    return html`<section><h2>Rolling figures</h2><p class="sentence">The run is shorter than the window of ${rollingDays} days.</p></section>`;
  }
  const charts = (['return', 'volatility', 'trackingError'] as const).map((kind) =>
    rollingFigure(
      kind,
      lines.filter((line) => line.kind === kind),
    ),
  );
  return html`<section><h2>Rolling figures, ${rollingDays} days</h2><div class="thirds">${charts}</div><p class="how">Of the ${rollingDays} days up to each day: return is not annualised; volatility is of daily returns; tracking error is of the returns of bars against the portfolio that is always at its targets, costs included. Neighbouring values share most of their days.</p></section>`;
}

function rollingFigure(kind: RollingLine['kind'], lines: readonly RollingLine[]): Markup {
  const [own] = lines;
  const title = titles[kind];
  if (own === undefined || own.values.length === 0) return html``;
  const places = kind === 'trackingError' ? 2 : 1;
  const chart = lineChart({
    title: `${title} over ${rollingDays} days`,
    lines,
    time: { from: own.time[0] as number, to: own.time.at(-1) as number },
    height: 190,
    axis: 'linear',
    including: 0,
    format: (value) => pct(value, kind === 'trackingError' && value % 1 !== 0 ? 1 : 0),
  });
  const sorted = own.values.slice().sort();
  const [low, high] = [sorted[0] as number, sorted.at(-1) as number];
  return figureBlock({
    title,
    sentence: `Between ${pct(low, places)} and ${pct(high, places)}, at the end ${pct(own.values.at(-1) as number, places)}.`,
    chart,
    numbers: rollingNumbers(title, lines, places),
  });
}

/** Every quarter of a year and the last day. */
export function rollingRows(time: Float64Array): readonly number[] {
  return [...time.keys()].filter((k) => k % rollingDays === 0 || k === time.length - 1);
}

function rollingNumbers(title: string, lines: readonly RollingLine[], places: number): Markup {
  const [own] = lines as readonly [RollingLine, ...RollingLine[]];
  return tableOf({
    caption: title,
    columns: [{ title: 'Until', align: 'left' }, ...lines.map(({ name }) => ({ title: name }))],
    rows: rollingRows(own.time).map((k) => [
      dateText(own.time[k] as number),
      ...lines.map(({ values }) => (k < values.length ? pct(values[k] as number, places) : '')),
    ]),
  });
}
