/**
 * What is peculiar to the USD-M futures of Binance: perpetuals that are paid in the quote. After its documentation
 * (developers.binance.com/docs/derivatives/usds-margined-futures) and ccxt's parsing, not tried against it.
 */
import type { JsonValue } from '../../base/canonical-json.ts';
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
import { type CcxtExchange, callEndpoint, type Json, objectOf, textOf } from './exchange.ts';
import {
  hedgeProblem,
  severalAssetsProblem,
  usdmAccountOf,
  usdmFactsOf,
  usdmHoldingsOf,
} from './usdm-account.ts';
import { all, has, isList, type VenueQuirks, worstFees } from './venue-quirks.ts';

/** Where the venue tells no other (fundingInfo lists those that differ). */
const usualFundingHours = 8;

export const binanceUsdm: VenueQuirks = {
  ...binanceFamily,
  id: 'binanceusdm',
  name: 'Binance USD-M',
  tier: 'A',
  isVerified: false,
  settings: {
    // 2,400 of request weight a minute; ccxt's own pace is half of that, and asking how an account is set up weighs much.
    rateLimit: 25,
    options: {
      fetchCurrencies: false,
      fetchMargins: false,
      warnOnFetchOpenOrdersWithoutSymbol: false,
    },
  },
  marketName: ({ swap, linear, base, quote }) => (swap && linear ? `${base}/${quote}` : undefined),
  orderParams: ({ clientOrderId, signedAt, kind, reduceOnly }, windowMs) => ({
    newClientOrderId: clientOrderId,
    ...{ timestamp: signedAt, recvWindow: windowMs },
    timeInForce: kind === 'take' ? 'IOC' : 'GTX',
    ...(reduceOnly ? { reduceOnly: true } : {}),
  }),
  // −4116, "clientOrderId is duplicated", proves nothing: an order with the id is there. Nor does −2010, which is not explained.
  meanings: {
    ...familyMeanings,
    '-2017': { kind: 'key' },
    '-5028': { kind: 'clock' },
    ...all(refused, ['-1117', '-2018', '-2019', '-2021', '-2022', '-2023', '-2024', '-2026']),
    ...all(refused, ['-2027', '-2028', '-4015', '-4060', '-4061', '-4062', '-4087', '-4088']),
    ...all(refused, ['-4109', '-4118', '-4192', '-4400', '-4401', '-4402']),
    ...all(otherRules, ['-4001', '-4002', '-4003', '-4004', '-4005', '-4013', '-4014', '-4023']),
    ...all(otherRules, ['-4140', '-4141', '-4164']),
    ...all(later, ['-2020', '-2025', '-4016', '-4024', '-4131', '-5021', '-5022']),
  },
  shapes: {
    ...familyShapes,
    '/fapi/v1/time': has('serverTime'),
    '/fapi/v1/exchangeInfo': has('symbols'),
    '/fapi/v1/depth': has('bids', 'asks'),
    '/fapi/v1/klines': isList,
    '/fapi/v1/premiumIndex': isList,
    '/fapi/v1/fundingInfo': isList,
    '/fapi/v2/account': has('assets', 'positions'),
    '/fapi/v1/positionSide/dual': has('dualSidePosition'),
    '/fapi/v1/multiAssetsMargin': has('multiAssetsMargin'),
    '/fapi/v1/commissionRate': has('makerCommissionRate', 'takerCommissionRate'),
    '/fapi/v1/order': has('orderId', 'clientOrderId', 'status'),
    '/fapi/v1/openOrders': isList,
    '/fapi/v1/allOrders': isList,
    '/fapi/v1/userTrades': isList,
  },
  rights: (exchange) => keyRights(exchange, 'enableFutures'),
  limits: (exchange) => requestLimits(exchange, { endpoint: 'fapiPublicGetExchangeInfo' }),
  /** Without the discount for paying in BNB, which ends with the BNB. */
  async fees(exchange, markets) {
    const rates = [];
    for (const market of markets) rates.push(await exchange.fetchTradingFee(market));
    return worstFees(rates);
  },
  margin: {
    /** Version 2 tells leverage and entry prices, which version 3 leaves out. */
    async account(exchange, traded) {
      const told = await callEndpoint(exchange, 'fapiPrivateV2GetAccount');
      const account = usdmAccountOf(told, exchange, traded);
      return { holdings: usdmHoldingsOf(account, traded), facts: usdmFactsOf(account, traded) };
    },
    async modeProblems(exchange) {
      const side = objectOf(await callEndpoint(exchange, 'fapiPrivateGetPositionSideDual'));
      const assets = objectOf(await callEndpoint(exchange, 'fapiPrivateGetMultiAssetsMargin'));
      return [
        ...(side.dualSidePosition === false ? [] : [hedgeProblem]),
        ...(assets.multiAssetsMargin === false ? [] : [severalAssetsProblem]),
      ];
    },
    fundingPerDay,
  },
};

/** rate · 24 / hours from one payment to the next, by the latest rate that is told. */
async function fundingPerDay(
  exchange: CcxtExchange,
  markets: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const rates = bySymbol(await callEndpoint(exchange, 'fapiPublicGetPremiumIndex'));
  const intervals = bySymbol(await callEndpoint(exchange, 'fapiPublicGetFundingInfo'));
  return Object.fromEntries(
    markets.map((market) => {
      const { id } = exchange.market(market);
      const rate = Number(textOf(rates.get(id)?.lastFundingRate));
      const hours = Number(intervals.get(id)?.fundingIntervalHours ?? usualFundingHours);
      const perDay = (rate * 24) / hours;
      if (!Number.isFinite(perDay)) throw new TypeError(`no funding rate of ${market} was told`);
      return [market, perDay];
    }),
  );
}

function bySymbol(told: JsonValue): ReadonlyMap<string, Json> {
  const rows = Array.isArray(told) ? told.map(objectOf) : [];
  return new Map(rows.map((row) => [textOf(row.symbol) ?? '', row]));
}
