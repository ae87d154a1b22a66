/** By how much the forecast moves the thresholds: each multiplier between its bounds, and the volatilities that it comes from. */
import { html } from 'hono/html';
import type { ForecastReview } from '../../src/app/learning/forecast-review.ts';
import type { AssetMultiplier, MultiplierView } from '../../src/plan/multiplier-view.ts';
import { multiplierSentence, percentWords } from '../../src/report/forecast-words.ts';
import { fixed } from '../../src/report/format.ts';
import { numberTable } from './figure.ts';
import type { Html } from './html.ts';

const inputWords: Readonly<Record<MultiplierView['objective'], string>> = {
  adaptive:
    'A threshold widens with the ratio of the two volatilities of its asset, to the power of ⅔',
  balanced: 'Thresholds follow the covariance',
  'cost-budget': 'All thresholds widen alike, with the square of the ratio of the two volatilities',
  'tracking-target':
    'All thresholds narrow alike, as the forecast rises above the volatility of all history',
};

export function multiplierSection({ now }: ForecastReview): Html {
  const view = now.multiplier;
  const title = html`<h2 id="multiplier-title">What thresholds make of it</h2>`;
  if (view === null) {
    return html`<section aria-labelledby="multiplier-title">${title}<p class="sentence">The rule of this portfolio follows no forecast: its thresholds stay as they are configured. With <code>policy.kind: risk-aware</code> they widen and narrow with the forecast.</p></section>`;
  }
  const [low, high] = view.bounds;
  return html`<section aria-labelledby="multiplier-title">${title}
<p class="sentence">${multiplierSentence(view)}</p>
${numberTable({
  caption: `Multiplier of each threshold between its bounds, by ${now.thresholds.model}`,
  columns: ['Asset', `${fixed(low, 2)} to ${fixed(high, 2)}`, 'Multiplier', 'Forecast', 'Usual'],
  rows: view.assets.map((asset) => [
    asset.symbol,
    bar(asset, view),
    `× ${fixed(asset.multiplier, 2)}`,
    vol(asset.volAnnual),
    vol(asset.usualVolAnnual),
  ]),
})}
<p class="meta">${inputWords[view.objective]}; the bounds are <code>policy.multiplier</code>.</p></section>`;
}

function vol(volAnnual: number | null): string {
  return volAnnual === null ? '–' : percentWords(volAnnual);
}

/** A line between the bounds on a scale of ratios, a tick at 1, and a mark. */
function bar({ multiplier }: AssetMultiplier, { bounds }: MultiplierView): Html {
  const [low, high] = bounds;
  const x = (value: number): number => {
    const span = Math.log(high / low) || 1;
    return Math.round((1000 * Math.log(value / low)) / span);
  };
  return html`<svg class="bullet range" viewBox="0 0 1000 28" preserveAspectRatio="none" aria-hidden="true"><path d="M0 14H1000M0 8V20M1000 8V20M${x(1)} 6V22"/><path class="mark" d="M${x(multiplier)} 2V26"/></svg>`;
}
