/**
 * The universe in which assets come and go: one joins with its first bar, and one that ends 24 hours or more before the end
 * of the run is delisted, unsellable and worth nothing from the bar after its last. Nobody knows of either before it happens.
 */
import { dayMs } from '../base/time.ts';
import { type Candles, firstIndexAtOrAfter } from '../market/candles.ts';
import { align, type Panel, type PanelColumn } from '../market/panel.ts';
import { type Range, type Stage, type Universe, universeOf } from './universe.ts';

/** `series` in the order of the portfolio, cut at the end of the range. Errors: DataError when there are fewer than two bars. */
export function listedUniverse(series: readonly Candles[], range: Range): Universe {
  const end = endOf(series, range);
  const isDelisted = (i: number): boolean => lastClose(series[i] as Candles) <= end - dayMs;
  const stages: Stage[] = [];
  let from = range.from;
  let members: readonly number[] = [];
  let waiting = series.flatMap(({ openTime }, i) => (openTime.length > 0 ? [i] : []));
  // Each turn lets assets join or ends some.
  for (;;) {
    waiting = waiting.filter((i) => lastOpenOf(series[i] as Candles) >= from);
    if (members.length === 0) {
      from = Math.max(from, Math.min(...waiting.map((i) => firstOpen(series[i] as Candles))));
      members = waiting.filter((i) => firstOpen(series[i] as Candles) <= from);
      waiting = waiting.filter((i) => !members.includes(i));
    }
    if (members.length === 0) break;
    const panel = align(members.map((i) => series[i] as Candles));
    const firstBar = firstIndexAtOrAfter(panel.openTime, from);
    if (firstBar >= panel.bars) break;
    const lastOpen = Math.min(
      ...members.filter(isDelisted).map((i) => lastOpenOf(series[i] as Candles)),
    );
    const joining = nextToJoin(series, waiting, { panel, firstBar, lastOpen });
    if (joining !== undefined) {
      stages.push({ panel, firstBar, lastBar: joining.bar, members, ended: [] });
      waiting = waiting.filter((i) => !joining.assets.includes(i));
      members = [...members, ...joining.assets].sort((a, b) => a - b);
      from = panel.openTime[joining.bar] as number;
      continue;
    }
    if (lastOpen === Number.POSITIVE_INFINITY) {
      stages.push({ panel, firstBar, lastBar: panel.bars - 1, members, ended: [] });
      break;
    }
    const stage = lastStage(series, members, { panel, firstBar, lastOpen });
    stages.push(stage);
    members = members.filter((_, k) => !stage.ended.includes(k));
    from = stage.panel.openTime[stage.lastBar] as number;
  }
  return universeOf(stages, range);
}

/** Where all assets end at once, the candles end, not the assets. */
function endOf(series: readonly Candles[], range: Range): number {
  const [first, ...others] = series.map(lastClose) as [number, ...number[]];
  const isEndOfData = others.length > 0 && others.every((close) => close === first);
  return isEndOfData ? Math.min(first, range.to) : range.to;
}

/** The first bar of the present assets, before the first of them ends, at which others have one too, and which. */
function nextToJoin(
  series: readonly Candles[],
  waiting: readonly number[],
  { panel, firstBar, lastOpen }: { panel: Panel; firstBar: number; lastOpen: number },
): { bar: number; assets: number[] } | undefined {
  let bar = panel.bars;
  let assets: number[] = [];
  for (const i of waiting) {
    const { openTime } = series[i] as Candles;
    for (
      let at = Math.max(
        firstBar + 1,
        firstIndexAtOrAfter(panel.openTime, openTime[0] ?? Number.POSITIVE_INFINITY),
      );
      at <= bar && at < panel.bars;
      at++
    ) {
      const time = panel.openTime[at] as number;
      if (time > lastOpen) break;
      if (openTime[firstIndexAtOrAfter(openTime, time)] !== time) continue;
      assets = at < bar ? [i] : [...assets, i];
      bar = at;
      break;
    }
  }
  return assets.length > 0 ? { bar, assets } : undefined;
}

/** The stage that ends with the next bar of the survivors, at which what has ended is worth nothing. */
function lastStage(
  series: readonly Candles[],
  members: readonly number[],
  { panel, firstBar, lastOpen }: { panel: Panel; firstBar: number; lastOpen: number },
): Stage {
  const { survivors, rest, row } = survivorsOf(series, members, lastOpen);
  const bars = firstIndexAtOrAfter(panel.openTime, lastOpen + 1);
  const time = rest?.openTime[row] ?? lastOpen + panel.intervalMs;
  const column = (name: PanelColumn): Float64Array => {
    const assets = members.length;
    const values = new Float64Array((bars + 1) * assets);
    values.set(panel[name].subarray(0, bars * assets));
    survivors.forEach((asset, k) => {
      const value = rest?.[name][row * survivors.length + k] as number;
      values[bars * assets + members.indexOf(asset)] = value;
    });
    return values;
  };
  const openTime = new Float64Array(bars + 1);
  openTime.set(panel.openTime.subarray(0, bars));
  openTime[bars] = time;
  return {
    panel: {
      ...panel,
      bars: bars + 1,
      openTime,
      ...{ open: column('open'), high: column('high'), low: column('low'), close: column('close') },
      volume: column('volume'),
    },
    firstBar,
    lastBar: bars,
    members,
    ended: members.flatMap((i, k) => (survivors.includes(i) ? [] : [k])),
  };
}

/** Who has a bar after one at which an asset ends, in common with the others who have; `row` is that bar's. */
function survivorsOf(
  series: readonly Candles[],
  members: readonly number[],
  lastOpen: number,
): { survivors: readonly number[]; rest?: Panel; row: number } {
  let last = lastOpen;
  for (;;) {
    const survivors = members.filter((i) => lastOpenOf(series[i] as Candles) > last);
    if (survivors.length === 0) return { survivors, row: 0 };
    const rest = align(survivors.map((i) => series[i] as Candles));
    const row = firstIndexAtOrAfter(rest.openTime, lastOpen + 1);
    if (row < rest.bars) return { survivors, rest, row };
    last = Math.min(...survivors.map((i) => lastOpenOf(series[i] as Candles)));
  }
}

function firstOpen({ openTime }: Candles): number {
  return openTime[0] ?? Number.POSITIVE_INFINITY;
}

function lastOpenOf({ openTime }: Candles): number {
  return openTime[openTime.length - 1] ?? Number.NEGATIVE_INFINITY;
}

function lastClose(candles: Candles): number {
  return lastOpenOf(candles) + candles.intervalMs;
}
