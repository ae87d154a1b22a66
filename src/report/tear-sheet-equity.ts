/** The part of a tear sheet on the way of the NAV: equity against the benchmarks, depth below the peak, the worst drawdowns. */
import { type Line, lineChart } from './charts/line-chart.ts';
import { html, type Markup } from './charts/markup.ts';
import { figureBlock, tableOf } from './charts/table.ts';
import { fixed } from './format.ts';
import { pick } from './statistics/day-samples.ts';
import { underwater } from './statistics/drawdowns.ts';
import type { NamedRun, TearSheetFigures } from './tear-sheet-figures.ts';
import type { TearSheetView } from './tear-sheet-view.ts';
import { dateText, lengthText, pct, signed } from './tear-sheet-words.ts';

export function equitySection(view: TearSheetView, figures: TearSheetFigures): Markup {
  return html`<section><h2>Equity</h2>${equityFigure(view, figures)}${underwaterFigure(view, figures)}</section>`;
}

export function toneOf(run: NamedRun, place: number): Line['tone'] {
  if (place === 0) return 'own';
  return run.name === 'hold' || run.name === 'dca' ? run.name : 'other';
}

function equityFigure(view: TearSheetView, { runs, days }: TearSheetFigures): Markup {
  const { equity } = view;
  const { quote } = view.settings.portfolio;
  const bars = drawnBars(equity.openTime, days);
  const time = pick(equity.openTime, bars);
  // Presets lie between the plain rules; their numbers are in the tables.
  const drawn = runs.filter(({ about }) => about === null);
  const chart = lineChart({
    title: 'NAV of the policy and of its benchmarks over time, logarithmic',
    lines: drawn.map((run, k) => ({
      name: run.name,
      tone: toneOf(run, k),
      time,
      values: pick(run.growth, bars),
    })),
    time: timeOf(view),
    height: Math.max(340, 60 + 16 * drawn.length),
    axis: 'log',
    format: compact,
  });
  const marks = yearEnds(equity.openTime, days);
  const numbers = tableOf({
    caption: 'NAV at the ends of years',
    columns: [
      { title: `NAV in ${quote}`, align: 'left' },
      ...marks.map((at) => ({
        title: dateText((equity.openTime[at] as number) + view.intervalMs),
      })),
    ],
    rows: runs.map(({ name, nav }) => [name, ...marks.map((at) => fixed(nav[at] as number, 0))]),
    ownRow: 0,
  });
  return figureBlock({
    title: `NAV in ${quote}, logarithmic`,
    sentence: equitySentence(runs, quote),
    chart,
    numbers,
  });
}

function equitySentence(runs: TearSheetFigures['runs'], quote: string): string {
  const [own, ...others] = runs;
  const { initialNav, finalNav } = own.statistics;
  const start = `${fixed(initialNav, 0)} ${quote} became ${fixed(finalNav, 0)}`;
  const hold = others.find(({ name }) => name === 'hold');
  const lead = hold === undefined ? null : 100 * (finalNav / hold.statistics.finalNav - 1);
  const beside =
    lead === null || !Number.isFinite(lead)
      ? ''
      : `, ${pct(Math.abs(lead))} ${lead < 0 ? 'less' : 'more'} than holding`;
  const rank = 1 + others.filter(({ statistics }) => statistics.finalNav > finalNav).length;
  return `${start}${beside}: place ${rank} of ${runs.length} by final NAV.`;
}

function underwaterFigure(view: TearSheetView, figures: TearSheetFigures): Markup {
  const { runs, drawdowns, days } = figures;
  const { equity, intervalMs } = view;
  const bars = drawnBars(equity.openTime, days);
  const time = pick(equity.openTime, bars);
  const lines = runs
    .map(
      (run, k): Line => ({
        name: run.name,
        tone: toneOf(run, k),
        time,
        values: deepestUntil(underwater(run.growth), bars).map((depth) => 100 * depth),
      }),
    )
    .filter(({ tone }) => tone === 'own' || tone === 'hold');
  const chart = lineChart({
    title: 'Depth below the highest NAV so far, of the policy and of holding',
    lines,
    time: timeOf(view),
    height: 200,
    axis: 'linear',
    including: 0,
    filledFrom: 0,
    format: (value) => pct(value, 0),
  });
  const at = (bar: number): number => (equity.openTime[bar] as number) + intervalMs;
  const numbers = tableOf({
    caption: 'The deepest drawdowns',
    columns: [
      { title: 'Depth' },
      { title: 'Peak' },
      { title: 'Trough' },
      { title: 'Recovered' },
      { title: 'Falling for' },
      { title: 'Under water for' },
    ],
    rows: drawdowns.map(({ depth, peak, trough, recovery }) => [
      pct(100 * depth),
      dateText(at(peak)),
      dateText(at(trough)),
      recovery === null ? 'not yet' : dateText(at(recovery)),
      lengthText(at(trough) - at(peak)),
      lengthText((recovery === null ? at(equity.openTime.length - 1) : at(recovery)) - at(peak)),
    ]),
  });
  const hold = runs.find(({ name }) => name === 'hold');
  const [worst] = drawdowns;
  const sentence =
    worst === undefined
      ? 'The NAV never fell below an earlier one.'
      : `The deepest fall was ${pct(100 * worst.depth)}, from ${dateText(at(worst.peak))} to ${dateText(at(worst.trough))}; ${
          worst.recovery === null
            ? 'it was not made good by the end.'
            : `it was made good on ${dateText(at(worst.recovery))}.`
        }${hold === undefined ? '' : ` Holding fell ${pct(hold.statistics.maxDrawdownPct)}.`}`;
  const chartBlock = figureBlock({
    title: 'Below the peak',
    sentence,
    chart,
    numbers: depthsByRun(runs),
  });
  return html`${chartBlock}<h3>The deepest drawdowns</h3>${numbers}<p class="how">Measured at the closes of bars. A fall of 50 % needs a rise of 100 % to be made good.</p>`;
}

function depthsByRun(runs: TearSheetFigures['runs']): Markup {
  const own = runs[0].statistics.maxDrawdownPct;
  return tableOf({
    caption: 'Deepest drawdown of each line',
    columns: [
      { title: 'Line', align: 'left' },
      { title: 'Deepest drawdown' },
      { title: 'Against the policy' },
    ],
    rows: runs.map(({ name, statistics: { maxDrawdownPct } }, k) => [
      name,
      pct(maxDrawdownPct),
      k === 0 ? '' : `${signed(maxDrawdownPct - own, 1)} pp`,
    ]),
    ownRow: 0,
  });
}

/** Of more bars than a line can show the last of each day: what happens within a day only makes it thick. */
function drawnBars(openTime: Float64Array, days: Int32Array): Int32Array {
  return openTime.length > 2_000 ? days : Int32Array.from(openTime.keys());
}

/** The lowest value since the drawn bar before, so that no trough is lost. */
function deepestUntil(values: Float64Array, bars: Int32Array): Float64Array {
  let bar = 0;
  return Float64Array.from(bars, (until) => {
    let lowest = values[until] as number;
    for (; bar <= until; bar++) lowest = Math.min(lowest, values[bar] as number);
    return lowest;
  });
}

/** The first bar, the last of each year, and the last. */
function yearEnds(openTime: Float64Array, days: Int32Array): readonly number[] {
  const yearOf = (at: number): number => new Date(openTime[at] as number).getUTCFullYear();
  return [...days].filter((at, k) => {
    const next = days[k + 1];
    return k === 0 || next === undefined || yearOf(next) !== yearOf(at);
  });
}

export function timeOf({ equity }: TearSheetView): { from: number; to: number } {
  const { openTime } = equity;
  return { from: openTime[0] as number, to: openTime.at(-1) as number };
}

/** 1,200,000 → "1.2 M". */
export function compact(value: number): string {
  const size = Math.abs(value);
  const places = (scaled: number): number =>
    Number.isInteger(Math.round(scaled * 1e6) / 1e6) ? 0 : 1;
  if (size >= 1e9) return `${fixed(value / 1e9, places(value / 1e9))} bn`;
  if (size >= 1e6) return `${fixed(value / 1e6, places(value / 1e6))} M`;
  if (size >= 1e4) return `${fixed(value / 1e3, places(value / 1e3))} k`;
  return fixed(value, size < 10 ? 2 : 0);
}
