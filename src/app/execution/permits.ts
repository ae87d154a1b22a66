/**
 * Whether each leg of an execution may send a new order now: the kill switch, and the rails. Asked in the transaction that keeps
 * the order, so that nothing can leave after an answer that has become wrong.
 */
import { toNumber } from '../../base/decimal.ts';
import type { Reason } from '../../base/reasons.ts';
import { isFollowed } from '../../execution/attempt-life.ts';
import { isOver, remainingOf } from '../../execution/draft.ts';
import type { Attempt, Execution, ExecutionLeg } from '../../execution/execution.ts';
import type { ExecutionEvent, Permit } from '../../execution/execution-step.ts';
import { permitsOf } from '../../execution/permit.ts';
import {
  addTrade,
  bookProblem,
  capProblems,
  marketProblem,
  type TradedDay,
} from '../../execution/rails.ts';
import type { Leg, Recommendation } from '../../plan/plan.ts';
import type { RecommendationRecord, StoreSession } from '../../ports/store.ts';
import { ruleActor } from '../plans/approve.ts';
import type { Workspace } from '../workspace.ts';
import { tradedDay, worthOf } from './traded-day.ts';

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
    const permits = permitsOf(await session.trading.get(), execution, plan.legs);
    const followed = attempts.filter(({ state }) => isFollowed(state));
    const atVenue = execution.legs.filter(({ index }) =>
      followed.some(({ legIndex }) => legIndex === index),
    );
    const day = await automaticDay(session, workspace, { execution, plan, atVenue });
    return permits.map((permit, index) => {
      const leg = execution.legs[index] as ExecutionLeg;
      // The rails are for what leaves next; an order that is there already passed them.
      const isNext = !isOver(leg) && !atVenue.includes(leg);
      return permit ?? (isNext ? (problemOf(leg, day) ?? null) : null);
    });
  };
}

/** What counts towards the caps, the rest of orders at the venue included; undefined where a person approved the plan. */
async function automaticDay(
  session: StoreSession,
  { clock }: Workspace,
  given: { execution: Execution; plan: Recommendation; atVenue: readonly ExecutionLeg[] },
): Promise<TradedDay | undefined> {
  const { execution, plan, atVenue } = given;
  const approvals = await session.approvals.list(plan.id);
  if (!approvals.some(({ actor }) => actor === ruleActor)) return undefined;
  const filled = await tradedDay(session, plan, {
    ...{ account: execution.account, now: clock.now() },
  });
  return atVenue
    .map((leg) => worthOf(plan, leg, remainingOf(leg)))
    .reduce((day, order) => addTrade(day, order, plan.quote), filled);
}
