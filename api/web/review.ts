/** The review of one recommendation: what would be traded, at what cost, why, and the choice; later, what became of it. */
import { html } from 'hono/html';
import type { PlanReview } from '../../src/app/plans/plan-review.ts';
import { stillWaits } from '../../src/app/portfolio-state.ts';
import type { Leg, Recommendation } from '../../src/plan/plan.ts';
import { headline, planInBrief, sortReasons } from '../../src/report/decision-sentence.ts';
import {
  bps,
  fixed,
  money,
  plural,
  price,
  quantity,
  weight,
  weightRange,
} from '../../src/report/format.ts';
import { marginRows } from '../../src/report/margin-words.ts';
import { alertOf, countdown, type Html, hashOf, reasonList, stateBadge, timeOf } from './html.ts';
import { choices, type Forms } from './review-choices.ts';
import { executionSection } from './review-execution.ts';
import { table } from './table.ts';

export function reviewPage(
  review: PlanReview,
  page: Forms & { readonly alert: string | undefined },
): Html {
  const { recommendation, proposer } = review.record;
  return html`${alertOf(page.alert)}
<p class="meta">${timeOf(recommendation.asOf)} ${stateBadge(shownState(review))} · asked for by ${proposer}</p>
<h1>${recommendation.outcome === 'proposed' ? planInBrief(recommendation) : headline(recommendation)}</h1>
${whatBecameOfIt(review)}
${identity(review)}
${executionSection(review)}
${recommendation.legs.length === 0 ? '' : legTable(recommendation)}
<section><h2>Why</h2>${reasonList(sortReasons(recommendation.reasons).why)}</section>
${weightTable(recommendation)}
${margin(recommendation)}${risk(recommendation)}
${leftOut(recommendation)}
${choices(review, page)}`;
}

/** A plan whose time is over is shown as expired, also before the next cycle records it. */
export function shownState({ record, now }: PlanReview): PlanReview['record']['state'] {
  const open = record.state === 'proposed' || record.state === 'approved';
  return open && !stillWaits(record, now) ? 'expired' : record.state;
}

function whatBecameOfIt(review: PlanReview): Html {
  const { newest, rejection } = review;
  const words: Partial<Record<PlanReview['record']['state'], Html>> = {
    expired: html`Nobody approved and executed this plan in time. Nothing was traded.`,
    superseded: html`A newer look or other targets replaced this plan before it was executed. Nothing was traded.`,
    drifted: html`Prices or balances moved too far between approval and execution. Nothing was traded.`,
    rejected: html`${rejection?.actor ?? 'Somebody'} rejected this plan${rejection === undefined ? '' : html`: “${rejection.reason}”`}. Nothing was traded.`,
  };
  const said = words[shownState(review)];
  if (said === undefined) return html``;
  const link =
    newest === undefined
      ? ''
      : html`<a class="button" id="newest" href="/recommendations/${newest.recommendation.id}">Newest decision</a>`;
  return html`<div class="notice plain"><p>${said}</p>${link}</div>`;
}

/** The hash that an approval names, and how long it may. */
function identity(review: PlanReview): Html {
  const { planHash, expiresAt } = review.record.recommendation;
  if (planHash === null) return html``;
  const isOpen = ['proposed', 'approved'].includes(shownState(review));
  const left =
    expiresAt === null || !isOpen
      ? ''
      : html`<div><dt>expires in</dt><dd>${countdown(expiresAt - review.now)}, ${timeOf(expiresAt)}</dd></div>`;
  const jump = isOpen
    ? html`<div><dd><a id="decide" href="#choices">To the decision</a></dd></div>`
    : '';
  return html`<dl class="health">${left}<div><dt>plan</dt><dd>${hashOf(planHash)}</dd></div>${jump}</dl>`;
}

function legTable(recommendation: Recommendation): Html {
  const isOnMargin = recommendation.leverage !== undefined;
  // On margin they come as they are traded.
  const legs = isOnMargin
    ? recommendation.legs
    : recommendation.legs.toSorted((a, b) => Number(a.side === 'buy') - Number(b.side === 'buy'));
  const isFunded = recommendation.funding !== undefined;
  const days = plural(recommendation.forecast.horizonDays, 'day');
  return html`<section>${table({
    caption: `Trades, ${isOnMargin ? 'what closes positions' : 'sells'} first: ${bps(recommendation.costBps)} of net asset value in all`,
    columns: [
      { name: 'Trade' },
      { name: 'Quantity', number: true },
      { name: 'Limit', number: true },
      { name: 'Value', number: true },
      { name: 'Fee + spread + slippage + impact = cost', number: true },
      ...(isFunded ? [{ name: `Funding in ${days}`, number: true }] : []),
    ],
    rows: legs.map((leg) => legCells(leg)),
  })}</section>`;
}

function legCells(leg: Leg): readonly (string | Html)[] {
  return [
    html`${leg.side === 'sell' ? 'Sell' : 'Buy'} ${leg.symbol}${leg.reduceOnly ? ', reduce only' : ''}`,
    `${quantity(leg.quantity)} ${leg.base}`,
    `${leg.side === 'sell' ? '≥' : '≤'} ${price(leg.limitPrice)}`,
    `${money(leg.notional, leg.quote)} ${leg.quote}`,
    costSum(leg),
    ...(leg.fundingBps === undefined ? [] : [bps(leg.fundingBps)]),
  ];
}

function costSum({ feeBps, halfSpreadBps, slippageBps, impactBps, costBps }: Leg): string {
  const parts = [feeBps, halfSpreadBps, slippageBps, impactBps].map((part) => fixed(part, 1));
  return `${parts.join(' + ')} = ${fixed(costBps, 1)} bp`;
}

function weightTable(recommendation: Recommendation): Html {
  const { assets, cashWeight, cashTarget, quote, outcome } = recommendation;
  const trades = outcome === 'proposed';
  const cashAfter = 1 - assets.reduce((sum, asset) => sum + asset.weightAfter, 0);
  const cells = (row: string, weights: readonly number[], range: string): readonly string[] => [
    row,
    ...weights.map(weight),
    range,
  ];
  const pick = (now: number, after: number, target: number): readonly number[] =>
    trades ? [now, after, target] : [now, target];
  return html`<section>${table({
    caption: trades ? 'Weights before and after' : 'Weights at this look',
    columns: [
      { name: 'Asset' },
      { name: 'Weight', number: true },
      ...(trades ? [{ name: 'After', number: true }] : []),
      { name: 'Target', number: true },
      { name: 'May go from … to …', number: true },
    ],
    rows: [
      ...assets.map((asset) =>
        cells(
          asset.symbol,
          pick(asset.weight, asset.weightAfter, asset.target),
          weightRange(asset.lower, asset.upper),
        ),
      ),
      cells(`${quote} cash`, pick(cashWeight, cashAfter, cashTarget), '–'),
    ],
  })}${trades ? html`<p class="sentence">The plan ends ${fixed(recommendation.residualPp, 2)} pp from the targets: it goes as far as a trade pays, within step sizes and minimums.</p>` : ''}</section>`;
}

/** Leverage and funding; nothing where nothing is borrowed. */
function margin(recommendation: Recommendation): Html {
  const rows = marginRows(recommendation);
  if (rows.length === 0) return html``;
  const trades = recommendation.outcome === 'proposed';
  return html`<section>${table({
    caption: 'Positions on margin',
    columns: [
      { name: 'Measure' },
      { name: trades ? 'Before' : 'Now', number: true },
      ...(trades ? [{ name: 'After', number: true }] : []),
    ],
    rows: rows.map(({ name, before, after }) => (trades ? [name, before, after] : [name, before])),
  })}<p class="sentence">Leverage is what positions add up to without their signs, as a multiple of net asset value. Funding is paid by longs to shorts, and the other way round where it is below zero.</p></section>
`;
}

function risk({ forecast, outcome }: Recommendation): Html {
  const { portfolioVolBefore: vol, trackingErrorBefore: error } = forecast;
  if (vol === null || error === null) {
    return html`<section><h2>Risk</h2><p>The forecast ${forecast.model} has no volatility; thresholds follow the weights alone.</p></section>`;
  }
  const trades = outcome === 'proposed';
  const shown = (fraction: number | null): string =>
    fraction === null ? '–' : `${fixed(fraction * 100, 2)} %`;
  const row = (name: string, before: number, after: number | null): readonly string[] =>
    trades ? [name, shown(before), shown(after)] : [name, shown(before)];
  return html`<section>${table({
    caption: `Risk over the next ${plural(forecast.horizonDays, 'day')}, by the forecast ${forecast.model}`,
    columns: [
      { name: 'Measure' },
      { name: trades ? 'Before' : 'Now', number: true },
      ...(trades ? [{ name: 'After', number: true }] : []),
    ],
    rows: [
      row('Volatility of the portfolio', vol, forecast.portfolioVolAfter),
      row('Tracking error against the targets', error, forecast.trackingErrorAfter),
    ],
  })}</section>`;
}

function leftOut({ reasons, outcome }: Recommendation): Html {
  const sorted = sortReasons(reasons);
  const cut =
    sorted.leftOut.length > 0
      ? reasonList(sorted.leftOut)
      : html`<p>Nothing that the policy wanted was left out.</p>`;
  return html`${outcome === 'proposed' ? html`<section><h2>Not traded</h2>${cut}</section>` : ''}
${sorted.notes.length === 0 ? '' : html`<section><h2>Assumed and noticed</h2>${reasonList(sorted.notes)}</section>`}`;
}
