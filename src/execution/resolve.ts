/** Ends an order that waits for a person by what the venue says of it now; what it filled is booked in any case. */
import { compare } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import { bookFill, type Draft, filledBy, isBooked, legAt, moveAttempt } from './draft.ts';
import type { Attempt } from './execution.ts';
import type { ExecutionRecord, ExecutionState } from './execution-step.ts';
import { contradiction } from './negative-evidence.ts';
import type { OrderReport, Sweep } from './order.ts';

/** The order as the venue knows it, or the search for its traces where the venue does not know it. */
export type Finding =
  | { readonly kind: 'known'; readonly report: OrderReport }
  | { readonly kind: 'not-found'; readonly sweep: Sweep };

/** What the person says: why, and whether they have seen that the order is not there. */
export type Word = { readonly cause: string; readonly isAbsent: boolean };

export type Resolution = {
  readonly records: readonly ExecutionRecord[];
  /** Why the order still waits for a person; undefined when it is over. */
  readonly problem: Reason | undefined;
};

export function resolveAttempt(
  state: ExecutionState,
  attempt: Attempt,
  { finding, word }: { finding: Finding; word: Word },
): Resolution {
  const draft: Draft = { state, records: [] };
  const problem =
    finding.kind === 'known'
      ? endKnown(draft, attempt, { report: finding.report, cause: word.cause })
      : endAbsent(draft, attempt, { sweep: finding.sweep, word });
  return { records: draft.records, problem };
}

function endKnown(
  draft: Draft,
  attempt: Attempt,
  { report, cause }: { report: OrderReport; cause: string },
): Reason | undefined {
  for (const fill of report.fills) bookFill(draft, attempt, fill);
  const { filled = '0', status } = report;
  const isWhole = compare(filledBy(draft.state, attempt), filled) >= 0;
  if (status === 'open' || !isWhole) {
    return { code: 'ORDER_STILL_OPEN', order: attempt.clientOrderId };
  }
  moveAttempt(draft, attempt, { to: 'closed', cause });
  return undefined;
}

function endAbsent(
  draft: Draft,
  attempt: Attempt,
  { sweep, word }: { sweep: Sweep; word: Word },
): Reason | undefined {
  const { clientOrderId: order } = attempt;
  const unbooked = sweep.trades.filter((trade) => !isBooked(draft.state, trade));
  for (const trade of unbooked) {
    if (trade.clientOrderId === order) bookFill(draft, attempt, trade);
  }
  const leg = legAt(draft.state, attempt.legIndex);
  const cause = contradiction(attempt, leg, { ...sweep, trades: unbooked });
  if (cause !== undefined) return { code: 'ORDER_CONTRADICTED', order, cause };
  if (!word.isAbsent) return { code: 'ORDER_NOT_FOUND', order };
  moveAttempt(draft, attempt, { to: 'not_accepted', cause: word.cause });
  return undefined;
}
