/** Makes one recommendation of a portfolio and keeps it with its inputs and events. */
import { createLevelSearch, hasGoal } from '../../backtest/level.ts';
import type { JsonValue } from '../../base/canonical-json.ts';
import { type Decimal, decimalOf } from '../../base/decimal.ts';
import type { Reason } from '../../base/reasons.ts';
import { parseExpression } from '../../config/expression-parser.ts';
import type { LearnedRisk } from '../../learning/covariance/learned-risk.ts';
import type { Candles } from '../../market/candles.ts';
import type { OrderBook } from '../../market/order-book.ts';
import { align } from '../../market/panel.ts';
import { withAllocated } from '../../plan/allocated.ts';
import type { RecordedInputs, SeriesFingerprint } from '../../plan/inputs.ts';
import { initialState } from '../../plan/life-cycle.ts';
import { marketsOf } from '../../plan/markets.ts';
import type { Recommendation } from '../../plan/plan.ts';
import { recommend } from '../../plan/recommend.ts';
import type { Settings } from '../../plan/settings.ts';
import type { CandleAnswer } from '../../ports/market-data.ts';
import type { RecommendationRecord, StoreSession } from '../../ports/store.ts';
import { ensureAccount } from '../execution/ensure-account.ts';
import { tradedNotional } from '../execution/traded-notional.ts';
import { type LearnedNow, learnedNow } from '../learning/learned-now.ts';
import { withApprovedTargets } from '../targets/approved-targets.ts';
import { type TargetLook, targetsNow } from '../targets/targets-now.ts';
import type { Workspace } from '../workspace.ts';
import { capsToCutTo } from './automatic-caps.ts';
import { cashFlowSince } from './cash-flow.ts';
import { latestPrices } from './latest-prices.ts';
import { supersedeOlder } from './supersede.ts';

export type ProposeRequest = {
  readonly proposer: string;
  /** The plan is to be traded at once where no person is asked for it; it is then cut to the caps. */
  readonly isAutomatic?: boolean;
};

/** Errors: DataError when the account cannot be read. An unfit series is no error but a denied recommendation. */
export async function propose(
  workspace: Workspace,
  request: ProposeRequest,
): Promise<RecommendationRecord> {
  const gathered =
    workspace.origin.kind === 'files'
      ? await inputsFromFiles(workspace)
      : await inputsFromVenue(await withApprovedTargets(workspace));
  const { inputs, recommendation } = await decide(workspace, gathered, request);
  const account =
    workspace.origin.kind === 'files' ? fileAccount(recommendation.id) : workspace.broker.account;
  return keep(workspace, {
    recommendation,
    state: initialState(recommendation.outcome),
    proposer: request.proposer,
    account,
    inputs: inputs as unknown as JsonValue,
  });
}

async function decide(
  workspace: Workspace,
  { inputs, series }: Gathered,
  { isAutomatic = false }: ProposeRequest,
): Promise<{ readonly inputs: RecordedInputs; readonly recommendation: Recommendation }> {
  const whole = { inputs, recommendation: recommend(inputs, series, parseExpression) };
  const caps = isAutomatic ? await capsToCutTo(workspace, whole.recommendation) : undefined;
  if (caps === undefined) return whole;
  const capped = { ...inputs, caps };
  const cut = { inputs: capped, recommendation: recommend(capped, series, parseExpression) };
  // Where the caps leave nothing to trade, a person may still approve the whole.
  return cut.recommendation.outcome === 'proposed' ? cut : whole;
}

/** A recommendation from files has a paper account of its own, which starts with its holdings. */
export function fileAccount(recommendationId: string): string {
  return `paper:${recommendationId}`;
}

type Gathered = { readonly inputs: RecordedInputs; readonly series: readonly Candles[] };

/** A pure function of configuration and files: nothing of the store is looked at. */
async function inputsFromFiles(workspace: Workspace): Promise<Gathered> {
  const circumstances = { holdings: workspace.initialBalances ?? {}, prices: null };
  return gather(
    workspace,
    { ...circumstances, lastRebalanceAt: null, lastLookAt: null },
    { lastLook: undefined },
  );
}

async function inputsFromVenue(workspace: Workspace): Promise<Gathered> {
  await ensureAccount(workspace);
  const { broker, store, market, clock, settings } = workspace;
  const { account } = broker;
  const { symbols, quote } = settings.portfolio;
  const [lastLook] = await store.recommendations.list({ account, limit: 1 });
  const lastFilled = await store.executions.lastFilled(account);
  const prices = await latestPrices(market, symbols, { quote, now: clock.now() });
  const { total: holdings } = await broker.holdings();
  const fills = lastFilled === undefined ? [] : await store.executions.fills(lastFilled.id);
  const now = clock.now();
  // On margin the cash moves with funding, and a flow cannot be told from it.
  const isOnMargin = settings.portfolio.leverage !== undefined;
  const flow = isOnMargin ? '0' : cashFlowSince(lastLook, { quote, holdings, fills });
  const circumstances: Circumstances = {
    holdings,
    ...(flow === '0' ? {} : { cashFlow: flow }),
    ...(settings.costs.feeTiers.length === 0
      ? {}
      : { tradedNotional: await tradedNotional(store, { account, time: now }) }),
    ...(wantsBooks(settings) ? { books: await booksOf(workspace, now) } : {}),
    ...(await fundingOf(workspace)),
    prices: Object.fromEntries(
      [...prices].map(([symbol, { price }]): [string, Decimal] => [symbol, decimalOf(price)]),
    ),
    lastRebalanceAt: lastFilled?.finishedAt ?? null,
    lastLookAt: lastLook?.recommendation.asOf ?? null,
  };
  return gather(workspace, circumstances, { lastLook });
}

/** At the rates in force, where positions on margin pay any. */
async function fundingOf({
  market,
  settings: { portfolio },
}: Workspace): Promise<Pick<RecordedInputs, 'fundingPerDay'>> {
  if (portfolio.leverage === undefined || market.fundingPerDay === undefined) return {};
  return { fundingPerDay: await market.fundingPerDay(portfolio.symbols) };
}

/** To walk the costs of legs, or to see whether a direct market is cheaper than two. */
function wantsBooks({ costs, directMarkets }: Settings): boolean {
  return costs.impact.model === 'depth' || directMarkets.length > 0;
}

/** Of the markets of the portfolio, those that the venue has. */
async function booksOf({ settings, market }: Workspace, at: number): Promise<OrderBook[]> {
  const names = marketsOf(settings).map(({ symbol }) => symbol);
  const books = await Promise.all(names.map((name) => market.book(name, at)));
  return books.filter((book) => book !== undefined);
}

type Circumstances = Pick<
  RecordedInputs,
  | 'holdings'
  | 'prices'
  | 'fundingPerDay'
  | 'lastRebalanceAt'
  | 'lastLookAt'
  | 'cashFlow'
  | 'tradedNotional'
  | 'books'
>;

/** Reads candles and rules, and archives the candles so that the recommendation can be computed again. */
async function gather(
  workspace: Workspace,
  circumstances: Circumstances,
  { lastLook }: Pick<TargetLook, 'lastLook'>,
): Promise<Gathered> {
  const { settings, market, clock, store, origin } = workspace;
  const { symbols, quote } = settings.portfolio;
  const asOf = clock.now();
  const answer = await market.candles(symbols, asOf);
  const { rules, assumed } = await market.rules(symbols, quote, settings.directMarkets);
  const source = origin.kind === 'files' ? 'files' : market.source;
  const candles: SeriesFingerprint[] = [];
  if (!answer.unfit) {
    await store.transact(async (session) => {
      for (const series of answer.series) candles.push(await session.candles.keep(source, series));
    });
  }
  const learning = await learningOf(workspace, answer);
  const { unfit } = answer;
  const allocated = await targetsNow(workspace, {
    ...circumstances,
    ...{ asOf, unfit, series: answer.series, lastLook },
  });
  const inputs: RecordedInputs = {
    asOf,
    origin,
    settings,
    candles,
    rules,
    rulesAssumed: assumed,
    issues: answer.unfit ? answer.issues : answer.issues.filter(isWorthSaying),
    unfit,
    ...circumstances,
    ...(allocated === undefined ? {} : { allocated }),
    ...(learning === undefined ? {} : { learned: learning.recorded }),
    ...levelOf(withAllocated(settings, allocated), answer, {
      ...{ time: asOf, learned: learning?.risk },
    }),
  };
  return { inputs, series: answer.series };
}

/** Gaps and outliers of the past are told with the data, and not with each decision. */
function isWorthSaying({ code }: Reason): boolean {
  return code === 'DATA_PAST_CHANGED';
}

/** Only for the model `champion`, and only from fit candles. */
async function learningOf(
  workspace: Workspace,
  { series, unfit }: CandleAnswer,
): Promise<LearnedNow | undefined> {
  const isWanted = workspace.settings.forecast.model === 'champion' && !unfit;
  return isWanted ? learnedNow(workspace, series) : undefined;
}

/** For a goal, the tightness that met it over the past year; nothing to choose without one, or without fit candles. */
function levelOf(
  settings: Workspace['settings'],
  { series, unfit }: CandleAnswer,
  { time, learned }: { time: number; learned: LearnedRisk | undefined },
): { tightness?: number } {
  if (!hasGoal(settings) || unfit) return {};
  const members = series.map((_, i) => i);
  const level = createLevelSearch(settings, { panel: align(series), members }, { learned });
  return { tightness: level.tightnessAt(time) };
}

/** Keeps a recommendation with its events; asking for the same again changes nothing. */
async function keep(
  { store }: Workspace,
  record: RecommendationRecord,
): Promise<RecommendationRecord> {
  const { recommendation, account } = record;
  const { id, asOf: at } = recommendation;
  return store.transact(async (session) => {
    if (!(await session.recommendations.insert(record))) {
      return (await session.recommendations.get(id)) ?? record;
    }
    await writeEvents(session, record);
    if (record.state === 'proposed') await supersedeOlder(session, { account, newerId: id, at });
    return record;
  });
}

async function writeEvents(session: StoreSession, record: RecommendationRecord): Promise<void> {
  const { recommendation, proposer } = record;
  const { id: subject, asOf: at, outcome } = recommendation;
  const entry = { at, actor: proposer, subject };
  const { snapshotHash, nav } = recommendation;
  await session.events.append({ ...entry, type: 'SnapshotTaken', payload: { snapshotHash, nav } });
  await session.events.append({
    ...entry,
    type: 'ForecastMade',
    payload: forecastOf(recommendation),
  });
  const { reasons, policy } = recommendation;
  await session.events.append({
    ...entry,
    type: 'DecisionMade',
    payload: { outcome, policy, reasons: [...reasons] },
  });
  if (outcome === 'none') return;
  const { planHash, turnover, costBps, expiresAt } = recommendation;
  await session.events.append({
    ...entry,
    type: outcome === 'proposed' ? 'PlanProposed' : 'PlanDenied',
    payload: { planHash, turnover, costBps, expiresAt },
  });
}

function forecastOf({ forecast, assets }: Recommendation): JsonValue {
  return {
    model: forecast.model,
    volAnnual: Object.fromEntries(assets.map(({ symbol, volAnnual }) => [symbol, volAnnual])),
  };
}
