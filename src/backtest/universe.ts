/**
 * What a backtest may hold, and when. A universe is a chain of stages in each of which the set of assets stays the same; the
 * last bar of one is the first of the next. `common` is one stage, of the bars that all assets have.
 */
import { DataError } from '../base/errors.ts';
import { firstIndexAtOrAfter } from '../market/candles.ts';
import { type Panel, periodsPerYear } from '../market/panel.ts';
import type { Settings } from '../plan/settings.ts';

export type Stage = {
  /** The bars of its assets, those before the stage included: they feed forecasts. */
  readonly panel: Panel;
  /** First and last bar by position; both are part of the run. */
  readonly firstBar: number;
  readonly lastBar: number;
  /** Its assets, as positions among all of the portfolio. */
  readonly members: readonly number[];
  /** Assets that end with it, as positions among its members: worthless at the last bar, and without a market there. */
  readonly ended: readonly number[];
};

export type Universe = {
  readonly stages: readonly Stage[];
  /** Of all stages together, a bar between two counted once. */
  readonly bars: number;
  readonly periodsPerYear: number;
};

/** Opens of the first bar (included) and of the end (left out), epoch ms. */
export type Range = { readonly from: number; readonly to: number };

/** The bars of a panel that open in the range. Errors: DataError when there are fewer than two. */
export function commonUniverse(panel: Panel, range: Range): Universe {
  const firstBar = firstIndexAtOrAfter(panel.openTime, range.from);
  const lastBar = firstIndexAtOrAfter(panel.openTime, range.to) - 1;
  const members = panel.symbols.map((_, i) => i);
  return universeOf([{ panel, firstBar, lastBar, members, ended: [] }], range);
}

/** Errors: DataError when the stages have fewer than two bars. */
export function universeOf(stages: readonly Stage[], range: Range): Universe {
  const bars = stages.reduce(
    (sum, { firstBar, lastBar }) => sum + lastBar - firstBar,
    stages.length > 0 ? 1 : 0,
  );
  if (bars < 2) {
    const [from, to] = [range.from, range.to].map((time) => new Date(time).toISOString());
    throw new DataError(
      `the assets have ${Math.max(0, bars)} bars in common from ${from} to ${to}, a backtest needs at least 2`,
    );
  }
  return { stages, bars, periodsPerYear: periodsPerYear(barsOf(stages)) };
}

/** Open times of all bars, those between two stages once. */
export function openTimes({ stages }: Pick<Universe, 'stages'>): Float64Array {
  return barsOf(stages).openTime;
}

function barsOf(stages: readonly Stage[]): Pick<Panel, 'intervalMs' | 'openTime'> {
  const times = stages.flatMap(({ panel, firstBar, lastBar }, k) =>
    Array.from(panel.openTime.subarray(k === 0 ? firstBar : firstBar + 1, lastBar + 1)),
  );
  const [first] = stages as [Stage];
  return { intervalMs: first.panel.intervalMs, openTime: Float64Array.from(times) };
}

/**
 * The settings of a portfolio while it can hold only the members of a stage: cash keeps its target, and what is missing of
 * the risky share is spread over the members pro rata.
 */
export function settingsFor(settings: Settings, { members }: Pick<Stage, 'members'>): Settings {
  const { symbols, targets, cashTarget } = settings.portfolio;
  if (members.length === symbols.length) return settings;
  const held = members.map((i) => symbols[i] as string);
  const present = members.reduce((sum, i) => sum + (targets[i] as number), 0);
  const share = present > 0 ? (1 - cashTarget) / present : 0;
  return {
    ...settings,
    portfolio: {
      ...settings.portfolio,
      symbols: held,
      targets: members.map((i) => share * (targets[i] as number)),
      cashTarget: present > 0 ? cashTarget : 1,
    },
    directMarkets: settings.directMarkets.filter((market) =>
      market.split('/').every((side) => held.includes(side)),
    ),
  };
}
