/** What is peculiar to Binance spot; the numbers of errors are those of its documentation (errors.md, rest-api.md). */
import type { AccountFees } from '../../ports/venue-facts.ts';
import {
  binanceFamily,
  familyMeanings,
  familyShapes,
  keyRights,
  later,
  otherRules,
  refused,
  requestLimits,
} from './binance-family.ts';
import { type CcxtExchange, callEndpoint, type Json, objectOf } from './exchange.ts';
import { has, isList, type VenueQuirks } from './venue-quirks.ts';

export const binance: VenueQuirks = {
  ...binanceFamily,
  id: 'binance',
  name: 'Binance',
  tier: 'A',
  isVerified: true,
  settings: {
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchCurrencies: false,
      fetchMargins: false,
      warnOnFetchOpenOrdersWithoutSymbol: false,
    },
  },
  // Lists of permissions are long, and nobody reads them here.
  marketParams: { showPermissionSets: 'false' },
  orderParams: ({ clientOrderId, signedAt, kind }, windowMs) => ({
    newClientOrderId: clientOrderId,
    ...{ timestamp: signedAt, recvWindow: windowMs },
    ...(kind === 'take' ? { timeInForce: 'IOC' } : { postOnly: true }),
  }),
  meanings: {
    ...familyMeanings,
    '-1013': otherRules,
    '-1013 Filter failure: PERCENT_PRICE': later,
    '-1013 Filter failure: PERCENT_PRICE_BY_SIDE': later,
    '-1013 Filter failure: MAX_NUM_ORDERS': later,
    '-1013 Filter failure: EXCHANGE_MAX_NUM_ORDERS': later,
    '-1013 Filter failure: MAX_POSITION': refused,
    // With other messages, "Duplicate order sent." among them, it proves nothing: an order with the id is there.
    '-2010 Account has insufficient balance for requested action.': refused,
    '-2010 Market is closed.': otherRules,
    '-2010 Order would immediately match and take.': later,
    '-2010 This action is disabled on this account.': refused,
    '-2010 This account may not place or cancel orders.': refused,
    '-2010 This symbol is not permitted for this account.': refused,
    '-2010 This symbol is restricted for this account.': refused,
    '-2010 Price * QTY is zero or less.': otherRules,
    '-2010 Rest API trading is not enabled.': refused,
  },
  shapes: {
    ...familyShapes,
    '/api/v3/time': has('serverTime'),
    '/api/v3/exchangeInfo': has('symbols'),
    '/api/v3/depth': has('bids', 'asks'),
    '/api/v3/klines': isList,
    '/api/v3/account': has('balances'),
    '/api/v3/account/commission': has('standardCommission'),
    '/api/v3/order': has('orderId', 'clientOrderId', 'status'),
    '/api/v3/openOrders': isList,
    '/api/v3/allOrders': isList,
    '/api/v3/myTrades': isList,
  },
  rights: (exchange) => keyRights(exchange, 'enableSpotAndMarginTrading'),
  limits(exchange) {
    // One market will do.
    const [{ id: symbol } = { id: 'BTCUSDT' }] = Object.values(exchange.markets ?? {});
    return requestLimits(exchange, { endpoint: 'publicGetExchangeInfo', params: { symbol } });
  },
  fees,
  accountFees,
};

/** Without the discount for paying in BNB, which ends with the BNB. */
async function fees(exchange: CcxtExchange, markets: readonly string[]): Promise<AccountFees> {
  let [takerFeeBps, makerFeeBps] = [0, 0];
  for (const market of markets) {
    const { id } = exchange.markets?.[market] ?? {};
    const told = objectOf(
      await callEndpoint(exchange, 'privateGetAccountCommission', { symbol: id }),
    );
    takerFeeBps = Math.max(takerFeeBps, bpsOf(told, 'taker'));
    makerFeeBps = Math.max(makerFeeBps, bpsOf(told, 'maker'));
  }
  return { takerFeeBps, makerFeeBps };
}

const commissions = ['standardCommission', 'specialCommission', 'taxCommission'] as const;

/** `commissionRates` of the account, as fractions (rest-api.md, Account information); undefined where it tells none. */
async function accountFees(exchange: CcxtExchange): Promise<AccountFees | undefined> {
  const told = objectOf(await callEndpoint(exchange, 'privateGetAccount'));
  const rates = objectOf(told.commissionRates);
  if (rates.taker === undefined || rates.maker === undefined) return undefined;
  const of = (part: string): number => Number(rates[part] ?? 0);
  const dearer = Math.max(of('buyer'), of('seller'));
  return { takerFeeBps: inBps(of('taker') + dearer), makerFeeBps: inBps(of('maker') + dearer) };
}

/** Of an order on the dearer side. */
function bpsOf(told: Json, liquidity: 'taker' | 'maker'): number {
  const rate = commissions.reduce((sum, name) => {
    const parts = objectOf(told[name]);
    const of = (part: string): number => Number(parts[part] ?? 0);
    return sum + of(liquidity) + Math.max(of('buyer'), of('seller'));
  }, 0);
  return inBps(rate);
}

function inBps(rate: number): number {
  return Math.round(rate * 1e8) / 1e4;
}
