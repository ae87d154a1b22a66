/** The part of a tear sheet that puts the policy beside its benchmarks: a table of all figures, and cost against tracking. */
import { valueAtTracking } from '../backtest/cost-at-tracking.ts';
import { html, type Markup } from './charts/markup.ts';
import { scatterChart } from './charts/scatter-chart.ts';
import { figureBlock, tableOf } from './charts/table.ts';
import { bps, fixed } from './format.ts';
import type { NamedRun, TearSheetFigures } from './tear-sheet-figures.ts';
import type { SweptCurve, TearSheetView } from './tear-sheet-view.ts';
import { figureText, listText, pct } from './tear-sheet-words.ts';

export function benchmarksSection(view: TearSheetView, { runs }: TearSheetFigures): Markup {
  const { detail } = view;
  return html`<section><h2>Beside the benchmarks</h2>${benchmarkTable(runs)}${presetTable(runs)}<p class="how">Same bars, same costs, same conventions. hold and dca have other weights than the targets by design, so their tracking error says nothing bad about them.${leftOutWords(view)}</p>${costFigure(runs, detail.curves)}</section>`;
}

function leftOutWords({ leftOut = [] }: TearSheetView): string {
  const names = leftOut.map(({ name }) => name);
  return names.length === 0 ? '' : ` Not compared: ${listText(names)}; ${leftOut[0]?.why}.`;
}

const columnsOf = (isFunded: boolean) => [
  { title: 'Line', align: 'left' as const },
  { title: 'Final NAV' },
  { title: 'Growth' },
  { title: 'Volatility' },
  { title: 'Sharpe' },
  { title: 'Sortino' },
  { title: 'Calmar' },
  { title: 'Drawdown' },
  { title: 'Tail day' },
  { title: 'Tracking' },
  { title: 'Cost' },
  ...(isFunded ? [{ title: 'Funding' }] : []),
  { title: 'Events' },
  { title: 'Turnover' },
];

function benchmarkTable(runs: TearSheetFigures['runs']): Markup {
  const isFunded = runs[0].statistics.fundingBpsPerYear !== undefined;
  return tableOf({
    caption: `The policy and its benchmarks; growth, volatility, tracking error, cost, ${isFunded ? 'funding, ' : ''}events and turnover a year`,
    columns: columnsOf(isFunded),
    rows: runs.map(rowOf),
    ownRow: 0,
  });
}

function rowOf({ name, parameter, statistics, figures }: NamedRun): readonly (string | Markup)[] {
  const two = (value: number): string => fixed(value, 2);
  return [
    parameter === null ? name : html`${name} <span class="unit">${parameter}</span>`,
    fixed(statistics.finalNav, 0),
    figureText(figures.growthRatePct, (value) => pct(value)),
    figureText(figures.volatilityPct, (value) => pct(value)),
    figureText(figures.sharpeRatio, two),
    figureText(figures.sortinoRatio, two),
    figureText(figures.calmarRatio, two),
    pct(statistics.maxDrawdownPct),
    figureText(figures.conditionalValueAtRiskPct, (value) => pct(value)),
    pct(statistics.trackingErrorPct, 2),
    bps(statistics.costBpsPerYear),
    ...(statistics.fundingBpsPerYear === undefined ? [] : [bps(statistics.fundingBpsPerYear)]),
    fixed(statistics.eventsPerYear, 1),
    two(statistics.turnoverPerYear),
  ];
}

/** Who follows the rules that have the name of somebody. */
function presetTable(runs: TearSheetFigures['runs']): Markup | null {
  const rows = runs.flatMap(({ name, about }) => (about === null ? [] : [[name, about.title]]));
  if (rows.length === 0) return null;
  const table = tableOf({
    caption: 'What people use today, on these targets; the sources are in the JSON file',
    columns: [
      { title: 'Line', align: 'left' },
      { title: 'What it is', isProse: true },
    ],
    rows,
  });
  return html`<details><summary>What people use today</summary>${table}</details>`;
}

function costFigure(runs: TearSheetFigures['runs'], curves: readonly SweptCurve[]): Markup {
  const points = runs.map(({ name, statistics }, k) => ({
    name,
    isOwn: k === 0,
    x: statistics.trackingErrorPct,
    y: statistics.costBpsPerYear,
  }));
  return figureBlock({
    title: 'Cost against tracking',
    sentence: [costSentence(runs), ...curves.map((curve) => curveSentence(curve, runs[0]))]
      .filter((sentence) => sentence !== '')
      .join(' '),
    chart: scatterChart({
      title:
        'Cost a year against tracking error of the policy and its benchmarks; lower and further left is better',
      points,
      curves: curves.map(({ policy, points: swept }) => ({
        name: policy,
        isOwn: policy === runs[0].name,
        points: swept.map(({ trackingErrorPct: x, costBpsPerYear: y }) => ({ x, y })),
      })),
      xCaption: 'tracking error a year, logarithmic',
      formatX: (value) => `${Number(value.toPrecision(2))} %`,
      formatY: (value) => `${value} bp`,
    }),
    numbers: tableOf({
      caption: 'Cost against tracking',
      columns: [
        { title: 'Line', align: 'left' },
        { title: 'Tracking error a year' },
        { title: 'Cost a year' },
        { title: 'Cost of the policy’s' },
      ],
      rows: runs.map(({ name, statistics }) => [
        name,
        pct(statistics.trackingErrorPct, 2),
        bps(statistics.costBpsPerYear),
        shareOf(statistics.costBpsPerYear, runs[0].statistics.costBpsPerYear),
      ]),
      ownRow: 0,
    }),
  });
}

function shareOf(cost: number, own: number): string {
  return own > 0 ? `${fixed(cost / own, 2)}×` : '–';
}

/** What another rule costs where its curve passes the tracking error of the policy; nothing where it does not. */
function curveSentence({ policy, points }: SweptCurve, own: NamedRun): string {
  const { trackingErrorPct, costBpsPerYear } = own.statistics;
  const cost = valueAtTracking(
    points.map((point) => ({ ...point, value: point.costBpsPerYear })),
    trackingErrorPct,
  );
  if (policy === own.name || cost === null || !(costBpsPerYear > 0)) return '';
  return `At that tracking error ${policy} cost ${bps(cost)}, ${fixed(cost / costBpsPerYear, 2)} times as much, on its line through all its parameters.`;
}

/** Which of them both tracked better and cost less: the only ones that are better without a question of taste. */
function costSentence([own, ...others]: TearSheetFigures['runs']): string {
  const { trackingErrorPct, costBpsPerYear } = own.statistics;
  const isNearer = ({ statistics }: NamedRun): boolean =>
    statistics.trackingErrorPct <= trackingErrorPct;
  const isCheaper = ({ statistics }: NamedRun): boolean =>
    statistics.costBpsPerYear <= costBpsPerYear;
  const isSame = (run: NamedRun): boolean =>
    run.statistics.trackingErrorPct === trackingErrorPct &&
    run.statistics.costBpsPerYear === costBpsPerYear;
  const rivals = others.filter((run) => !isSame(run));
  const better = rivals.filter((run) => isNearer(run) && isCheaper(run)).map(({ name }) => name);
  const worse = rivals.filter((run) => !isNearer(run) && !isCheaper(run)).map(({ name }) => name);
  const head = `The policy cost ${bps(costBpsPerYear)} a year at a tracking error of ${pct(trackingErrorPct, 2)}.`;
  const first =
    better.length === 0
      ? 'No benchmark was both cheaper and nearer'
      : `Both cheaper and nearer: ${listText(better)}`;
  return worse.length === 0
    ? `${head} ${first}.`
    : `${head} ${first}; ${listText(worse)} cost more and tracked worse.`;
}
