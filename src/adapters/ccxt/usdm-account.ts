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
import type { Balances, Holdings } from '../../execution/order.ts';
import type { MarginFacts } from '../../ports/venue-facts.ts';
import { type CcxtExchange, type Json, objectOf, textOf } from './exchange.ts';
import type { Traded } from './venue-quirks.ts';

/** Of a wallet; the product of a position and its entry price has more, which were rounded before. */
const walletPlaces = 8;

type Position = {
  /** As Ballast calls it; of a contract that it does not trade as ccxt or the venue does. */
  readonly market: string;
  readonly base: string;
  /** Whether it is paid in the currency of the portfolio, as far as that is known. */
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
  const parsed = listOf(positions).map((row): Position => {
    const id = textOf(row.symbol) ?? '';
    const market = markets.get(id);
    return {
      ...{ market: market?.symbol ?? id, base: market?.base ?? id },
      isQuoted: market === undefined || market.quote === quote,
      quantity: decimalOf(row, 'positionAmt'),
      entryPrice: decimalOf(row, 'entryPrice'),
      leverage: Number(decimalOf(row, 'leverage')),
      isIsolated: row.isolated === true,
      isHedged: row.positionSide !== 'BOTH',
    };
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
  const names = marketsOf(traded);
  const held = positions.filter(
    ({ market, quantity }) => names.includes(market) && isSome(quantity),
  );
  const total = new Map(wallets.map(({ asset, balance }) => [asset, balance]));
  for (const { base, quantity, entryPrice } of held) {
    total.set(base, quantity);
    total.set(quote, subtract(total.get(quote) ?? '0', multiply(quantity, entryPrice)));
  }
  total.set(quote, nearest(total.get(quote) ?? '0'));
  const available = wallets.find(({ asset }) => asset === quote)?.available ?? '0';
  const leverage = Math.min(...leveragesOf(positions, traded).values());
  const opens = Number.isFinite(leverage) ? multiply(available, String(leverage)) : '0';
  return { free: present([[quote, opens]]), total: present([...total]) };
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
    ...positions
      .filter(({ market, isQuoted }) => isQuoted && !names.includes(market))
      .filter(({ quantity }) => isSome(quantity))
      .map(
        ({ market, quantity }) =>
          `it holds ${plain(quantity)} of ${market}, which has no target: give it one (0 % closes it), or close it yourself`,
      ),
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

/** Without what there is nothing of. */
function present(units: readonly (readonly [asset: string, Decimal])[]): Balances {
  const some = units.filter(([, quantity]) => isSome(quantity));
  return Object.fromEntries(some.map(([asset, quantity]) => [asset, plain(quantity)]));
}

function plain(text: Decimal): Decimal {
  return multiply(text, '1');
}

/** Half a unit of the last place is added away from zero, and what is below it is cut. */
function nearest(value: Decimal): Decimal {
  const half = compare(value, '0') < 0 ? '-0.000000005' : '0.000000005';
  return toPlaces(add(value, half), walletPlaces, 'down');
}
