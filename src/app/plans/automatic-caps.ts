/** What may be traded without a person now, and whether a plan is over it. */
import { toNumber } from '../../base/decimal.ts';
import type { Reason } from '../../base/reasons.ts';
import { capProblems, type TradedDay } from '../../execution/rails.ts';
import { approversNeeded } from '../../plan/approval.ts';
import type { AutomaticCaps } from '../../plan/automatic-caps.ts';
import type { Recommendation } from '../../plan/plan.ts';
import type { StoreSession } from '../../ports/store.ts';
import { tradedDay, worthOf } from '../execution/traded-day.ts';
import type { Workspace } from '../workspace.ts';
import { compileRules } from './approval-rules.ts';
import { autonomyNow } from './autonomy.ts';

type Place = Pick<Workspace, 'broker' | 'clock' | 'rails'>;

/** Every cap that the plan is over, with what was traded in the last 24 hours; none: a rule may approve it. */
export async function capsExceeded(
  session: Pick<StoreSession, 'executions'>,
  { broker, clock, rails }: Place,
  plan: Recommendation,
): Promise<readonly Reason[]> {
  const day = await tradedDay(session, plan, { account: broker.account, now: clock.now() });
  const orders = plan.legs.map((leg) => worthOf(plan, leg, leg.quantity));
  return capProblems(orders, { nav: toNumber(plan.nav), quote: plan.quote, day, rails });
}

/** The caps as they are left for this plan. */
async function capsLeft(
  session: Pick<StoreSession, 'executions'>,
  { broker, clock, rails }: Place,
  plan: Recommendation,
): Promise<AutomaticCaps> {
  const day = await tradedDay(session, plan, { account: broker.account, now: clock.now() });
  const nav = toNumber(plan.nav);
  const left = (traded: keyof TradedDay): number =>
    Math.max(0, Math.min(rails.plan, rails.day - day[traded] / nav));
  return {
    ...{ order: rails.order, sell: left('sold'), buy: left('bought') },
    orders: Math.max(0, rails.ordersPerDay - day.orders),
  };
}

/** The caps that a plan is to be cut to: only where no person is asked for it, and it is over one of them. */
export async function capsToCutTo(
  workspace: Workspace,
  plan: Recommendation,
): Promise<AutomaticCaps | undefined> {
  const { store } = workspace;
  if (plan.outcome !== 'proposed' || !(await needsNobody(workspace, plan))) return undefined;
  const over = await capsExceeded(store, workspace, plan);
  return over.length === 0 ? undefined : capsLeft(store, workspace, plan);
}

/** Whether a rule may approve the plan, at the level that counts now. */
export async function needsNobody(workspace: Workspace, plan: Recommendation): Promise<boolean> {
  const { store, settings } = workspace;
  const { level } = await autonomyNow(store, workspace);
  return approversNeeded(compileRules(settings.approvalRules), plan, level) === 0;
}
