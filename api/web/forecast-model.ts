/** The model: how it did beside every baseline, what it is worth in trading, where it is bad, and who was in use before it. */
import { html } from 'hono/html';
import type { ForecastReview } from '../../src/app/learning/forecast-review.ts';
import type { Training } from '../../src/app/learning/trainings.ts';
import { listed } from '../../src/report/forecast-words.ts';
import { plural, signed } from '../../src/report/format.ts';
import type { ModelCard } from '../../src/report/model-card.ts';
import { endedOn } from '../../src/report/text-model-card.ts';
import type { CardComparison, CardTrial } from '../../src/report/trial-card.ts';
import type { EstimateJson } from '../../src/report/worth-json.ts';
import { numberTable } from './figure.ts';
import { capitalised, type Html, timeOf } from './html.ts';

export function modelSection(review: ForecastReview): Html {
  const { champion } = review;
  return html`<section aria-labelledby="model-title"><h2 id="model-title">The model</h2>
${champion === null ? noModel() : card(champion.name, champion.card)}
${trainingWords(review.training)}
${historyList(review.history)}</section>`;
}

function noModel(): Html {
  return html`<p class="sentence">Here will be how the promoted model did beside every baseline, where it is bad, and who was in use before it. No model is promoted. Train one on a folder of candles; it goes into use if it beats the baselines:</p>
<pre>bin/ballast train --data DIR --out models/mine --promote</pre>`;
}

function card(name: string, model: ModelCard): Html {
  const { training, members, walkForward, unseen, weaknesses, worth } = model;
  return html`<p><code>${name}</code> learnt from ${plural(training.symbols.length, 'asset')} up to ${endedOn(training.to)}, ${plural(training.days, 'day')}; its members are ${listed(members)}.</p>
${trialTable(walkForward, 'Beside every baseline, on days that it had not seen')}
${unseen === null ? '' : html`<details><summary>On days after its training</summary>${trialTable(unseen, 'As it is, on days after its training')}</details>`}
${worthBlock(worth)}
<details><summary>Where it is bad: ${plural(weaknesses.length, 'finding')}</summary><ul class="reasons">${weaknesses.map((sentence) => html`<li>${capitalised(sentence)}.</li>`)}</ul></details>`;
}

/** What thresholds that go by it cost, between those of a simple forecast and of one that knows the next seven days. */
function worthBlock(worth: ModelCard['worth']): Html {
  const title = html`<h3>What it is worth in trading</h3>`;
  if (worth === null) {
    return html`${title}<p class="sentence">It was not tried in trading when it was trained.</p>`;
  }
  const doubted = new Set(worth.doubts.map(({ objective }) => objective));
  const trusted = new Set(worth.trials.map(({ objective }) => objective)).difference(doubted);
  const sentence =
    trusted.size === 0
      ? 'It moves no thresholds: under no objective was it shown to save anything.'
      : `It may move thresholds under ${listed([...trusted])}.`;
  return html`${title}<p class="sentence">${sentence}</p>
${numberTable({
  caption:
    'Saved against a simple forecast, and the share of what knowing seven days ahead saves; 90 % intervals',
  columns: ['Objective', 'What', 'Saved', 'Possible', 'Captured'],
  rows: worth.trials.map(({ objective, figure, gainPct, possiblePct, capturedPct }) => [
    objective,
    figureWords[figure] ?? figure,
    ...[gainPct, possiblePct, capturedPct].map(estimateWords),
  ]),
})}
${worth.doubts.length === 0 ? '' : html`<ul class="reasons">${worth.doubts.map(({ sentence }) => html`<li>${capitalised(sentence)}.</li>`)}</ul>`}`;
}

const figureWords: Readonly<Record<string, string>> = {
  cost: 'cost at the same tracking error',
  spread: 'spread of quarterly tracking errors',
};

function estimateWords(estimate: EstimateJson | null): string {
  if (estimate === null) return '–';
  const { value, low, high } = estimate;
  return `${signed(value, 1)} % (${signed(low, 1)} to ${signed(high, 1)})`;
}

function trialTable({ comparisons, days, from, to }: CardTrial, title: string): Html {
  const horizons = [...new Set(comparisons.map(({ horizonDays }) => horizonDays))];
  const opponents = [...new Set(comparisons.map(({ opponent }) => opponent))];
  const found = (opponent: string, horizon: number): CardComparison | undefined =>
    comparisons.find((c) => c.opponent === opponent && c.horizonDays === horizon);
  return html`<h3>${title}</h3>
${numberTable({
  caption: `By how much its loss differs, less than nought is better, with the 95 % interval; ${plural(days, 'close')} from ${from.slice(0, 10)} to ${to.slice(0, 10)}`,
  columns: ['Baseline', ...horizons.map((horizon) => plural(horizon, 'day'))],
  rows: opponents.map((opponent) => [
    opponent,
    ...horizons.map((horizon) => changeWords(found(opponent, horizon))),
  ]),
})}`;
}

function changeWords(found: CardComparison | undefined): string {
  if (found === undefined) return '–';
  const { changePct, lowPct, highPct } = found;
  const change = `${signed(changePct, 1)} %`;
  return lowPct === null || highPct === null
    ? change
    : `${change} (${signed(lowPct, 1)} to ${signed(highPct, 1)})`;
}

const stateWords: Readonly<Record<Training['state'], string>> = {
  queued: 'waits for its turn',
  running: 'is under way',
  done: 'is done',
  failed: 'failed',
  cancelled: 'was cancelled',
};

/** The last one that was asked for over the API. */
function trainingWords(training: Training | null): Html {
  if (training === null) return html``;
  const { id, actor, state, createdAt, progress, result, fault } = training;
  const said = fault ?? (result === null ? progress.at(-1) : resultWords(result));
  return html`<p>The last training, <code>${id}</code>, was asked for by ${actor} ${timeOf(createdAt)} and ${stateWords[state]}${said === undefined ? '' : `: ${said}`}.</p>`;
}

function resultWords({ model, gate, promoted }: NonNullable<Training['result']>): string {
  if (promoted) return `${model} is in use`;
  return gate.passed ? `${model} passed the gate` : `${model} did not pass the gate`;
}

function historyList(history: ForecastReview['history']): Html {
  if (history.length === 0) return html``;
  return html`<h3>Who was in use</h3><ol class="events" reversed>${history.map(
    ({ at, action, name }) =>
      html`<li>${timeOf(at)} <code>${name}</code> ${action === 'promoted' ? 'was promoted' : 'was taken back'}</li>`,
  )}</ol>`;
}
