/** I6: the venue's reports, told again in any number after all of them were told, change nothing. */
import { absorb } from '../../../src/execution/absorb.ts';
import type { Draft } from '../../../src/execution/draft.ts';
import type { OrderReport } from '../../../src/execution/order.ts';
import { quantityOf } from './true-books.ts';
import type { Seen } from './witness.ts';

const mostReplayed = 20;

export function replayProblem({
  execution,
  attempts,
  fills,
  books,
  reports,
  scenario,
}: Seen): string | undefined {
  const draft: Draft = {
    records: [],
    state: {
      ...{ execution, attempts: [...attempts.values()], fills, style: scenario.style },
      ...{ terms: [], permits: execution.legs.map(() => null) },
    },
  };
  const whole = books.orders
    .filter(({ isOurs, request }) => isOurs && attempts.has(request.clientOrderId))
    .map(({ request, trades, closedAt }): OrderReport => {
      const status = closedAt === null ? 'open' : 'closed';
      const { clientOrderId } = request;
      return { clientOrderId, status, filled: quantityOf(trades), fills: trades };
    });
  for (const report of whole) absorb(draft, { kind: 'reported', report }, 0);
  const before = draft.state;
  for (const report of [...reports.slice(-mostReplayed), ...whole]) {
    absorb(draft, { kind: 'reported', report }, 0);
  }
  const isSame = draft.state.fills === before.fills && draft.state.execution === before.execution;
  return isSame ? undefined : 'a report that was told again changed the state';
}
