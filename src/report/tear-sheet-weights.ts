/** The part of a tear sheet on weights: each asset over time with its target, its thresholds and its fills. */
import { html, type Markup } from './charts/markup.ts';
import { figureBlock, tableOf } from './charts/table.ts';
import { weightChart } from './charts/weight-chart.ts';
import { fixed, weight, weightRange } from './format.ts';
import { type TargetStep, targetSteps, targetsOver } from './target-steps.ts';
import { timeOf } from './tear-sheet-equity.ts';
import type { TearSheetView } from './tear-sheet-view.ts';
import { dateText, signed } from './tear-sheet-words.ts';

type AssetCourse = {
  readonly symbol: string;
  readonly steps: readonly TargetStep[];
  /** At each bar. */
  readonly targets: Float64Array;
  readonly weights: Float64Array;
  readonly band: { time: Float64Array; lower: Float64Array; upper: Float64Array };
  readonly fills: readonly { time: number; side: 'buy' | 'sell' }[];
  readonly lowest: number;
  readonly highest: number;
  readonly mean: number;
  /** Furthest from the target, and the bar of it. */
  readonly furthest: number;
  readonly furthestBar: number;
};

export function weightsSection(view: TearSheetView): Markup {
  const { symbols } = view.settings.portfolio;
  const courses = symbols.map((_, asset) => courseOf(view, asset));
  const format = (value: number): string => `${fixed(100 * value, 0)} %`;
  const charts = courses.map(
    (course) =>
      html`<div class="small"><h4>${course.symbol} <span class="unit">${wordsOf(course)}</span></h4>${weightChart(
        {
          ...course,
          time: timeOf(view),
          openTime: view.equity.openTime,
          format,
        },
      )}</div>`,
  );
  const others =
    view.settings.portfolio.leverage === undefined
      ? 'all others and cash shrinking or growing with it'
      : 'cash alone making up for it';
  const hasBands = view.detail.thresholds.time.length > 0;
  const key = html`<p class="key"><span class="key-weight">weight</span><span class="key-target">target</span>${
    hasBands ? html`<span class="key-band">nothing is traded for this asset alone</span>` : null
  }<span class="key-buy">bought</span><span class="key-sell">sold</span></p>`;
  return html`<section><h2>Weights</h2>${figureBlock({
    title: 'Weights against targets and thresholds',
    sentence: sentenceOf(view, courses),
    chart: html`${key}<div class="multiples">${charts}</div>`,
    numbers: numbersOf(courses),
  })}<p class="how">Weights are fractions of NAV at the closes of bars. ${
    hasBands
      ? `Thresholds are seen about once a week: the weights between which one asset may go, ${others}, before the policy trades. Other assets can make it trade earlier.`
      : 'This policy looks at the calendar, and so has no thresholds to show.'
  }</p></section>`;
}

function courseOf(view: TearSheetView, asset: number): AssetCourse {
  const { equity, detail, settings, trades } = view;
  const { symbols, quote } = settings.portfolio;
  const symbol = symbols[asset] as string;
  const steps = targetSteps(view, asset);
  const targets = targetsOver(steps, equity.openTime);
  const column = (table: Float64Array, rows: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => table[row * symbols.length + asset] as number);
  const { time, lower, upper } = detail.thresholds;
  const weights = column(equity.weights, equity.openTime.length);
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [sum, furthest, furthestBar] = [0, 0, 0];
  weights.forEach((value, bar) => {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
    sum += value;
    const driftAbs = value - (targets[bar] as number);
    if (Math.abs(driftAbs) > Math.abs(furthest)) {
      furthest = driftAbs;
      furthestBar = bar;
    }
  });
  const fills = trades.flatMap(({ symbol: market, side, time }) => {
    const [base, other] = market.split('/');
    if (base === symbol) return [{ time, side }];
    // Over a direct market the other asset moves the other way.
    if (other !== symbol || other === quote) return [];
    return [{ time, side: side === 'buy' ? ('sell' as const) : ('buy' as const) }];
  });
  return {
    ...{ symbol, steps, targets, weights, fills, lowest, highest, furthest, furthestBar },
    band: { time, lower: column(lower, time.length), upper: column(upper, time.length) },
    mean: sum / weights.length,
  };
}

function wordsOf({ targets, lowest, highest }: AssetCourse): string {
  return `target ${rangeWords(targets)}, was ${weightRange(lowest, highest)}`;
}

function rangeWords(targets: Float64Array): string {
  const [least, most] = [Math.min(...new Set(targets)), Math.max(...new Set(targets))];
  return least === most ? weight(least) : weightRange(least, most);
}

function sentenceOf(
  { equity, statistics }: TearSheetView,
  courses: readonly AssetCourse[],
): string {
  const [worst] = [...courses].sort((a, b) => Math.abs(b.furthest) - Math.abs(a.furthest));
  if (worst === undefined || worst.furthest === 0) return 'No weight ever left its target.';
  const { symbol, furthest, furthestBar } = worst;
  const far = fixed(Math.abs(100 * furthest), 1);
  const side = furthest > 0 ? 'over' : 'under';
  const when = dateText(equity.openTime[furthestBar] as number);
  return `${symbol} was furthest from its target: ${far} pp ${side} it on ${when}. All assets together were ${fixed(statistics.driftRmsPp, 2)} pp away as a root mean square.`;
}

function numbersOf(courses: readonly AssetCourse[]): Markup {
  return tableOf({
    caption: 'Weights of each asset',
    columns: [
      { title: 'Asset', align: 'left' },
      { title: 'Target' },
      { title: 'Mean' },
      { title: 'Lowest' },
      { title: 'Highest' },
      { title: 'Furthest' },
      { title: 'Bought' },
      { title: 'Sold' },
    ],
    rows: courses.map(({ symbol, targets, mean, lowest, highest, furthest, fills }) => {
      const buys = fills.filter(({ side }) => side === 'buy').length;
      return [
        symbol,
        rangeWords(targets),
        weight(mean),
        weight(lowest),
        weight(highest),
        `${signed(100 * furthest, 1)} pp`,
        `${fixed(buys, 0)}×`,
        `${fixed(fills.length - buys, 0)}×`,
      ];
    }),
  });
}
