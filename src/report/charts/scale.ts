/** Axes: from a range of values to a range of places, linear or logarithmic, with round values to label. */

export type Range = { readonly from: number; readonly to: number };

export type Scale = {
  (value: number): number;
  readonly domain: Range;
  /** Round values within the domain, rising. */
  readonly ticks: readonly number[];
};

export function linearScale(domain: Range, places: Range, tickCount: number): Scale {
  const span = domain.to - domain.from || 1;
  const at = (value: number): number =>
    places.from + ((value - domain.from) / span) * (places.to - places.from);
  return Object.assign(at, { domain, ticks: linearTicks(domain, tickCount) });
}

/** Values at or below zero are put at the start of the axis. */
export function logScale(domain: Range, places: Range, tickCount: number): Scale {
  const span = Math.log(domain.to / domain.from) || 1;
  const at = (value: number): number =>
    places.from +
    (Math.log(Math.max(value, domain.from) / domain.from) / span) * (places.to - places.from);
  return Object.assign(at, { domain, ticks: logTicks(domain, tickCount) });
}

/** The range of finite values, widened by a share of itself on both sides; a single value gets room too. */
export function rangeOf(values: Iterable<number>, margin: number): Range {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < from) from = value;
    if (value > to) to = value;
  }
  if (!(from <= to)) return { from: 0, to: 1 };
  const room = (to - from || Math.abs(to) || 1) * margin;
  return { from: from - room, to: to + room };
}

/** Multiples of 1, 2 or 5 times a power of ten, about as many as wanted. */
function linearTicks({ from, to }: Range, count: number): readonly number[] {
  const step = roundStep((to - from) / count);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  const ticks: number[] = [];
  for (let k = first; k <= last && ticks.length < 50; k++)
    ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
}

function roundStep(rough: number): number {
  if (!(rough > 0) || !Number.isFinite(rough)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
}

/** 1, 2 and 5 of every decade, or fewer of them where those are too many; linear ones in less than a decade without any two. */
function logTicks({ from, to }: Range, count: number): readonly number[] {
  const decades = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))] as const;
  for (const leads of [[1, 2, 5], [1, 3], [1]]) {
    const ticks: number[] = [];
    for (let power = decades[0]; power <= decades[1]; power++) {
      for (const lead of leads) ticks.push(Number((lead * 10 ** power).toPrecision(12)));
    }
    const inside = ticks.filter((tick) => tick >= from && tick <= to);
    if (inside.length < 2) return linearTicks({ from, to }, count);
    if (inside.length <= count) return inside;
  }
  return [];
}
