/** The state of the portfolio now: valued at the last prices, with the thresholds and the decision of the last look. */
import { Cron } from 'croner';
import { add, type Decimal, decimalOf, multiply, toNumber } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import type { Balances } from '../execution/order.ts';
import type { TradingState } from '../execution/permit.ts';
import type { RecommendationState } from '../plan/life-cycle.ts';
import type { AssetView } from '../plan/plan.ts';
import type { ForecastModel, PortfolioSettings } from '../plan/settings.ts';
import type { ThresholdChange } from '../plan/threshold-change.ts';
import { leverageOf } from '../policy/margin.ts';
import type { RecommendationRecord } from '../ports/store.ts';
import { type AutonomyNow, autonomyNow } from './plans/autonomy.ts';
import { inputsOf } from './plans/gate.ts';
import { latestPrices, type Quotation } from './plans/latest-prices.ts';
import { fallenReasons, withApprovedTargets } from './targets/approved-targets.ts';
import { settingsStanding } from './targets/targets-now.ts';
import { type TargetsReview, targetsReview } from './targets/targets-review.ts';
import { weekChangePct } from './targets/week-change.ts';
import type { Workspace } from './workspace.ts';

/** One asset now; weights are fractions of NAV. Without a price, value and weight are null. */
export type AssetState = {
  readonly symbol: string;
  readonly quantity: Decimal;
  readonly price: Decimal | null;
  readonly value: Decimal | null;
  readonly weight: number | null;
  readonly target: number;
  /** Weight − target. */
  readonly driftAbs: number | null;
  /** The weights of the last look between which the asset may move; null before the first one. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** What moved them since the day before that look; null where there was nothing to compare. */
  readonly thresholdChange: ThresholdChange | null;
  /** Outside these weights a cooldown does not count. */
  readonly hardLower: number | null;
  readonly hardUpper: number | null;
};

export type CashState = {
  readonly symbol: string;
  readonly quantity: Decimal;
  readonly weight: number | null;
  readonly target: number;
  readonly driftAbs: number | null;
};

export type ForecastState = {
  /** Of the configuration. */
  readonly model: ForecastModel;
  /** Close of the last day that the promoted model learnt from, where the last decision went by it. */
  readonly learntTo: number | null;
  /** What stood in for the promoted model at the last decision, and why. */
  readonly fallback: Reason | null;
};

export type PortfolioState = {
  readonly name: string;
  readonly quote: string;
  readonly mode: string;
  readonly asOf: number;
  /** Of all that has a price. */
  readonly nav: Decimal;
  /** Of the NAV over the last seven days, in %; null where none of then is recorded, or not all of now has a price. */
  readonly weekChangePct: number | null;
  readonly assets: readonly AssetState[];
  readonly cash: CashState;
  /** On margin: what positions come to without their signs, null where one has no price, and may at most; multiples of NAV. */
  readonly leverage?: { readonly used: number | null; readonly most: number };
  /** Time of the oldest price in use; null when there is none. */
  readonly pricesAt: number | null;
  readonly issues: readonly Reason[];
  readonly autonomy: AutonomyNow;
  readonly trading: TradingState;
  readonly nextLookAt: number | null;
  readonly forecast: ForecastState;
  readonly lastDecision: RecommendationRecord | null;
  /** The plan that waits for a person or is being executed. */
  readonly waiting: RecommendationRecord | null;
  /** Where the targets come from, and what would change them. */
  readonly targets: TargetsReview;
};

/** States in which a plan wants something or is under way. */
export const waitingStates: readonly RecommendationState[] = ['proposed', 'approved', 'executing'];

/** Reads balances, prices and the last decision; computes no forecast. Errors: VenueError when the account cannot be read. */
export async function portfolioState(ofFile: Workspace): Promise<PortfolioState> {
  const workspace = await withApprovedTargets(ofFile);
  const { settings, store, broker, clock, market, autonomy } = workspace;
  const { symbols, quote } = settings.portfolio;
  const now = clock.now();
  const account = broker.account;
  const [{ total: balances }, quotations, latest, live, targets] = await Promise.all([
    broker.holdings(),
    latestPrices(market, symbols, { quote, now }),
    store.recommendations.list({ account, limit: 1 }),
    store.recommendations.list({ account, states: waitingStates, limit: 1 }),
    targetsReview(ofFile),
  ]);
  const lastDecision = latest[0] ?? null;
  const valued = value({ workspace, balances, quotations, lastDecision });
  const isWhole = valued.issues.length === 0;
  const times = [...quotations.values()].map(({ at }) => at);
  return {
    name: settings.portfolio.name,
    quote,
    mode: workspace.mode,
    asOf: now,
    ...valued,
    issues: [...valued.issues, ...fallenReasons(ofFile, targets.fallen)],
    weekChangePct: isWhole ? await weekChangePct(store, { account, nav: valued.nav, now }) : null,
    pricesAt: times.length === 0 ? null : Math.min(...times),
    autonomy: await autonomyNow(store, workspace),
    trading: await store.trading.get(),
    nextLookAt:
      new Cron(autonomy.schedule, { timezone: 'UTC' }).nextRun(new Date(now))?.getTime() ?? null,
    forecast: forecastState(settings.forecast.model, lastDecision),
    lastDecision,
    waiting: live.find((record) => stillWaits(record, now)) ?? null,
    targets,
  };
}

/** As the last decision recorded it; nothing is known of a model that was configured since. */
function forecastState(
  model: ForecastModel,
  lastDecision: RecommendationRecord | null,
): ForecastState {
  if (model !== 'champion' || lastDecision === null) {
    return { model, learntTo: null, fallback: null };
  }
  const { learned } = inputsOf(lastDecision);
  const { reasons } = lastDecision.recommendation;
  return {
    model,
    learntTo: learned?.model === 'champion' ? learned.learntTo : null,
    fallback: reasons.find(({ code }) => code === 'FORECAST_FALLBACK') ?? null,
  };
}

/** Whether a plan still wants something: one whose time is over does not, even before it is moved to `expired`. */
export function stillWaits(record: RecommendationRecord, now: number): boolean {
  if (record.state === 'executing') return true;
  const { expiresAt } = record.recommendation;
  return waitingStates.includes(record.state) && (expiresAt === null || now < expiresAt);
}

function value(input: {
  workspace: Workspace;
  balances: Balances;
  quotations: ReadonlyMap<string, Quotation>;
  lastDecision: RecommendationRecord | null;
}): Pick<PortfolioState, 'nav' | 'assets' | 'cash' | 'leverage' | 'issues'> {
  const { balances, quotations, lastDecision } = input;
  const { portfolio } = settingsStanding(input.workspace.settings, lastDecision);
  const cash = balances[portfolio.quote] ?? '0';
  const holdings = portfolio.symbols.map((symbol) => {
    const quotation = quotations.get(symbol);
    const price = quotation === undefined ? null : decimalOf(quotation.price);
    const quantity = balances[symbol] ?? '0';
    return { symbol, quantity, price, value: price === null ? null : multiply(quantity, price) };
  });
  const nav = holdings.reduce((sum, holding) => add(sum, holding.value ?? '0'), cash);
  const weightOf = (notional: Decimal | null): number | null =>
    notional === null || toNumber(nav) <= 0 ? null : toNumber(notional) / toNumber(nav);

  const assets = holdings.map((holding, position): AssetState => {
    const target = portfolio.targets[position] as number;
    const weight = weightOf(holding.value);
    const view = lastDecision?.recommendation.assets.find(
      ({ symbol }) => symbol === holding.symbol,
    );
    return {
      ...holding,
      weight,
      target,
      driftAbs: weight === null ? null : weight - target,
      ...thresholds(view, target, portfolio),
    };
  });
  const cashWeight = weightOf(cash);
  return {
    nav,
    assets,
    ...leverageState(portfolio, assets),
    cash: {
      symbol: portfolio.quote,
      quantity: cash,
      weight: cashWeight,
      target: portfolio.cashTarget,
      driftAbs: cashWeight === null ? null : cashWeight - portfolio.cashTarget,
    },
    issues: holdings
      .filter(({ price }) => price === null)
      .map(({ symbol }) => ({ code: 'DATA_MISSING', symbol })),
  };
}

function leverageState(
  { leverage: most }: PortfolioSettings,
  assets: readonly AssetState[],
): Pick<PortfolioState, 'leverage'> {
  if (most === undefined) return {};
  const weights = assets.flatMap(({ weight }) => (weight === null ? [] : [weight]));
  const used = weights.length === assets.length ? leverageOf(weights) : null;
  return { leverage: { used, most } };
}

/** The thresholds of the last look. */
function thresholds(
  view: AssetView | undefined,
  target: number,
  { leverage }: PortfolioSettings,
): Pick<AssetState, 'lower' | 'upper' | 'thresholdChange' | 'hardLower' | 'hardUpper'> {
  if (view === undefined) {
    return { lower: null, upper: null, thresholdChange: null, hardLower: null, hardUpper: null };
  }
  const { lower, upper, thresholdChange, hardBand } = view;
  const [least, most] = leverage === undefined ? [0, 1] : [-leverage, leverage];
  return {
    lower,
    upper,
    thresholdChange,
    hardLower: Math.max(least, target - hardBand),
    hardUpper: Math.min(most, target + hardBand),
  };
}
