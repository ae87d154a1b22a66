/**
 * What a look says of the account beside its weights: whether the ledger and the venue agree, and how far the NAV has fallen.
 * Either may take the autonomy down to `approve`. Nothing is ever sold because of them.
 */
import { type Decimal, subtract, toNumber } from '../../base/decimal.ts';
import type { Reason } from '../../base/reasons.ts';
import { dust } from '../../execution/validity.ts';
import { type Move, movesOf } from '../../ledger/account-moves.ts';
import { priceInPlan } from '../../plan/price-in-plan.ts';
import type { RecommendationRecord } from '../../ports/store.ts';
import { demote } from '../plans/autonomy.ts';
import { inputsOf } from '../plans/gate.ts';
import type { Workspace } from '../workspace.ts';
import { notePeak } from './nav-peak.ts';

/** Answers why the autonomy was taken down, if it was. */
export async function watchAccount(
  workspace: Workspace,
  look: { readonly before: RecommendationRecord | undefined; readonly now: RecommendationRecord },
): Promise<readonly Reason[]> {
  const { now } = look;
  // Without prices nothing is known of the NAV.
  if (now.recommendation.assets.length === 0) return [];
  const moves = await movesSince(workspace, look);
  const mismatch = mismatchOf(moves, now);
  if (mismatch !== undefined) await noteMismatch(workspace, mismatch);
  const reasons = [mismatch, await drawdown(workspace, now, moves)];
  const demoted: Reason[] = [];
  for (const reason of reasons) {
    if (reason !== undefined && (await demote(workspace, reason))) demoted.push(reason);
  }
  return demoted;
}

/** None at the first look, and none where a look fell into an execution, whose fills are on both sides of it. */
async function movesSince(
  { store, broker }: Workspace,
  { before, now }: { before: RecommendationRecord | undefined; now: RecommendationRecord },
): Promise<readonly Move[]> {
  if (before === undefined) return [];
  const then = inputsOf(before);
  const { account } = broker;
  const last = await store.executions.lastFilled(account);
  const isWithin = last !== undefined && last.startedAt <= then.asOf;
  if (isWithin && (last.finishedAt ?? Number.POSITIVE_INFINITY) >= then.asOf) return [];
  const { fills } = await store.executions.tradedSince(account, then.asOf);
  const { assets, quote } = now.recommendation;
  const corrections = await correctionsSince(store, { account, since: then.asOf });
  const sides = { before: then.holdings, now: inputsOf(now).holdings, fills, corrections };
  return movesOf([...assets.map(({ symbol }) => symbol), quote], sides);
}

const mostCorrections = 100;

/** Of an account that a person keeps. */
async function correctionsSince(
  { events }: Workspace['store'],
  { account, since }: { account: string; since: number },
): Promise<readonly { readonly asset: string; readonly by: Decimal }[]> {
  const set = await events.newest({ type: 'BalanceSet', limit: mostCorrections });
  return set
    .filter(({ subject, at }) => subject === account && at >= since)
    .map(({ payload }) => {
      const { asset, before, quantity } = payload as Record<string, Decimal>;
      return { asset: asset ?? '', by: subtract(quantity ?? '0', before ?? '0') };
    });
}

/** Cash comes and goes, and is a flow; assets move by trades alone. */
function mismatchOf(
  moves: readonly Move[],
  { recommendation }: RecommendationRecord,
): Reason | undefined {
  const nav = toNumber(recommendation.nav);
  for (const { asset, expected, actual } of moves) {
    if (asset === recommendation.quote) continue;
    const off = toNumber(subtract(actual, expected)) * priceInPlan(recommendation, asset);
    if (Math.abs(off) > dust * nav) return { code: 'LEDGER_MISMATCH', asset, expected, actual };
  }
  return undefined;
}

async function noteMismatch({ store, broker, clock }: Workspace, reason: Reason): Promise<void> {
  const event = { type: 'IncidentNoted', at: clock.now(), actor: 'system' } as const;
  await store.transact(({ events }) =>
    events.append({ ...event, subject: broker.account, payload: { reason } }),
  );
}

/** On margin funding moves the cash too; only a larger share of NAV counts as paid in or out. */
const mostFunding = 0.01;

async function drawdown(
  { store, rails, settings }: Workspace,
  { recommendation }: RecommendationRecord,
  moves: readonly Move[],
): Promise<Reason | undefined> {
  const { portfolio, quote } = recommendation;
  const nav = toNumber(recommendation.nav);
  const cash = moves.find(({ asset }) => asset === quote);
  const moved = cash === undefined ? 0 : toNumber(subtract(cash.actual, cash.expected));
  const isFunding =
    settings.portfolio.leverage !== undefined && Math.abs(moved) <= mostFunding * nav;
  const paidIn = isFunding ? 0 : moved;
  const peak = await store.transact((session) => notePeak(session, { portfolio, nav, paidIn }));
  const drop = 1 - nav / peak;
  if (drop < rails.drawdown) return undefined;
  const figures = { nav: nav.toFixed(2), peak: peak.toFixed(2) };
  return {
    ...{ code: 'DRAWDOWN_REACHED', ...figures },
    ...{ dropPct: 100 * drop, limitPct: 100 * rails.drawdown },
  };
}
