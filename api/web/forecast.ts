/** The forecast: how volatile the next days may be, what moves together, what thresholds make of it, and how good the model is. */
import { html } from 'hono/html';
import type { ForecastReview } from '../../src/app/learning/forecast-review.ts';
import { signed } from '../../src/report/format.ts';
import { correlationSection } from './forecast-correlations.ts';
import { modelSection } from './forecast-model.ts';
import { multiplierSection } from './forecast-multiplier.ts';
import { outlookSection } from './forecast-outlook.ts';
import { regimeSection } from './forecast-regimes.ts';
import { type Html, timeOf } from './html.ts';

export function forecastPage(review: ForecastReview): Html {
  const { now } = review;
  if (now.asOf === null) {
    return html`<h1>Forecast</h1>${emptyState(review)}${modelSection(review)}`;
  }
  return html`<h1>Forecast</h1>
<p class="meta">by ${speaker(review)}, at the close of ${timeOf(now.asOf)}</p>
${fallbackBanner(review)}
${thresholdNote(review)}
${outlookSection(now)}
${correlationSection(now)}
${regimeSection(now)}
${multiplierSection(review)}
${modelSection(review)}`;
}

function emptyState({ now }: ForecastReview): Html {
  return html`<p class="sentence">Here will be how volatile each asset may be over the next 30 days, which assets move together, calm and turbulent times of the last year, and how far the forecast moves the thresholds.</p>
<div class="notice plain"><p>Nothing can be forecast yet: ${now.cause}. It takes seven days of hourly candles of every asset. Let Ballast run, and this page fills by itself; an asset that the venue does not have must leave <code>portfolio.targets</code> in the configuration.</p></div>`;
}

const names: Readonly<Record<ForecastReview['now']['model'], string>> = {
  champion: 'the promoted model',
  'pooled-har': 'a pooled HAR',
  ewma60: 'an EWMA of 60 days',
  geometry: 'nothing',
};

function speaker({ now }: ForecastReview): Html {
  return now.name === null ? html`${names[now.model]}` : html`the model <code>${now.name}</code>`;
}

/** What stands in, since when, why, and what that changes. */
function fallbackBanner({ now, standInSince, champion }: ForecastReview): Html {
  if (now.cause === null) return html``;
  const since = standInSince === null ? '' : html` since ${timeOf(standInSince)}`;
  const learnt =
    now.model === 'pooled-har'
      ? html`It was learnt from the candles of this portfolio alone, with three features in place of 25${lossWords(champion)}.`
      : html`It knows one volatility for all horizons: there are no ranges and no regimes.`;
  const thresholds =
    now.thresholds.model === now.model
      ? 'Thresholds and plans go by it too.'
      : `Thresholds and plans do not change: they go by ${now.thresholds.model}.`;
  return html`<div class="notice plain" role="status"><p><strong>A simpler forecast stands in${since}: ${names[now.model]}.</strong> ${sentenceOf(now.cause)} ${learnt} ${thresholds}</p></div>`;
}

function sentenceOf(cause: string): string {
  return `Why: ${cause}.`;
}

/** By its card the promoted model is better by so much. */
function lossWords(champion: ForecastReview['champion']): Html {
  const found = champion?.card.walkForward.comparisons.find(
    ({ opponent, horizonDays }) => opponent === 'pooled-har' && horizonDays === 7,
  );
  return found === undefined
    ? html``
    : html`; the loss of the promoted model was ${signed(found.changePct, 1)} % off that of such a HAR at 7 days`;
}

/** Why thresholds go by something simpler than what is shown, where they do. */
function thresholdNote({ now }: ForecastReview): Html {
  const { model, doubt } = now.thresholds;
  if (model === now.model || (now.cause !== null && doubt === null)) return html``;
  const why =
    doubt === null
      ? html`with <code>forecast.model: champion</code> in the configuration they go by the model as well`
      : html`the model was not shown to save anything there: ${doubt}`;
  return html`<div class="notice plain"><p>These figures are for you to read. Thresholds and plans go by <strong>${model}</strong>; ${why}.</p></div>`;
}
