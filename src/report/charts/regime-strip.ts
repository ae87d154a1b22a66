/** Calm and turbulent days of several assets, one below the other: a block for turbulence, a thin line for calm, nothing where it is not known. */
import { dayMs } from '../../base/time.ts';
import { html, type Markup } from './markup.ts';
import { across, plotOf, stretched, timeAxis } from './plot.ts';
import { timeTicks } from './time-ticks.ts';

export type RegimeStrip = {
  readonly title: string;
  readonly rows: readonly {
    readonly name: string;
    /** Beside the end. */
    readonly now: string;
    readonly days: readonly ('calm' | 'turbulent' | null)[];
  }[];
  /** Close of the last day, epoch ms. */
  readonly asOf: number;
  /** How many days the strip is wide. */
  readonly spanDays: number;
};

const rowHeight = 28;
const bottomRoom = 26;
const [blockTop, blockHeight] = [6, 16];

export function regimeStrip({ title, rows, asOf, spanDays }: RegimeStrip): Markup {
  const bottom = rows.length * rowHeight;
  const from = asOf - spanDays * dayMs;
  const x = (time: number): number => ((time - from) / (asOf - from)) * across;
  const place = (day: number): number => Math.round((day / spanDays) * across);
  return plotOf(
    { title, height: bottom + bottomRoom, right: null },
    stretched(
      bottom,
      ...rows.flatMap(({ days }, row) => {
        const top = row * rowHeight + blockTop;
        // The last day is the last of the span.
        const runs = runsOf(days, spanDays - days.length);
        const pathOf = (regime: string, draw: (left: number, right: number) => string) =>
          runs
            .filter((run) => run.regime === regime)
            .map((run) => draw(place(run.from), place(run.to)))
            .join('');
        const block = (left: number, right: number) =>
          `M${left} ${top}H${right}v${blockHeight}H${left}z`;
        const line = (left: number, right: number) => `M${left} ${top + blockHeight / 2}H${right}`;
        return [
          html`<path class="calm" d="${pathOf('calm', line)}"/>`,
          html`<path class="turbulent" d="${pathOf('turbulent', block)}"/>`,
        ];
      }),
    ),
    timeAxis(timeTicks({ from, to: asOf }), { x, bottom }),
    html`${rows.map(
      ({ name, now }, row) =>
        html`<text class="name" x="-8" y="${row * rowHeight + 18}" text-anchor="end">${name}</text><text class="tick" x="100%" dx="8" y="${row * rowHeight + 18}">${now}</text>`,
    )}`,
  );
}

type Run = { readonly regime: string | null; readonly from: number; readonly to: number };

/** Days that follow each other alike, as one. */
function runsOf(days: readonly (string | null)[], offset: number): readonly Run[] {
  const runs: Run[] = [];
  days.forEach((regime, day) => {
    const last = runs.at(-1);
    const [from, to] = [offset + day, offset + day + 1];
    if (last?.regime === regime) runs[runs.length - 1] = { ...last, to };
    else runs.push({ regime, from, to });
  });
  return runs;
}
