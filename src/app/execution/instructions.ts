/** Orders that a person carries out: what is asked of them, and what they say was done. */
import { add, compare, type Decimal, isPositive, multiply, subtract } from '../../base/decimal.ts';
import { executionLimits } from '../../execution/execution-limits.ts';
import type { Done, Instruction } from '../../execution/instruction.ts';
import type { Balances, Fill, OrderRequest } from '../../execution/order.ts';
import type { StoreSession } from '../../ports/store.ts';
import { refused } from '../plans/gate.ts';
import type { GateResult, Workspace } from '../workspace.ts';
import { reconcile } from './reconcile.ts';

/** Those that wait for a person, oldest first; none at a venue that trades by itself. */
export async function openInstructions(workspace: Workspace): Promise<readonly Instruction[]> {
  const { store, broker, clock } = workspace;
  if (broker.awaitsPerson !== true) return [];
  const orders = await store.paper.openOrders(broker.account);
  const live = await store.executions.live();
  const execution = live.find(({ account }) => account === broker.account);
  const attempts = execution ? await store.executions.attempts(execution.id) : [];
  return orders.map(({ request, acceptedAt }) => {
    const { clientOrderId, market, base, quote, side, quantity, limitPrice } = request;
    const attempt = attempts.find((other) => other.clientOrderId === clientOrderId);
    const until = acceptedAt + executionLimits.instructionsMs;
    const isCancelled = typeof attempt?.cancelRequestedAt === 'number';
    return {
      ...{ id: clientOrderId, recommendationId: execution?.recommendationId ?? '' },
      ...{ market, base, quote, side, quantity, limitPrice },
      ...{ since: acceptedAt, until, isWithdrawn: isCancelled || clock.now() >= until },
    };
  });
}

/** Books what was done, once, and goes on with the execution. */
export async function confirmInstruction(
  workspace: Workspace,
  { id, done, actor }: { id: string; done: Done; actor: string },
): Promise<GateResult<Done>> {
  const { store, broker, clock } = workspace;
  const result = await store.transact<GateResult<Done>>(async (session) => {
    const order = await session.paper.order(id);
    if (broker.awaitsPerson !== true || order?.account !== broker.account) {
      return refused({ code: 'NOT_FOUND', what: 'instruction', id });
    }
    const { request, status, looks } = order;
    if (status === 'closed') {
      return refused({ code: 'APPROVAL_STATE', state: 'confirmed', needed: 'open' });
    }
    const { market: symbol, quantity } = request;
    if (compare(done.filled, quantity) > 0) {
      return refused({ code: 'INSTRUCTION_EXCEEDED', symbol, filled: done.filled, quantity });
    }
    const at = clock.now();
    const fills = isPositive(done.filled) ? [fillOf(request, done, at)] : [];
    for (const fill of fills) await move(session, broker.account, { request, fill });
    await session.paper.updateOrder(id, { looks, fills, status: 'closed' });
    await session.events.append({
      ...{ type: 'InstructionConfirmed', at, actor, subject: id },
      payload: { account: broker.account, market: symbol, ...done },
    });
    return { ok: true, value: done };
  });
  if (result.ok) await reconcile(workspace);
  return result;
}

/** Corrects what an account holds of an asset, such as after a deposit. */
export async function setAdvisoryBalance(
  { store, broker, clock }: Workspace,
  { asset, quantity, actor }: { asset: string; quantity: Decimal; actor: string },
): Promise<GateResult<Balances>> {
  const { account } = broker;
  return store.transact<GateResult<Balances>>(async (session) => {
    const before = await session.paper.balances(account);
    if (broker.awaitsPerson !== true || before === undefined) {
      return refused({ code: 'NOT_FOUND', what: 'account that a person keeps', id: account });
    }
    await session.paper.setBalance(account, asset, quantity);
    await session.events.append({
      ...{ type: 'BalanceSet', at: clock.now(), actor, subject: account },
      payload: { asset, before: before[asset] ?? '0', quantity },
    });
    return { ok: true, value: { ...before, [asset]: quantity } };
  });
}

function fillOf(request: OrderRequest, { filled, price, fee }: Done, at: number): Fill {
  const { clientOrderId, market, side, quote } = request;
  return {
    ...{ tradeId: `${clientOrderId}-1`, clientOrderId, market, side },
    ...{ quantity: filled, price, fee, feeAsset: quote, at },
  };
}

async function move(
  { paper }: StoreSession,
  account: string,
  { request: { base, quote }, fill }: { request: OrderRequest; fill: Fill },
): Promise<void> {
  const balances = (await paper.balances(account)) ?? {};
  const notional = multiply(fill.quantity, fill.price);
  const [baseUnits, quoteUnits] = [balances[base] ?? '0', balances[quote] ?? '0'];
  const isBuy = fill.side === 'buy';
  const change = isBuy ? subtract : add;
  await paper.setBalance(account, base, (isBuy ? add : subtract)(baseUnits, fill.quantity));
  await paper.setBalance(account, quote, subtract(change(quoteUnits, notional), fill.fee));
}
