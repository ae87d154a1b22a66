/** The execution of a plan as it goes on, then planned against realised cost, and what was filled against the price at arrival. */
import { html } from 'hono/html';
import type { PlanReview } from '../../src/app/plans/plan-review.ts';
import { toNumber } from '../../src/base/decimal.ts';
import type { ExecutionLeg, LegStatus } from '../../src/execution/execution.ts';
import { realisedShortfallBps } from '../../src/execution/shortfall.ts';
import type { Leg, Recommendation } from '../../src/plan/plan.ts';
import { reasonSentence } from '../../src/report/decision-sentence.ts';
import { shortfallOf } from '../../src/report/execution-quality.ts';
import {
  averagePrice,
  costOfExecution,
  realisedCostBps,
} from '../../src/report/execution-summary.ts';
import { bps, money, price, quantity } from '../../src/report/format.ts';
import { capitalised, type Html, timeOf } from './html.ts';
import { table } from './table.ts';

const statusWords: Readonly<Record<LegStatus, string>> = {
  pending: 'waits',
  working: 'at the venue',
  filled: 'filled',
  partial: 'partly filled',
  skipped: 'left out',
  failed: 'failed',
};

export function executionSection({ record, execution }: PlanReview): Html {
  if (execution === undefined) return html``;
  const { legs } = record.recommendation;
  return html`<section>
${table({
  caption: 'Execution',
  columns: [
    { name: 'Trade' },
    { name: 'State' },
    { name: 'Filled', number: true },
    { name: 'Average price', number: true },
    { name: 'Fees', number: true },
    { name: 'Planned', number: true },
    { name: 'Realised', number: true },
  ],
  rows: execution.legs.map((leg) => legCells(leg, legs[leg.index])),
})}
${execution.legs.map(({ reason }) => (reason === null ? '' : html`<p class="sentence">${capitalised(reasonSentence(reason))}.</p>`))}
${outcome(execution, legs)}
${arrivals(execution, record.recommendation)}
</section>`;
}

function legCells(leg: ExecutionLeg, planned: Leg | undefined): readonly (string | Html)[] {
  const average = averagePrice(leg);
  const cost = planned === undefined ? null : realisedCostBps(leg, planned);
  return [
    tradeName(leg),
    statusWords[leg.status],
    `${quantity(leg.filled)} of ${quantity(leg.quantity)} ${leg.base}`,
    average === null ? '–' : price(average),
    `${money(leg.fees, leg.quote)} ${leg.quote}`,
    planned === undefined ? '–' : bps(planned.costBps),
    cost === null ? '–' : bps(cost),
  ];
}

function tradeName({ side, symbol }: ExecutionLeg): string {
  return `${side === 'sell' ? 'Sell' : 'Buy'} ${symbol}`;
}

function outcome(execution: NonNullable<PlanReview['execution']>, legs: readonly Leg[]): Html {
  const cost = costOfExecution(execution, legs);
  const said =
    cost === null
      ? ''
      : `Planned cost ${bps(cost.plannedBps)} of what was filled, realised ${bps(cost.realisedBps)}, fees included.`;
  const until =
    execution.finishedAt === null
      ? html`The orders are being placed; this page follows them.`
      : html`Finished ${timeOf(execution.finishedAt)}.`;
  return html`<p class="sentence">Started ${timeOf(execution.startedAt)}. ${until} ${said}</p>`;
}

/** Against the middle of the book when the first order of a leg was made; nothing where there was no book. */
function arrivals(execution: NonNullable<PlanReview['execution']>, plan: Recommendation): Html {
  const met = execution.legs.filter(({ arrival }) => arrival !== null);
  if (met.length === 0) return html``;
  return html`${table({
    caption: 'Against the price at arrival',
    columns: [
      { name: 'Trade' },
      { name: 'Arrival price', number: true },
      { name: 'Expected', number: true },
      { name: 'Realised', number: true },
    ],
    rows: met.map(arrivalCells),
  })}
${shortfallSentence(execution, plan)}`;
}

function arrivalCells(leg: ExecutionLeg): readonly string[] {
  const realised = realisedShortfallBps(leg);
  return [
    tradeName(leg),
    leg.arrival === null ? '–' : price(leg.arrival.price),
    leg.arrival === null ? '–' : bps(toNumber(leg.arrival.expectedBps)),
    realised === null ? '–' : bps(realised),
  ];
}

function shortfallSentence(
  execution: NonNullable<PlanReview['execution']>,
  plan: Recommendation,
): Html {
  const shortfall = shortfallOf(execution, plan);
  if (shortfall === null) return html``;
  const { expectedBps, realisedBps } = shortfall;
  return html`<p class="sentence">The book led to expect ${bps(expectedBps)} of what was filled, it came to ${bps(realisedBps)}, fees included.</p>`;
}
