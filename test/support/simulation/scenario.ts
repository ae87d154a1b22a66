/** What a seed stands for: a plan, an account, a market and everything that will go wrong. */
import { roundToStep, toNumber } from '../../../src/base/decimal.ts';
import type { Style } from '../../../src/execution/style.ts';
import type { Side } from '../../../src/market/order-book.ts';
import { type Choices, createChoices } from './choices.ts';
import { marginScenario } from './margin-scenario.ts';
import { type MarketSketch, markets } from './markets.ts';

/** 2023-06-01T00:00:00Z. */
export const start = 1_685_577_600_000;
const minuteMs = 60_000;

export type PlannedLeg = {
  readonly market: MarketSketch;
  readonly side: Side;
  readonly quantity: string;
  readonly limitPrice: string;
  /** On margin. */
  readonly reduceOnly?: boolean;
};

/** Probabilities of what may happen to one request. */
export type FaultRates = {
  /** Of orders: the request is lost, its answer is lost, or it comes so late that its sender has given up. */
  readonly lostOrder: number;
  readonly lostAnswer: number;
  readonly lateOrder: number;
  /** The venue says that it is in trouble, and takes the order not at all, at once, or up to a minute later. */
  readonly troubleBefore: number;
  readonly troubleAfter: number;
  readonly troubleLate: number;
  /** Proven refusals. */
  readonly rateLimit: number;
  readonly refusal: number;
  /** Of the other requests. */
  readonly failedRead: number;
  readonly lostCancel: number;
  readonly lateCancel: number;
  /** Reports tell fills twice, in another order, or not all of an order that is open. */
  readonly mixedReports: number;
  /** An order that takes fills in part, or goes on filling for a while. */
  readonly partialFill: number;
  readonly slowFill: number;
  /** The venue fills more than the order asked for. */
  readonly overfill: number;
  /** An order that shows in the balances alone, for an hour. */
  readonly hiddenOrder: number;
  /** A process stops for up to 150 s, or for ever, at one of its points. */
  readonly pause: number;
  readonly crash: number;
  /** A transaction fails at its end, and its process with it. */
  readonly fullDisk: number;
};

export type Happening = { readonly at: number } & (
  | { readonly kind: 'halt' | 'reduce' | 'resume' }
  | { readonly kind: 'deposit' | 'withdrawal'; readonly asset: string; readonly share: number }
  | { readonly kind: 'foreign-order'; readonly market: MarketSketch; readonly side: Side }
  /** The clock of the machine, by which leases go, is set. */
  | { readonly kind: 'clock-step'; readonly ms: number }
  /** The venue asks for coarser quantities from now on. */
  | { readonly kind: 'rules'; readonly market: MarketSketch }
  /** The venue takes no orders on a market for a while. */
  | { readonly kind: 'closure'; readonly market: MarketSketch; readonly ms: number }
);

export type Scenario = {
  readonly seed: number;
  readonly legs: readonly PlannedLeg[];
  readonly balances: Readonly<Record<string, string>>;
  /** Null where nothing is borrowed. */
  readonly leverage: number | null;
  readonly style: Style;
  readonly workers: 1 | 2;
  readonly rates: FaultRates;
  /** Longest delays of what is read, by kind, in ms; shorter than the fence. */
  readonly lagMs: Readonly<Record<'query' | 'lists' | 'trades' | 'balances', number>>;
  /** Longest time of a request on its way, in ms. */
  readonly latencyMs: number;
  readonly feeIn: 'quote' | 'received' | 'third';
  /** Whether books go thin, empty, crossed or old. */
  readonly hasOddBooks: boolean;
  readonly happenings: readonly Happening[];
  /** How far the clock of a worker is off the venue's, in ms. */
  readonly clockErrorMs: readonly [number, number];
};

export const noFaults: FaultRates = {
  ...{ lostOrder: 0, lostAnswer: 0, lateOrder: 0 },
  ...{ troubleBefore: 0, troubleAfter: 0, troubleLate: 0, rateLimit: 0, refusal: 0 },
  ...{ failedRead: 0, lostCancel: 0, lateCancel: 0, mixedReports: 0 },
  ...{ partialFill: 0, slowFill: 0, overfill: 0, hiddenOrder: 0, pause: 0, crash: 0, fullDisk: 0 },
};

/** The highest probabilities that a seed may draw. */
const worst: Partial<FaultRates> = {
  ...{ lostOrder: 0.3, lostAnswer: 0.3, lateOrder: 0.3 },
  ...{ troubleBefore: 0.2, troubleAfter: 0.2, troubleLate: 0.3, rateLimit: 0.2, refusal: 0.1 },
  ...{ failedRead: 0.3, lostCancel: 0.5, lateCancel: 0.3, mixedReports: 0.5 },
  ...{ partialFill: 0.5, slowFill: 0.4, overfill: 0.02, hiddenOrder: 0, pause: 0.05, crash: 0.05 },
};

export type ScenarioOptions = {
  /** True unless told. */
  readonly faults?: boolean;
  /** The same faults on an account with positions of both signs. */
  readonly onMargin?: boolean;
};

export function scenarioOf(seed: number, options: ScenarioOptions = {}): Scenario {
  const scenario = spotScenario(seed, options);
  return options.onMargin === true ? marginScenario(scenario) : scenario;
}

function spotScenario(seed: number, { faults = true }: ScenarioOptions): Scenario {
  const choices = createChoices(seed);
  const { chance, between, pick } = choices;
  const balances = balancesOf(choices);
  const style: Style = chance(0.5)
    ? { kind: 'taker' }
    : { kind: 'maker-first', patienceMs: Math.round(between(20_000, 3 * minuteMs)) };
  const legs = legsOf(choices, balances);
  const plain = {
    ...{ seed, legs, balances, style, leverage: null },
    feeIn: pick(['quote', 'received', 'third'] as const),
  };
  if (!faults) return { ...plain, ...faultless };
  // Most venues answer from one copy, which is behind or is not.
  const isBehind = chance(0.2);
  const lag = (): number => {
    if (isBehind) return between(6_000, 9_000);
    return chance(0.4) ? between(0, 9_000) : 0;
  };
  const isHiding = style.kind === 'taker' && chance(0.01);
  return {
    ...plain,
    workers: chance(0.5) ? 2 : 1,
    rates: { ...ratesOf(choices), hiddenOrder: isHiding ? 0.3 : 0 },
    lagMs: { query: lag(), lists: lag(), trades: lag(), balances: isHiding ? 0 : lag() },
    latencyMs: between(50, 2_000),
    hasOddBooks: chance(0.4),
    happenings: happeningsOf(choices, { moves: !isHiding }),
    clockErrorMs: [between(-400, 400), between(-400, 400)],
  };
}

const faultless: Omit<Scenario, 'seed' | 'legs' | 'balances' | 'leverage' | 'style' | 'feeIn'> = {
  ...{ workers: 1, rates: noFaults, latencyMs: 100, hasOddBooks: false, happenings: [] },
  lagMs: { query: 0, lists: 0, trades: 0, balances: 0 },
  clockErrorMs: [0, 0],
};

/** Each fault is in about a third of the seeds, so that some seeds have few at once. */
function ratesOf({ chance, between }: Choices): FaultRates {
  const rates = Object.entries(worst).map(([name, most]) => [
    name,
    chance(0.35) ? between(0, most) : 0,
  ]);
  return { ...noFaults, ...Object.fromEntries(rates) };
}

function balancesOf({ between }: Choices): Record<string, string> {
  const held = markets.map(({ base, price, stepSize }) => [
    base,
    roundToStep((between(2_000, 20_000) / price).toFixed(8), stepSize, 'down'),
  ]);
  const cash = String(Math.round(between(500, 20_000)));
  return { ...Object.fromEntries(held), USDT: cash, BNB: '1000' };
}

function legsOf(
  { chance, between, mostlyNear }: Choices,
  balances: Readonly<Record<string, string>>,
): readonly PlannedLeg[] {
  const chosen = markets.filter(() => chance(0.7));
  return (chosen.length === 0 ? markets.slice(0, 1) : chosen).map((market) => {
    const { price, stepSize, tickSize, base } = market;
    const side = chance(0.5) ? 'sell' : 'buy';
    const most = side === 'sell' ? Math.min(5_000, toNumber(balances[base] ?? '0') * price) : 5_000;
    const units = (mostlyNear(20, most) / price).toFixed(8);
    const factor = 1 + (side === 'buy' ? 1 : -1) * between(0.002, 0.01);
    const limitPrice = roundToStep((price * factor).toFixed(8), tickSize, 'down');
    return { market, side, quantity: roundToStep(units, stepSize, 'down'), limitPrice };
  });
}

function happeningsOf(choices: Choices, { moves }: { moves: boolean }): readonly Happening[] {
  const { chance, between, mostlyNear, pick } = choices;
  const at = (): number => start + Math.round(mostlyNear(0, 8 * minuteMs));
  const side = (): Side => (chance(0.5) ? 'buy' : 'sell');
  const list: Happening[] = [];
  if (chance(0.2)) {
    const stopAt = at();
    list.push({ kind: chance(0.7) ? 'halt' : 'reduce', at: stopAt });
    if (chance(0.6)) list.push({ kind: 'resume', at: stopAt + between(1_000, 3 * minuteMs) });
  }
  while (moves && chance(0.3)) {
    const kind = chance(0.5) ? 'deposit' : 'withdrawal';
    const asset = chance(0.5) ? 'USDT' : pick(markets).base;
    list.push({ kind, at: at(), asset, share: between(0.01, 0.5) });
  }
  while (moves && chance(0.3)) {
    list.push({ kind: 'foreign-order', at: at(), market: pick(markets), side: side() });
  }
  while (chance(0.2)) {
    const ms = pick([-1, 1]) * mostlyNear(0, 60 * minuteMs);
    list.push({ kind: 'clock-step', at: at(), ms: Math.round(ms) });
  }
  if (chance(0.1)) list.push({ kind: 'rules', at: at(), market: pick(markets) });
  if (chance(0.1)) {
    list.push({ kind: 'closure', at: at(), market: pick(markets), ms: between(1_000, minuteMs) });
  }
  return list;
}
