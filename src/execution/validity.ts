/** Whether an approved plan still fits the account and the market when it is to be executed. */
import { hashOf } from '../base/canonical-json.ts';
import { decimalOf, toNumber } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import { walkedCost } from '../cost/walked-cost.ts';
import { isMajor, isStablecoin } from '../market/majors.ts';
import { midPrice, type OrderBook } from '../market/order-book.ts';
import { booksOfCosts, type RecordedInputs } from '../plan/inputs.ts';
import type { Leg, Recommendation } from '../plan/plan.ts';
import type { Settings } from '../plan/settings.ts';
import { change, distancePp, navOf, type Valuation } from './account-weights.ts';
import type { Balances } from './order.ts';

/** How far prices may have moved since the plan, as fractions. */
const majorMove = 0.01;
const otherMove = 0.02;

/** How much more the trades may cost than when the plan was made, as a fraction. */
const costRise = 0.25;

/** Differences of balances up to this fraction of NAV are dust. */
export const dust = 1e-4;

/** On margin funding moves the cash while a plan waits: so much of NAV is a day at three times what is paid in quiet markets. */
const usualFunding = 1e-3;

export type Present = {
  readonly settings: Settings;
  readonly balances: Balances;
  /** By asset, in the quote currency. */
  readonly prices: ReadonlyMap<string, number>;
  /** By market, those that are known. */
  readonly books: ReadonlyMap<string, OrderBook>;
};

/** Why the plan must not be executed any more, or undefined when it may. */
export function validityProblem(
  plan: Recommendation,
  inputs: RecordedInputs,
  present: Present,
): Reason | undefined {
  if (hashOf(inputs.settings) !== hashOf(present.settings)) return { code: 'POLICY_CHANGED' };
  const prices = new Map(present.prices).set(plan.quote, 1);
  const symbols = [...plan.assets.map((asset) => asset.symbol), plan.quote];
  const units = new Map(symbols.map((symbol) => [symbol, unitsOf(present.balances, symbol)]));
  const valuation = { units, prices };
  return (
    balanceProblem(symbols, inputs, valuation) ??
    priceProblem(plan, prices) ??
    costProblem(plan, inputs, { prices, books: present.books }) ??
    distanceProblem(plan, valuation)
  );
}

function unitsOf(balances: Balances, asset: string): number {
  return toNumber(balances[asset] ?? '0');
}

function balanceProblem(
  symbols: readonly string[],
  { holdings, settings }: RecordedInputs,
  valuation: Valuation,
): Reason | undefined {
  const nav = navOf(valuation);
  const { quote, leverage } = settings.portfolio;
  for (const asset of symbols) {
    const expected = unitsOf(holdings, asset);
    const actual = valuation.units.get(asset) ?? 0;
    const difference = Math.abs(actual - expected) * priceOf(valuation, asset);
    const isFunded = asset === quote && leverage !== undefined;
    if (difference <= (isFunded ? usualFunding : dust) * nav) continue;
    return {
      code: 'BALANCES_CHANGED',
      asset,
      expected: decimalOf(expected),
      actual: decimalOf(actual),
    };
  }
  return undefined;
}

function priceProblem(
  plan: Recommendation,
  prices: ReadonlyMap<string, number>,
): Reason | undefined {
  for (const { symbol, price } of plan.assets) {
    const move = Math.abs((prices.get(symbol) ?? Number.NaN) / toNumber(price) - 1);
    const limit = isMajor(symbol) || isStablecoin(symbol) ? majorMove : otherMove;
    if (move <= limit) continue;
    return { code: 'PRICE_DRIFTED', symbol, movePct: percent(move), limitPct: percent(limit) };
  }
  return undefined;
}

/** Only what was walked on a book when the plan was made can be walked again; what was assumed is assumed still. */
function costProblem(
  plan: Recommendation,
  inputs: RecordedInputs,
  { prices, books }: Pick<Present, 'prices' | 'books'>,
): Reason | undefined {
  const walked = new Set(booksOfCosts(inputs).map(({ market }) => market));
  let planned = 0;
  let now = 0;
  for (const leg of plan.legs) {
    const value = toNumber(leg.notional) * (prices.get(leg.quote) ?? Number.NaN);
    const book = walked.has(leg.symbol) ? books.get(leg.symbol) : undefined;
    planned += value * leg.costBps;
    now += value * (book === undefined ? leg.costBps : costOn(book, leg));
  }
  if (!(now > planned * (1 + costRise))) return undefined;
  const nav = toNumber(plan.nav);
  const figures = { nowBps: round(now / nav), plannedBps: round(planned / nav) };
  return { code: 'COST_RISEN', ...figures, limitPct: percent(costRise) };
}

/** In bps of the notional, with the limit as far from the mid as in the plan: how prices moved is another check's question. */
function costOn(book: OrderBook, leg: Leg): number {
  const moved = (midPrice(book) ?? Number.NaN) / toNumber(leg.referencePrice);
  const limitPrice = toNumber(leg.limitPrice) * moved;
  const { side, feeBps } = leg;
  const walked = walkedCost(book, { side, quantity: toNumber(leg.quantity), limitPrice, feeBps });
  return walked?.cost.costBps ?? Number.POSITIVE_INFINITY;
}

/** The plan's orders, filled whole at the prices of now, must bring the weights nearer to their targets. */
function distanceProblem(plan: Recommendation, valuation: Valuation): Reason | undefined {
  const units = new Map(valuation.units);
  for (const leg of plan.legs) {
    const quantity = (leg.side === 'buy' ? 1 : -1) * toNumber(leg.quantity);
    const price = priceOf(valuation, leg.base) / priceOf(valuation, leg.quote);
    change(units, leg.base, quantity);
    change(units, leg.quote, -quantity * price);
  }
  const before = distancePp(valuation, plan.assets);
  const after = distancePp({ ...valuation, units }, plan.assets);
  if (after < before) return undefined;
  return { code: 'PLAN_NO_IMPROVEMENT', beforePp: round(before), afterPp: round(after) };
}

function priceOf({ prices }: Valuation, asset: string): number {
  return prices.get(asset) ?? Number.NaN;
}

function percent(fraction: number): number {
  return round(100 * fraction);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
