/**
 * The kill switch: one row that every send reads in its transaction. Halting ends all plans that wait, so that no approval given
 * before counts afterwards, and orders that rest are cancelled by whoever drives them. Nothing is liquidated.
 */
import type { Reason } from '../../base/reasons.ts';
import type { TradingMode, TradingState } from '../../execution/permit.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store, StoreSession } from '../../ports/store.ts';
import { refused } from '../plans/gate.ts';
import type { GateResult } from '../workspace.ts';

export type TradingOrder = {
  readonly actor: string;
  readonly reason: string;
};

export type TradingChange = {
  readonly trading: TradingState;
  /** Ids of the plans that were ended. */
  readonly ended: readonly string[];
};

type Place = { readonly store: Store; readonly clock: Pick<Clock, 'now'> };

/** What stands where no reason was given: a kill switch asks for nothing. */
const unsaid = 'no reason was given';

/** Stops all trading; again while it is stopped, the first order stands. */
export function halt({ store, clock }: Place, order: TradingOrder): Promise<TradingChange> {
  return store.transact(async (session) => {
    const before = await session.trading.get();
    if (before.state === 'halted') return { trading: before, ended: [] };
    const reason = order.reason.trim() || unsaid;
    const at = clock.now();
    const given = { actor: order.actor, reason, at, killEpoch: before.killEpoch + 1 };
    const trading = await change(session, before, { ...given, state: 'halted' });
    return { trading, ended: await endWaiting(session, trading) };
  });
}

/** Lets nothing but sells leave. Errors: none; refused while trading is halted, which is stricter. */
export function reduce(
  { store, clock }: Place,
  order: TradingOrder,
): Promise<GateResult<TradingChange>> {
  return store.transact<GateResult<TradingChange>>(async (session) => {
    const before = await session.trading.get();
    if (before.state === 'halted') return refused(problemOf(before));
    if (before.state === 'reducing') return { ok: true, value: { trading: before, ended: [] } };
    const { actor } = order;
    const reason = order.reason.trim() || unsaid;
    const { killEpoch } = before;
    const next = { state: 'reducing', actor, reason, at: clock.now(), killEpoch } as const;
    return { ok: true, value: { trading: await change(session, before, next), ended: [] } };
  });
}

/** Lets trading begin again; executions of before the halt stay as they ended. */
export function resume({ store, clock }: Place, order: TradingOrder): Promise<TradingChange> {
  return store.transact(async (session) => {
    const before = await session.trading.get();
    if (before.state === 'active') return { trading: before, ended: [] };
    const { killEpoch } = before;
    const next = { ...order, state: 'active', at: clock.now(), killEpoch } as const;
    return { trading: await change(session, before, next), ended: [] };
  });
}

/** Why nothing may be approved or started, or undefined when it may. */
export async function haltProblem({
  trading,
}: Pick<StoreSession, 'trading'>): Promise<Reason | undefined> {
  const now = await trading.get();
  return now.state === 'halted' ? problemOf(now) : undefined;
}

function problemOf({ state, reason }: TradingState): Reason {
  return { code: 'TRADING_HALTED', symbol: 'any market', state, cause: reason };
}

async function change(
  { trading, events }: StoreSession,
  before: TradingState,
  after: TradingState,
): Promise<TradingState> {
  await trading.set(after);
  const { actor, at, state: to, reason, killEpoch } = after;
  const from: TradingMode = before.state;
  await events.append({
    ...{ type: 'TradingChanged', at, actor, subject: 'trading' },
    payload: { from, to, reason, killEpoch },
  });
  return after;
}

const plansAtOnce = 100;

/** Rejects every plan that waits, of any account. */
async function endWaiting(
  { recommendations, events }: StoreSession,
  { actor, at, reason }: TradingState,
): Promise<readonly string[]> {
  const ended: string[] = [];
  const states = ['proposed', 'approved'] as const;
  for (;;) {
    const waiting = await recommendations.list({ states, limit: plansAtOnce });
    if (waiting.length === 0) return ended;
    for (const { recommendation, state } of waiting) {
      const { id, planHash } = recommendation;
      await recommendations.move(id, state, 'rejected');
      const payload = { planHash, reason: `trading was halted: ${reason}`, from: state };
      await events.append({ type: 'PlanRejected', at, actor, subject: id, payload });
      ended.push(id);
    }
  }
}
