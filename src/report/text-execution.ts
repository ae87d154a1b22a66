/** An execution for a terminal: what was filled of each leg, planned beside realised, and against the price it arrived at. */

import { toNumber } from '../base/decimal.ts';
import type { Execution } from '../execution/execution.ts';
import { residualPp } from '../execution/residual.ts';
import { realisedShortfallBps } from '../execution/shortfall.ts';
import type { Recommendation } from '../plan/plan.ts';
import { reasonSentence } from './decision-sentence.ts';
import { shortfallOf } from './execution-quality.ts';
import { averagePrice, costOfExecution, realisedCostBps } from './execution-summary.ts';
import { bps, fixed, money, price, quantity } from './format.ts';
import { textTable } from './text-table.ts';

const columns = [
  { title: 'side', align: 'left' as const },
  { title: 'market', align: 'left' as const },
  { title: 'status', align: 'left' as const },
  { title: 'filled' },
  { title: 'of' },
  { title: 'planned price' },
  { title: 'average price' },
  { title: 'fees' },
  { title: 'planned cost' },
  { title: 'realised cost' },
];

export function executionText(execution: Execution, plan: Recommendation): string {
  const rows = execution.legs.map((leg) => {
    const planned = plan.legs[leg.index];
    const average = averagePrice(leg);
    const realised = planned === undefined ? null : realisedCostBps(leg, planned);
    return [
      leg.side,
      leg.symbol,
      leg.status,
      quantity(leg.filled),
      quantity(leg.quantity),
      planned === undefined ? '' : price(planned.referencePrice),
      average === null ? '' : price(average),
      `${money(leg.fees, leg.quote)} ${leg.quote}`,
      planned === undefined ? '' : bps(planned.costBps),
      realised === null ? '' : bps(realised),
    ];
  });
  const reasons = execution.legs.flatMap(({ reason }) =>
    reason === null ? [] : [`note: ${reasonSentence(reason)}`],
  );
  return [
    `${execution.id} · ${execution.status}`,
    '',
    ...textTable(columns, rows),
    ...reasons,
    '',
    ...shortfallTable(execution),
    ...costLine(execution, plan),
    ...shortfallLine(execution, plan),
    `${fixed(residualPp(plan, execution), 2)} pp left to the targets`,
  ].join('\n');
}

function costLine(execution: Execution, plan: Recommendation): readonly string[] {
  const cost = costOfExecution(execution, plan.legs);
  if (cost === null) return [];
  return [`cost ${bps(cost.realisedBps)} of what was traded, ${bps(cost.plannedBps)} planned`];
}

/** Only of legs that met a book. */
function shortfallTable({ legs }: Execution): readonly string[] {
  const columns = [
    { title: 'market', align: 'left' as const },
    { title: 'arrival price' },
    { title: 'expected shortfall' },
    { title: 'realised shortfall' },
  ];
  const rows = legs.flatMap((leg) => {
    if (leg.arrival === null) return [];
    const realised = realisedShortfallBps(leg);
    const expected = bps(toNumber(leg.arrival.expectedBps));
    const cells = [leg.symbol, price(leg.arrival.price), expected];
    return [[...cells, realised === null ? '' : bps(realised)]];
  });
  return rows.length === 0 ? [] : [...textTable(columns, rows), ''];
}

function shortfallLine(execution: Execution, plan: Recommendation): readonly string[] {
  const shortfall = shortfallOf(execution, plan);
  if (shortfall === null) return [];
  const { realisedBps, expectedBps } = shortfall;
  return [`against the prices at arrival ${bps(realisedBps)}, ${bps(expectedBps)} expected then`];
}
