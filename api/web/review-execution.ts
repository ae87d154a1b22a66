/** The execution of a plan as it goes on, then planned against realised cost. */
import { html } from 'hono/html';
import type { PlanReview } from '../../src/app/plan-review.ts';
import type { ExecutionLeg, LegStatus } from '../../src/execution/execution.ts';
import type { Leg } from '../../src/plan/plan.ts';
import { reasonSentence } from '../../src/report/decision-sentence.ts';
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
</section>`;
}

function legCells(leg: ExecutionLeg, planned: Leg | undefined): readonly (string | Html)[] {
  const average = averagePrice(leg);
  const cost = planned === undefined ? null : realisedCostBps(leg, planned);
  return [
    `${leg.side === 'sell' ? 'Sell' : 'Buy'} ${leg.symbol}`,
    statusWords[leg.status],
    `${quantity(leg.filled)} of ${quantity(leg.quantity)} ${leg.base}`,
    average === null ? '–' : price(average),
    `${money(leg.fees, leg.quote)} ${leg.quote}`,
    planned === undefined ? '–' : bps(planned.costBps),
    cost === null ? '–' : bps(cost),
  ];
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
