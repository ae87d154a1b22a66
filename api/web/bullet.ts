/** The bullet of one asset as SVG: weight bar, target tick, soft and hard threshold as two tints, on a scale all rows share. */
import { html } from 'hono/html';
import { fixed, weight, weightRange } from '../../src/report/format.ts';
import type { Html } from './html.ts';

export type Bullet = {
  readonly symbol: string;
  readonly weight: number;
  readonly target: number;
  /** The weights between which the asset may move; null before the first look. */
  readonly soft: readonly [number, number] | null;
  readonly hard: readonly [number, number] | null;
  /** The same for all rows. */
  readonly scale: Scale;
};

/** The weights at both ends; the left one is 0 unless something is short. */
export type Scale = { readonly from: number; readonly to: number };

/** Units of the drawing; it is stretched to the width of its cell, its height is in pixels. */
const width = 1000;
const height = 28;

/** The next multiples of 5 % that hold all of these weights. */
export function scaleOf(weights: readonly number[], isOnMargin: boolean): Scale {
  const reach = (weight: number): number => Math.ceil(weight * 20 - 1e-9) / 20;
  const largest = reach(Math.max(0.05, ...weights));
  if (!isOnMargin) return { from: 0, to: Math.min(1, largest) };
  const lowest = reach(Math.max(0, ...weights.map((weight) => -weight)));
  return { from: lowest === 0 ? 0 : -lowest, to: largest };
}

/** An end of the scale: "0", "−35 %". */
export function scaleEnd(weight: number): string {
  return weight === 0 ? '0' : `${fixed(weight * 100, 0)} %`;
}

export function bulletSvg(bullet: Bullet, id: string): Html {
  const x = (fraction: number): number => {
    const { from, to } = bullet.scale;
    const share = Math.min(1, Math.max(0, (fraction - from) / (to - from)));
    return Math.round(share * width * 10) / 10;
  };
  const [start, end] = [x(Math.min(0, bullet.weight)), x(Math.max(0, bullet.weight))];
  const zero = bullet.scale.from < 0 ? line('zero', x(0), [2, 26]) : '';
  const band = (range: readonly [number, number] | null, name: string): Html => {
    if (range === null) return html``;
    const [from, to] = [x(range[0]), x(range[1])];
    return html`<rect class="${name}" x="${from}" y="2" width="${to - from}" height="24"/>${[from, to].map((at) => line(`${name}-edge`, at, [2, 26]))}`;
  };
  return html`<svg class="bullet" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-words"><title id="${id}-title">${bullet.symbol}: weight, target and threshold</title><desc id="${id}-words">${words(bullet)}</desc>${band(bullet.hard, 'hard')}${band(bullet.soft, 'soft')}${zero}<rect class="weight" x="${start}" y="10" width="${Math.round((end - start) * 10) / 10}" height="8"/>${line('target', x(bullet.target), [4, 24])}</svg>`;
}

function line(name: string, at: number, [from, to]: readonly [number, number]): Html {
  return html`<line class="${name}" x1="${at}" x2="${at}" y1="${from}" y2="${to}" vector-effect="non-scaling-stroke"/>`;
}

function words(bullet: Bullet): string {
  const now = `Weight ${weight(bullet.weight)}, target ${weight(bullet.target)}`;
  if (bullet.soft === null || bullet.hard === null) return `${now}.`;
  const soft = weightRange(...bullet.soft);
  const hard = weightRange(...bullet.hard);
  const { from, to } = bullet.scale;
  const start = from === 0 ? '0' : weight(from);
  return `${now}; may go from ${soft}, hard threshold ${hard}; scale ${start} to ${weight(to)}.`;
}
