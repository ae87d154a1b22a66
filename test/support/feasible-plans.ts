/** Legs from flows on a small account: BTC at 100,000, ETH at 2,000, SOL at 20 USDT, orders from 5 USDT as on Binance. */
import type { AutomaticCaps } from '../../src/plan/automatic-caps.ts';
import { type BuiltLegs, buildLegs } from '../../src/plan/build-legs.ts';
import { marketsOf } from '../../src/plan/markets.ts';
import { type Changes, configuredWith } from './settings.ts';

export const smallPrices = [100_000, 2_000, 20] as const;

export type SmallPlan = BuiltLegs & {
  readonly flows: readonly number[];
  readonly nav: number;
};

/** No limits of the settings but those that are given. */
export function world(given: {
  /** On BTC, ETH, SOL, and ETH/BTC where it is there. */
  flows: readonly number[];
  held: readonly number[];
  cash: number;
  step?: string;
  ethStep?: string;
  solStep?: string;
  minNotional?: string;
  /** The smallest order on ETH/BTC, in BTC; there is no such market without it. */
  direct?: string;
  limits?: Changes;
  caps?: AutomaticCaps;
}): SmallPlan {
  const { flows, held, cash, step = '0.00001' } = given;
  const { settings } = configuredWith({
    'limits.minimumOrder': 0,
    'limits.minimumOrderFactor': 1,
    'limits.minimumOrderNav': 0,
    'limits.cashBuffer': 0,
    'limits.majorsPriceCapBps': 0,
    'limits.priceCapBps': 0,
    ...given.limits,
    ...(given.direct === undefined ? {} : { 'markets.direct': ['ETH/BTC'] }),
  });
  const steps: Readonly<Record<string, string>> = {
    'BTC/USDT': step,
    'ETH/USDT': given.ethStep ?? '0.0001',
    'SOL/USDT': given.solStep ?? '0.001',
    'ETH/BTC': '0.0001',
  };
  const markets = marketsOf(settings);
  const rules = markets.map(({ symbol, baseSymbol: base, quoteSymbol: quote }) => ({
    ...{ market: symbol, base, quote },
    stepSize: steps[symbol] ?? '1',
    tickSize: '0.00000001',
    minNotional: quote === 'USDT' ? (given.minNotional ?? '5') : (given.direct ?? '0'),
  }));
  const values = held.map((quantity, i) => quantity * (smallPrices[i] as number));
  const nav = values.reduce((sum, value) => sum + value, cash);
  const built = buildLegs({
    ...{ settings, markets, books: new Map(), caps: given.caps },
    rules: new Map(rules.map((rule) => [rule.market, rule])),
    snapshot: {
      quantities: Float64Array.from(held),
      cash,
      prices: Float64Array.from(smallPrices),
      weights: Float64Array.from(values, (value) => value / nav),
      nav,
      cashWeight: cash / nav,
      navText: String(nav),
    },
    flows: Float64Array.from(flows),
  });
  return { ...built, flows, nav };
}

export function legsIn({ legs }: BuiltLegs): string[] {
  return legs.map(({ side, symbol, quantity }) => `${side} ${symbol} ${quantity}`);
}

/** √Σ over assets of (weight after the plan − wanted)², in percentage points, costs aside. */
export function missPp({ legs, flows, nav }: SmallPlan): number {
  const symbols = ['BTC', 'ETH', 'SOL'];
  const missed = [0, 0, 0];
  const change = (symbol: string, by: number): void => {
    const asset = symbols.indexOf(symbol);
    if (asset >= 0) missed[asset] = (missed[asset] as number) + by;
  };
  const markets = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'ETH/BTC'];
  markets.forEach((market, m) => {
    const [base = '', quote = ''] = market.split('/');
    const leg = legs.find(({ symbol }) => symbol === market);
    const sign = leg?.side === 'sell' ? -1 : 1;
    const price = smallPrices[symbols.indexOf(base)] as number;
    const traded = leg === undefined ? 0 : (sign * Number(leg.quantity) * price) / nav;
    const off = traded - (flows[m] ?? 0);
    change(base, off);
    change(quote, -off);
  });
  return 100 * Math.hypot(...missed);
}

/** Caps of which only those that are given bind. */
export function automatic(caps: Partial<AutomaticCaps>): AutomaticCaps {
  return { order: 1, sell: 1, buy: 1, orders: 10, ...caps };
}
