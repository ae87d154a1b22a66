/**
 * Whether each leg of an execution may send a new order now: the kill switch, and the rails. Asked in the transaction that keeps
 * the order, so that nothing can leave after an answer that has become wrong.
 */
import { toNumber } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import { isFollowed } from '../execution/attempt-life.ts';
import { remainingOf } from '../execution/draft.ts';
import type { Attempt, Execution, ExecutionLeg } from '../execution/execution.ts';
import type { ExecutionEvent, Permit } from '../execution/execution-step.ts';
import { permitsOf } from '../execution/permit.ts';
import { bookProblem, capProblems, marketProblem, type TradedDay } from '../execution/rails.ts';
import type { Leg } from '../plan/plan.ts';
import type { RecommendationRecord, StoreSession } from '../ports/store.ts';
import { ruleActor } from './approve.ts';
import { tradedDay, worthOf } from './traded-day.ts';
import type { Workspace } from './workspace.ts';

export type Permits = (
  session: StoreSession,
  known: { readonly execution: Execution; readonly attempts: readonly Attempt[] },
) => Promise<readonly Permit[]>;

/** Permits of the executions of a plan, after an event; `own` are the markets of the portfolio. */
export function permitsAfter(
  workspace: Workspace,
  { recommendation: plan }: RecommendationRecord,
  { event, own }: { readonly event: ExecutionEvent; readonly own: readonly string[] },
): Permits {
  const { rails, clock } = workspace;

  const problemOf = (leg: ExecutionLeg, day: TradedDay | undefined): Reason | undefined => {
    const planned = plan.legs[leg.index] as Leg;
    const expected = toNumber(planned.referencePrice);
    const book = event.kind === 'looked' && event.market === leg.symbol ? event.book : undefined;
    return (
      marketProblem(leg.symbol, { rails, own }) ??
      (book && bookProblem(book, { rails, expected, now: clock.now() })) ??
      (day && capProblem(leg, day))
    );
  };

  /** What is left of the leg, as one order more. */
  const capProblem = (leg: ExecutionLeg, day: TradedDay): Reason | undefined => {
    const inputs = { nav: toNumber(plan.nav), quote: plan.quote, day, rails };
    return capProblems([worthOf(plan, leg, remainingOf(leg))], inputs)[0];
  };

  return async (session, { execution, attempts }) => {
    const permits = permitsOf(await session.trading.get(), execution);
    // The rails are for what leaves next; an order that is there already passed them.
    if (attempts.some(({ state }) => isFollowed(state))) return permits;
    const day = await automaticDay(session, workspace, { execution, plan });
    return permits.map((permit, index) => {
      const leg = execution.legs[index] as ExecutionLeg;
      const isWaiting = leg.status === 'pending' || leg.status === 'working';
      return permit ?? (isWaiting ? (problemOf(leg, day) ?? null) : null);
    });
  };
}

/** What counts towards the caps; undefined where a person approved the plan. */
async function automaticDay(
  session: StoreSession,
  { clock }: Workspace,
  { execution, plan }: { execution: Execution; plan: RecommendationRecord['recommendation'] },
): Promise<TradedDay | undefined> {
  const approvals = await session.approvals.list(plan.id);
  if (!approvals.some(({ actor }) => actor === ruleActor)) return undefined;
  return tradedDay(session, plan, { account: execution.account, now: clock.now() });
}
