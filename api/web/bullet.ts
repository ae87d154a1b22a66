/** The bullet of one asset as SVG: weight bar, target tick, soft and hard threshold as two tints, on a scale all rows share. */
import { html } from 'hono/html';
import { weight, weightRange } from '../../src/report/format.ts';
import type { Html } from './html.ts';

export type Bullet = {
  readonly symbol: string;
  readonly weight: number;
  readonly target: number;
  /** The weights between which the asset may move; null before the first look. */
  readonly soft: readonly [number, number] | null;
  readonly hard: readonly [number, number] | null;
  /** The weight at the right end, the same for all rows. */
  readonly scale: number;
};

/** Units of the drawing; it is stretched to the width of its cell, its height is in pixels. */
const width = 1000;
const height = 28;

/** The next multiple of 5 % that holds all of these weights. */
export function scaleOf(weights: readonly number[]): number {
  const largest = Math.max(0.05, ...weights);
  return Math.min(1, Math.ceil(largest * 20 - 1e-9) / 20);
}

export function bulletSvg(bullet: Bullet, id: string): Html {
  const x = (fraction: number): number => {
    const share = Math.min(1, Math.max(0, fraction / bullet.scale));
    return Math.round(share * width * 10) / 10;
  };
  const band = (range: readonly [number, number] | null, name: string): Html => {
    if (range === null) return html``;
    const [from, to] = [x(range[0]), x(range[1])];
    return html`<rect class="${name}" x="${from}" y="2" width="${to - from}" height="24"/>${[from, to].map((at) => line(`${name}-edge`, at, [2, 26]))}`;
  };
  return html`<svg class="bullet" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-words"><title id="${id}-title">${bullet.symbol}: weight, target and threshold</title><desc id="${id}-words">${words(bullet)}</desc>${band(bullet.hard, 'hard')}${band(bullet.soft, 'soft')}<rect class="weight" x="0" y="10" width="${x(bullet.weight)}" height="8"/>${line('target', x(bullet.target), [4, 24])}</svg>`;
}

function line(name: string, at: number, [from, to]: readonly [number, number]): Html {
  return html`<line class="${name}" x1="${at}" x2="${at}" y1="${from}" y2="${to}" vector-effect="non-scaling-stroke"/>`;
}

function words(bullet: Bullet): string {
  const now = `Weight ${weight(bullet.weight)}, target ${weight(bullet.target)}`;
  if (bullet.soft === null || bullet.hard === null) return `${now}.`;
  const soft = weightRange(...bullet.soft);
  const hard = weightRange(...bullet.hard);
  return `${now}; may go from ${soft}, hard threshold ${hard}; scale 0 to ${weight(bullet.scale)}.`;
}
