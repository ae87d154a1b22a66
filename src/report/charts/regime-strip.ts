/** Calm and turbulent days of several assets, one below the other: a block for turbulence, a thin line for calm, nothing where it is not known. */
import { dayMs } from '../../base/time.ts';
import { html, type Markup } from './markup.ts';
import { across, plotOf, stretched, timeAxis } from './plot.ts';
import type { Range } from './scale.ts';
import { timeTicks } from './time-ticks.ts';

export type RegimeStrip = {
  readonly title: string;
  readonly rows: readonly {
    readonly name: string;
    /** Beside the end. */
    readonly now: string;
    /** With their closes, epoch ms, rising; null where it is not known. */
    readonly days: readonly StripDay[];
  }[];
  readonly time: Range;
};

type StripDay = {
  readonly closeTime: number;
  readonly regime: 'calm' | 'turbulent' | null;
};

const rowHeight = 28;
const bottomRoom = 26;
const [blockTop, blockHeight] = [6, 16];

export function regimeStrip({ title, rows, time }: RegimeStrip): Markup {
  const bottom = rows.length * rowHeight;
  const x = (at: number): number => ((at - time.from) / (time.to - time.from)) * across;
  const place = (at: number): number => Math.max(0, Math.round(x(at)));
  return plotOf(
    { title, height: bottom + bottomRoom, right: null },
    stretched(
      bottom,
      ...rows.flatMap(({ days }, row) => {
        const top = row * rowHeight + blockTop;
        const runs = runsOf(days);
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
    timeAxis(timeTicks(time), { x, bottom }),
    html`${rows.map(
      ({ name, now }, row) =>
        html`<text class="name" x="-8" y="${row * rowHeight + 18}" text-anchor="end">${name}</text><text class="tick" x="100%" dx="8" y="${row * rowHeight + 18}">${now}</text>`,
    )}`,
  );
}

type Run = { readonly regime: string | null; readonly from: number; readonly to: number };

/** Days that follow each other alike, as one; a day lasts from the close before it, a weekend with the session after it. */
function runsOf(days: readonly StripDay[]): readonly Run[] {
  const runs: Run[] = [];
  days.forEach(({ closeTime: to, regime }) => {
    const last = runs.at(-1);
    if (last?.regime === regime) runs[runs.length - 1] = { ...last, to };
    else runs.push({ regime, from: last?.to ?? to - dayMs, to });
  });
  return runs;
}
