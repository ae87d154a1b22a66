/**
 * The pipeline in one pure function: candles and holdings → forecast → decision → plan. Same inputs, same recommendation,
 * byte for byte; `replay` calls it again with what was recorded.
 */

import { decimalOf } from '../base/decimal.ts';
import type { ExpressionParser } from '../base/expression.ts';
import type { Reason } from '../base/reasons.ts';
import { hourMs } from '../base/time.ts';
import type { LearnedRisk } from '../learning/covariance/learned-risk.ts';
import type { Candles } from '../market/candles.ts';
import type { OrderBook } from '../market/order-book.ts';
import { align, type Panel } from '../market/panel.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import { hardBands } from '../policy/cooldown.ts';
import type { Look } from '../policy/policy.ts';
import { thresholdSlices } from '../policy/threshold-slice.ts';
import { type AfterPlan, afterPlan } from './after.ts';
import { allocationReasons, withAllocated } from './allocated.ts';
import { assumptions, doubtOf } from './assumptions.ts';
import { cutFlows } from './automatic-caps.ts';
import { buildLegs } from './build-legs.ts';
import { atTightness, type DecisionRoom, modelInUse, openDecisionRoom } from './decision-room.ts';
import { keepGoodCrosses } from './direct-crosses.ts';
import { type ForecastInUse, forecastInUse } from './forecast-in-use.ts';
import { forecastView, volatilities } from './forecast-view.ts';
import { fundingView } from './funding.ts';
import { booksOfCosts, type RecordedInputs } from './inputs.ts';
import { leverageView } from './leverage-view.ts';
import { createMarketConditions } from './market-conditions.ts';
import type { AssetView, Leg, Outcome, Recommendation } from './plan.ts';
import { planHash, snapshotHash } from './plan-hash.ts';
import { preTradeProblem } from './pre-trade.ts';
import type { Settings } from './settings.ts';
import { type PortfolioSnapshot, takeSnapshot } from './snapshot.ts';
import { thresholdChanges } from './threshold-change.ts';
import { type TwoDays, thresholdInputsOf } from './threshold-inputs.ts';

/** A parser is needed only where a band of the settings is an expression. */
export function recommend(
  inputs: RecordedInputs,
  series: readonly Candles[],
  parse?: ExpressionParser,
): Recommendation {
  if (inputs.unfit) return unfit(inputs, inputs.issues);
  const panel = align(series);
  if (panel.bars === 0) {
    return unfit(inputs, [...inputs.issues, { code: 'DATA_TOO_SHORT', bars: 0, needed: 1 }]);
  }
  const { tightness } = inputs;
  const settings = withAllocated(inputs.settings, inputs.allocated);
  const room = openDecisionRoom(
    tightness === undefined ? settings : atTightness(settings, tightness),
    { parse },
  );
  const { context } = room;
  const { markets } = context;
  const conditions = createMarketConditions(settings, panel, markets);
  conditions?.useFees(inputs.tradedNotional ?? 0);
  const learned = learnedOf(inputs);
  const { asOf } = inputs;
  const days = thresholdInputsOf(settings, panel, {
    ...{ context, conditions, asOf, learned },
    servesThresholds: doubtOf(inputs) === null,
  });
  room.policy.observe(days.today.forecast);
  const snapshot = takeSnapshot(settings.portfolio, inputs, panel);
  const look = lookAt(inputs, snapshot);
  const flows = new Float64Array(markets.length);
  const isDue = room.policy.decide(look, flows);
  const inUse = forecastInUse(inputs, days.figures, panel);
  const doubts = [
    ...allocationReasons(inputs),
    ...assumptions(inputs, inUse),
    ...(conditions?.reasons() ?? []),
    ...inputs.issues,
  ];
  const reasons = [...room.policy.explain(look), ...doubts];
  const work = { inputs, settings, panel, room, days, inUse, snapshot, look };
  if (!isDue) return finish(work, { outcome: 'none', legs: [], reasons });
  return plan(work, flows, reasons);
}

type Work = {
  readonly inputs: RecordedInputs;
  /** With the targets in force. */
  readonly settings: Settings;
  readonly panel: Panel;
  readonly room: DecisionRoom;
  readonly days: TwoDays;
  readonly inUse: ForecastInUse;
  readonly snapshot: PortfolioSnapshot;
  readonly look: Look;
};

type Result = {
  readonly outcome: Outcome;
  readonly legs: readonly Leg[];
  readonly reasons: readonly Reason[];
};

/** Never looked or traded before counts as a time long ago. */
function lookAt(inputs: RecordedInputs, snapshot: PortfolioSnapshot): Look {
  return {
    time: inputs.asOf,
    previousTime: inputs.lastLookAt ?? 0,
    lastRebalanceTime: inputs.lastRebalanceAt ?? 0,
    weights: snapshot.weights,
    cash: snapshot.cashWeight,
    nav: snapshot.nav,
    cashFlow: Number(inputs.cashFlow ?? 0),
  };
}

function learnedOf({ settings, learned }: RecordedInputs): LearnedRisk | undefined {
  if (learned === undefined || !('closeTime' in learned)) return undefined;
  return {
    assets: settings.portfolio.symbols.length,
    closeTime: Float64Array.from(learned.closeTime),
    covariance: Float64Array.from(learned.covariance),
  };
}

/** Turns flows into legs and checks them. */
function plan(work: Work, flows: Float64Array, reasons: readonly Reason[]): Recommendation {
  const { inputs, settings, room, snapshot } = work;
  const { portfolio } = settings;
  const rules = new Map(inputs.rules.map((rule): [string, TradingRules] => [rule.market, rule]));
  const { markets } = room.context;
  const books = byMarket(inputs.books ?? []);
  keepGoodCrosses({ ...snapshot, plan: settings.plan, markets, rules, books }, flows);
  const cut = cutToCaps(work, flows);
  const walked = byMarket(booksOfCosts(inputs));
  const built = buildLegs({
    ...{ settings, markets, rules, books: walked, snapshot, flows },
    ...{ caps: inputs.caps, margin: room.context.margin, fundingPerDay: inputs.fundingPerDay },
  });
  const all = [...reasons, ...cut, ...built.reasons];
  if (built.legs.length === 0) {
    return finish(work, { outcome: 'none', legs: [], reasons: [...all, { code: 'PLAN_EMPTY' }] });
  }
  const problem = preTradeProblem(snapshot, afterPlan(snapshot, markets, built.legs), {
    symbols: portfolio.symbols,
    quote: portfolio.quote,
    leverage: portfolio.leverage,
    distance: (weights) => room.rule.distance(weights),
  });
  if (problem !== undefined) {
    return finish(work, { outcome: 'denied', legs: [], reasons: [problem, ...all] });
  }
  return finish(work, { outcome: 'proposed', legs: built.legs, reasons: all });
}

function byMarket(books: readonly OrderBook[]): ReadonlyMap<string, OrderBook> {
  return new Map(books.map((book) => [book.market, book]));
}

/** Changes the flows in place where the plan is to need no person. */
function cutToCaps({ inputs, room, snapshot }: Work, flows: Float64Array): Reason[] {
  const { caps } = inputs;
  if (caps === undefined) return [];
  const { markets, targets } = room.context;
  const driftAbs = snapshot.weights.map((weight, i) => weight - (targets[i] as number));
  const { wanted, traded } = cutFlows(flows, { markets, driftAbs, caps });
  if (traded === wanted) return [];
  return [{ code: 'PLAN_CUT', wantedPct: 100 * wanted, tradedPct: 100 * traded }];
}

function finish(work: Work, result: Result): Recommendation {
  const { inputs, settings, room, snapshot, days, inUse, panel } = work;
  const { asOf } = inputs;
  const after = afterPlan(snapshot, room.context.markets, result.legs);
  const isProposed = result.outcome === 'proposed';
  const expiresAt = isProposed ? asOf + settings.plan.validHours * hourMs : null;
  const hash = snapshotHash(inputs);
  return {
    ...frame(inputs, hash),
    cashTarget: settings.portfolio.cashTarget,
    outcome: result.outcome,
    planHash:
      expiresAt === null
        ? null
        : planHash(inputs, { snapshot: hash, legs: result.legs, expiresAt }),
    nav: snapshot.navText,
    cashWeight: snapshot.cashWeight,
    assets: assetViews(work, after),
    reasons: result.reasons,
    legs: result.legs,
    turnover: after.turnover,
    costBps: (1e4 * after.cost) / snapshot.nav,
    ...fundingView(inputs, snapshot.weights, after.weights),
    ...leverageView(settings.portfolio, snapshot.weights, after.weights),
    forecast: forecastView({ ...settings.forecast, ...inUse }, panel, days.figures, {
      targets: room.context.targets,
      before: snapshot.weights,
      after: after.weights,
    }),
    residualPp: 100 * distance(after.weights, room.context.targets),
    expiresAt,
  };
}

function distance(weights: Float64Array, targets: Float64Array): number {
  return Math.hypot(...weights.map((weight, i) => weight - (targets[i] as number)));
}

function assetViews(work: Work, after: AfterPlan): AssetView[] {
  const { inputs, settings, room, look, snapshot, panel, days } = work;
  const { symbols, targets } = settings.portfolio;
  const shown: Look = { ...look, weights: after.weights, cash: after.cashWeight };
  const { rule, ruleSettings, context } = room;
  const { margin } = context;
  const slices = thresholdSlices(rule, shown, context.markets.length, { margin });
  const { hardBand } = settings.policy;
  const hard = hardBands(rule, context, { time: look.time, hardBand });
  const changes = thresholdChanges({ context, rule: ruleSettings, look: shown, slices }, days);
  const vols = volatilities(panel, days.figures);
  return symbols.map((symbol, i) => ({
    symbol,
    weight: snapshot.weights[i] as number,
    target: targets[i] as number,
    lower: slices[i]?.lower as number,
    upper: slices[i]?.upper as number,
    hardBand: hard[i] as number,
    thresholdChange: changes?.[i] ?? null,
    weightAfter: after.weights[i] as number,
    volAnnual: vols.returns[i] ?? null,
    rangeVolAnnual: vols.ranges[i] ?? null,
    price: decimalOf(snapshot.prices[i] as number),
    quantity: inputs.holdings[symbol] ?? '0',
  }));
}

/** What every recommendation has, whatever its outcome. */
function frame(inputs: RecordedInputs, hash: string) {
  const { portfolio, policy } = inputs.settings;
  return {
    schemaVersion: 1 as const,
    id: `rec_${hash.slice(0, 24)}`,
    portfolio: portfolio.name,
    quote: portfolio.quote,
    asOf: inputs.asOf,
    cashTarget: portfolio.cashTarget,
    policy: policy.rule.kind,
    snapshotHash: hash,
  };
}

/** Data on which nothing may be decided: no weights, no thresholds, no plan. */
function unfit(inputs: RecordedInputs, reasons: readonly Reason[]): Recommendation {
  return {
    ...frame(inputs, snapshotHash(inputs)),
    outcome: 'denied',
    planHash: null,
    nav: '0',
    cashWeight: 0,
    assets: [],
    reasons,
    legs: [],
    turnover: 0,
    costBps: 0,
    forecast: {
      model: modelInUse(inputs.settings),
      horizonDays: inputs.settings.forecast.horizonDays,
      trackingErrorBefore: null,
      trackingErrorAfter: null,
      portfolioVolBefore: null,
      portfolioVolAfter: null,
    },
    residualPp: 0,
    expiresAt: null,
  };
}
