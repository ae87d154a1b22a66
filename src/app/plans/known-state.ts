/** What is known of an execution where nothing is to be sent for it: its orders and fills, without terms and permits. */
import { InvariantError } from '../../base/errors.ts';
import type { Attempt } from '../../execution/execution.ts';
import type { ExecutionState } from '../../execution/execution-step.ts';
import type { OrderReference } from '../../execution/order.ts';
import type { StoreSession } from '../../ports/store.ts';

export async function knownState(
  { executions }: Pick<StoreSession, 'executions'>,
  id: string,
): Promise<ExecutionState> {
  const execution = await executions.get(id);
  if (execution === undefined) throw new InvariantError(`there is no execution ${id}`);
  return {
    execution,
    attempts: await executions.attempts(id),
    fills: await executions.fills(id),
    ...{ terms: [], permits: [], style: { kind: 'taker' }, awaitsPerson: false },
  };
}

/** What an order is asked about by. */
export function referenceOf({ execution }: ExecutionState, attempt: Attempt): OrderReference {
  const leg = execution.legs[attempt.legIndex];
  if (leg === undefined) throw new InvariantError('an order must belong to a leg');
  const { clientOrderId, sentAt } = attempt;
  return { clientOrderId, market: leg.symbol, signedAt: sentAt };
}
