/**
 * An account for USD-M futures as Binance tells it in one reply: what it holds, and how it is set up.
 *
 * cash = wallet − Σ position · entry price; what may be opened yet = available balance · the smallest leverage that is set.
 */
import type { JsonValue } from '../../base/canonical-json.ts';
import {
  add,
  compare,
  type Decimal,
  isDecimal,
  multiply,
  subtract,
  toPlaces,
} from '../../base/decimal.ts';
import type { Holdings } from '../../execution/order.ts';
import type { MarginFacts } from '../../ports/venue-facts.ts';
import { type CcxtExchange, type Json, objectOf, textOf } from './exchange.ts';
import type { Traded } from './venue-quirks.ts';

/** Of a wallet; the product of a position and its entry price has more, which were rounded before. */
const walletPlaces = 8;

type Position = {
  readonly market: string;
  readonly base: string;
  readonly isQuoted: boolean;
  /** Below zero where short. */
  readonly quantity: Decimal;
  readonly entryPrice: Decimal;
  readonly leverage: number;
  readonly isIsolated: boolean;
  /** Long and short of one market are told apart. */
  readonly isHedged: boolean;
};

type Wallet = { readonly asset: string; readonly balance: Decimal; readonly available: Decimal };

export type UsdmAccount = {
  readonly positions: readonly Position[];
  readonly wallets: readonly Wallet[];
  readonly lendsOnSeveral: boolean;
};

/** Errors: TypeError when something that must be there is not. */
export function usdmAccountOf(
  told: JsonValue,
  exchange: CcxtExchange,
  { quote }: Traded,
): UsdmAccount {
  const { positions, assets, multiAssetsMargin } = objectOf(told);
  const markets = new Map(Object.values(exchange.markets ?? {}).map((each) => [each.id, each]));
  const parsed = listOf(positions).flatMap((row): readonly Position[] => {
    const market = markets.get(textOf(row.symbol) ?? '');
    // A contract that Ballast does not trade, such as one that ends on a day.
    if (market?.symbol !== `${market?.base}/${market?.quote}`) return [];
    return [
      {
        ...{ market: market.symbol, base: market.base, isQuoted: market.quote === quote },
        quantity: decimalOf(row, 'positionAmt'),
        entryPrice: decimalOf(row, 'entryPrice'),
        leverage: Number(decimalOf(row, 'leverage')),
        isIsolated: row.isolated === true,
        isHedged: row.positionSide !== 'BOTH',
      },
    ];
  });
  const wallets = listOf(assets).map((row) => ({
    asset: textOf(row.asset) ?? '',
    balance: decimalOf(row, 'walletBalance'),
    available: decimalOf(row, 'availableBalance'),
  }));
  return { positions: parsed, wallets, lendsOnSeveral: multiAssetsMargin === true };
}

/** Assets beside the currency are those of positions; others, such as what fees are paid from, are as the wallet has them. */
export function usdmHoldingsOf({ positions, wallets }: UsdmAccount, traded: Traded): Holdings {
  const { quote } = traded;
  const held = positions.filter(({ isQuoted, quantity }) => isQuoted && isSome(quantity));
  const total: Record<string, Decimal> = {};
  for (const { asset, balance } of wallets) if (isSome(balance)) total[asset] = plain(balance);
  for (const { base, quantity, entryPrice } of held) {
    total[base] = plain(quantity);
    total[quote] = subtract(total[quote] ?? '0', multiply(quantity, entryPrice));
  }
  if (total[quote] !== undefined) total[quote] = nearest(total[quote]);
  const available = wallets.find(({ asset }) => asset === quote)?.available ?? '0';
  const leverage = Math.min(...leveragesOf(positions, traded).values());
  const opens = Number.isFinite(leverage) ? multiply(available, String(leverage)) : '0';
  return { free: isSome(opens) ? { [quote]: opens } : {}, total };
}

export function usdmFactsOf(account: UsdmAccount, traded: Traded): MarginFacts {
  const { positions, wallets, lendsOnSeveral } = account;
  const names = marketsOf(traded);
  const own = positions.filter(({ market }) => names.includes(market));
  const leverage = leveragesOf(positions, traded);
  const problems = [
    ...(positions.some(({ isHedged }) => isHedged) ? [hedgeProblem] : []),
    ...(lendsOnSeveral ? [severalAssetsProblem] : []),
    ...own
      .filter(({ isIsolated }) => isIsolated)
      .map(({ market }) => `${market} is on isolated margin: choose cross margin for it`),
    ...names
      .filter((name) => !leverage.has(name))
      .map((name) => `it tells no leverage of ${name}: look at whether the account may trade it`),
    ...wallets
      .filter(({ asset, balance }) => traded.symbols.includes(asset) && isSome(balance))
      .map(
        ({ asset, balance }) =>
          `its wallet holds ${plain(balance)} ${asset}, which cannot be told from a position in ${asset}: transfer it to the spot wallet`,
      ),
  ];
  return { problems, leverage: Object.fromEntries(leverage) };
}

export const hedgeProblem =
  'it keeps long and short positions of one market apart (hedge mode): choose one-way mode in its preferences for futures, which it takes while no position and no order is open';

export const severalAssetsProblem =
  'it lends on several assets (multi-assets mode): choose single-asset mode in its preferences for futures';

function leveragesOf(positions: readonly Position[], traded: Traded): ReadonlyMap<string, number> {
  const names = marketsOf(traded);
  return new Map(
    positions
      .filter(({ market, leverage }) => names.includes(market) && leverage > 0)
      .map(({ market, leverage }) => [market, leverage]),
  );
}

export function marketsOf({ quote, symbols }: Traded): readonly string[] {
  return symbols.map((symbol) => `${symbol}/${quote}`);
}

function listOf(value: JsonValue | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new TypeError('a list was told as something else');
  return value.map(objectOf);
}

function decimalOf(row: Json, name: string): Decimal {
  const text = textOf(row[name]) ?? '';
  if (!isDecimal(text)) throw new TypeError(`${name} must be a number, was ${row[name]}`);
  return text;
}

function isSome(quantity: Decimal): boolean {
  return compare(quantity, '0') !== 0;
}

function plain(text: Decimal): Decimal {
  return multiply(text, '1');
}

/** Half a unit of the last place is added away from zero, and what is below it is cut. */
function nearest(value: Decimal): Decimal {
  const half = compare(value, '0') < 0 ? '-0.000000005' : '0.000000005';
  return toPlaces(add(value, half), walletPlaces, 'down');
}
