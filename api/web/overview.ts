/** The overview: is all well, does it want something from me, and why. */
import { html } from 'hono/html';
import type { AssetState, PortfolioState } from '../../src/app/portfolio-state.ts';
import { dayMs } from '../../src/base/time.ts';
import type { Instruction } from '../../src/execution/instruction.ts';
import type { LedgerEvent } from '../../src/ledger/event.ts';
import type { RecommendationRecord } from '../../src/ports/store.ts';
import { decisionSentence, planInBrief } from '../../src/report/decision-sentence.ts';
import {
  bps,
  duration,
  fixed,
  money,
  plural,
  points,
  signed,
  weight,
  weightRange,
} from '../../src/report/format.ts';
import { leverageWords } from '../../src/report/margin-words.ts';
import { thresholdChangeWords } from '../../src/report/threshold-change.ts';
import { bulletSvg, type Scale, scaleEnd, scaleOf } from './bullet.ts';
import {
  alertOf,
  countdown,
  formToken,
  type Html,
  reasonList,
  stateBadge,
  timeOf,
} from './html.ts';
import { instructionsBanner } from './instructions.ts';
import { alertSection, demotionBanner, haltForm, tradingBanner } from './safety.ts';
import { inForceLine, waitingTargetsBanner } from './targets.ts';

export type Overview = {
  readonly state: PortfolioState;
  readonly recent: readonly RecommendationRecord[];
  readonly instructions: readonly Instruction[];
  /** What a person should know of, newest first. */
  readonly alerts: readonly LedgerEvent[];
  readonly token: string;
  readonly alert?: string | undefined;
};

export function overviewPage(overview: Overview): Html {
  const { state, recent, instructions, alerts, token, alert } = overview;
  return html`${alertOf(alert)}
<div class="summary">
<h1 class="nav"><span class="label">Net asset value</span> ${money(state.nav, state.quote)} <span class="unit">${state.quote}${weekWords(state)}</span></h1>
${health(state)}
${haltForm(state, token)}
</div>
${tradingBanner(state, token)}
${demotionBanner(state, token)}
${waitingBanner(state)}
${instructionsBanner(instructions)}
${waitingTargetsBanner(state.targets)}
${fallbackBanner(state)}
<div class="columns">
<section aria-labelledby="assets-title">
<h2 id="assets-title">Weights and thresholds</h2>
<p class="sentence">${weightsSentence(state)}</p>
${inForceLine(state.targets.inForce)}
<p class="key" aria-hidden="true"><span class="key-weight">weight</span> <span class="key-target">target</span> <span class="key-soft">threshold</span> <span class="key-hard">hard threshold</span></p>
${state.issues.length === 0 ? '' : reasonList(state.issues)}
${assetTable(state)}
</section>
<div>
${lastDecision(state, token)}
${alertSection(alerts)}
${recentDecisions(recent)}
</div>
</div>`;
}

function weekWords({ weekChangePct: change }: PortfolioState): Html {
  return change === null
    ? html``
    : html`&ensp;<span class="week">${signed(change, 1)} % in 7 d</span>`;
}

function health(state: PortfolioState): Html {
  const age =
    state.pricesAt === null ? 'no prices' : `${duration(state.asOf - state.pricesAt)} old`;
  return html`<dl class="health">
<div><dt>trading</dt><dd>${state.trading.state}</dd></div>
<div><dt>autonomy</dt><dd>${state.autonomy.level}</dd></div>
<div><dt>forecast</dt><dd>${forecastWords(state)}</dd></div>
${marginWords(state)}<div><dt>prices</dt><dd>${age}</dd></div>
<div><dt>now</dt><dd>${timeOf(state.asOf)}</dd></div>
<div><dt>next look</dt><dd>${state.nextLookAt === null ? 'none' : timeOf(state.nextLookAt)}</dd></div>
</dl>`;
}

/** The funding is that of the last look. */
function marginWords({ leverage, lastDecision }: PortfolioState): Html {
  if (leverage === undefined) return html``;
  const { funding } = lastDecision?.recommendation ?? {};
  const paid =
    funding === undefined
      ? ''
      : html`<div><dt>funding</dt><dd>${bps(funding.beforeBps)} a day</dd></div>
`;
  return html`<div><dt>leverage</dt><dd>${leverageWords(leverage.used, leverage.most)}</dd></div>
${paid}`;
}

/** The age of a model is that of its training data. */
function forecastWords({ forecast, asOf }: PortfolioState): string {
  const { model, learntTo, fallback } = forecast;
  if (fallback !== null) return `${fallback.used} stands in`;
  if (learntTo === null) return model;
  return `model ${fixed(Math.floor((asOf - learntTo) / dayMs), 0)} d old`;
}

function fallbackBanner({ forecast }: PortfolioState): Html {
  const { fallback } = forecast;
  if (fallback === null) return html``;
  return html`<div class="notice plain" role="status"><p><strong>A simpler forecast stands in: ${fallback.used}.</strong> Why: ${fallback.cause}.</p><a class="button" id="forecast" href="/forecast">What it changes</a></div>`;
}

function waitingBanner({ waiting, asOf, trading }: PortfolioState): Html {
  if (waiting === null) return html``;
  const { recommendation, state } = waiting;
  // A plan that cannot be approved wants nothing.
  if (trading.state === 'halted' && state !== 'executing') return html``;
  const { id, legs, turnover, costBps, expiresAt } = recommendation;
  const href = `/recommendations/${id}`;
  if (state === 'executing') {
    return html`<div class="notice plain" role="status"><p>A plan is being executed: ${planInBrief(recommendation)}.</p><a class="button" id="review" href="${href}">Watch</a></div>`;
  }
  const left = expiresAt === null ? '' : html` — expires in ${countdown(expiresAt - asOf)}`;
  const wants =
    state === 'approved' ? 'One approved plan waits to be executed' : 'One plan waits for you';
  return html`<div class="notice waits" role="status"><p><strong>${wants}:</strong> ${plural(legs.length, 'trade')}, ${weight(turnover)} turnover, cost ${bps(costBps)} of NAV${left}</p><a class="button" id="review" href="${href}">Review</a></div>`;
}

/** What to see in the table below. */
function weightsSentence({ assets, lastDecision: last }: PortfolioState): string {
  const drifts = assets.flatMap(({ symbol, driftAbs }) =>
    driftAbs === null ? [] : [{ symbol, driftAbs }],
  );
  const worst = drifts.toSorted((a, b) => Math.abs(b.driftAbs) - Math.abs(a.driftAbs))[0];
  if (worst === undefined) return 'There is no asset with a price.';
  const furthest = `${worst.symbol} is furthest from its target, ${points(worst.driftAbs)}.`;
  if (last === null) return `${furthest} Thresholds appear after the first look.`;
  const outside = assets.filter(isOutside).map(({ symbol }) => symbol);
  return outside.length === 0
    ? `${furthest} Every asset is inside its threshold.`
    : `${furthest} Outside the threshold: ${outside.join(', ')}.`;
}

function isOutside({ weight: now, lower, upper }: AssetState): boolean {
  return now !== null && lower !== null && upper !== null && (now < lower || now > upper);
}

function assetTable(state: PortfolioState): Html {
  const { assets, cash } = state;
  const scale = scaleOf(
    [...assets, cash].flatMap((row) => [row.weight ?? 0, row.target, ...hardOf(row)]),
    state.leverage !== undefined,
  );
  return html`<table class="assets" role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Asset</th><th role="columnheader" scope="col" class="number">Weight</th><th role="columnheader" scope="col"><span class="scale"><span>${scaleEnd(scale.from)}</span><span>${scaleEnd(scale.to)}</span></span></th><th role="columnheader" scope="col" class="number">May go from … to …</th><th role="columnheader" scope="col" class="number">Off target</th></tr></thead>
<tbody role="rowgroup">${assets.map((asset, position) => assetRow(asset, { scale, id: `asset-${position}` }))}${cashRow(state, scale)}</tbody>
</table>`;
}

function hardOf(row: AssetState | PortfolioState['cash']): readonly number[] {
  return 'hardUpper' in row ? [row.hardLower ?? 0, row.hardUpper ?? 0] : [];
}

function assetRow(asset: AssetState, { scale, id }: { scale: Scale; id: string }): Html {
  const { symbol, target, lower, upper, hardLower, hardUpper, driftAbs } = asset;
  const soft = lower === null || upper === null ? null : ([lower, upper] as const);
  const hard = hardLower === null || hardUpper === null ? null : ([hardLower, hardUpper] as const);
  const range = soft === null ? 'after the first look' : weightRange(...soft);
  const bullet = bulletSvg({ symbol, weight: asset.weight ?? 0, target, soft, hard, scale }, id);
  return html`<tr role="row"${isOutside(asset) ? html` class="outside"` : ''}><th role="rowheader" scope="row">${symbol}</th><td role="cell" class="number now">${asset.weight === null ? 'no price' : weight(asset.weight)}</td><td role="cell" class="chart">${bullet}</td><td role="cell" class="number range"><span>${soft === null ? '' : html`<span class="lead">may go from </span>`}${range}</span> <span class="target-words">target ${weight(target)}</span></td><td role="cell" class="number drift">${driftAbs === null ? '–' : points(driftAbs)}</td></tr>${changeRow(asset)}`;
}

/** What moved the threshold; nothing where there was nothing to compare. */
function changeRow({ thresholdChange }: AssetState): Html {
  if (thresholdChange === null) return html``;
  return html`<tr role="row" class="moved"><td role="cell"></td><td role="cell" colspan="4">${thresholdChangeWords(thresholdChange)}</td></tr>`;
}

function cashRow({ cash }: PortfolioState, scale: Scale): Html {
  const bullet = bulletSvg(
    {
      symbol: cash.symbol,
      weight: cash.weight ?? 0,
      target: cash.target,
      soft: null,
      hard: null,
      scale,
    },
    'cash',
  );
  return html`<tr role="row"><th role="rowheader" scope="row">${cash.symbol} <span class="unit">cash</span></th><td role="cell" class="number now">${cash.weight === null ? '–' : weight(cash.weight)}</td><td role="cell" class="chart">${bullet}</td><td role="cell" class="number range"><span>takes the other side</span> <span class="target-words">target ${weight(cash.target)}</span></td><td role="cell" class="number drift">${cash.driftAbs === null ? '–' : points(cash.driftAbs)}</td></tr>`;
}

function lastDecision({ lastDecision: last }: PortfolioState, token: string): Html {
  const look = html`<form method="post" action="/look">${formToken(token)}<button id="look">Look now</button></form>`;
  if (last === null) {
    return html`<section aria-labelledby="decision-title"><h2 id="decision-title">Last decision</h2>
<p>No decision yet. At each look Ballast compares the weights with their thresholds and says here what it would trade, or why it trades nothing.</p>${look}</section>`;
  }
  const { recommendation, state } = last;
  return html`<section aria-labelledby="decision-title"><h2 id="decision-title">Last decision</h2>
<p class="meta"><a href="/recommendations/${recommendation.id}" id="last-decision">${timeOf(recommendation.asOf)}</a> ${stateBadge(state)}</p>
<p class="decision">${decisionSentence(recommendation)}</p>${look}</section>`;
}

function recentDecisions(recent: readonly RecommendationRecord[]): Html {
  const earlier = recent.slice(1);
  if (earlier.length === 0) return html``;
  return html`<section aria-labelledby="recent-title"><h2 id="recent-title">Before that</h2>
<ul class="decisions">${earlier.map(decisionItem)}</ul>
<p><a href="/recommendations" id="all-decisions">All decisions</a></p></section>`;
}

export function decisionItem({ recommendation, state }: RecommendationRecord): Html {
  const { id, asOf } = recommendation;
  return html`<li><p class="meta"><a href="/recommendations/${id}">${timeOf(asOf)}</a> ${stateBadge(state)}</p><p>${decisionSentence(recommendation)}</p></li>`;
}
