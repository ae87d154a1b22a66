/** Account and wallet endpoints of the test venue; of the wallet only those that ccxt calls. */
import * as replies from './account-replies.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { parameter } from './parameters.ts';
import type { Venue } from './venue.ts';
import type { Balance } from './wallet.ts';

const nothing: Balance = { free: 0n, locked: 0n };

/** With a line for every asset of the markets, as the venue lists all that it knows. */
function stateOf(venue: Venue, { asOfMs, nowMs }: Call): replies.AccountState {
  const { wallet, settlement, engine, permissions } = venue;
  const balances = new Map(wallet.balancesAt(asOfMs));
  for (const market of engine.markets()) {
    const { baseAsset, quoteAsset } = market.rules();
    for (const asset of [baseAsset, quoteAsset]) {
      if (!balances.has(asset)) balances.set(asset, nothing);
    }
  }
  return {
    ...{ balances, permissions, updatedMs: Math.min(asOfMs, nowMs) },
    fees: settlement.fees(),
    traded: settlement.traded(),
  };
}

export const accountEndpoints: readonly Endpoint[] = [
  {
    // rest-api.md lines 4174–4192.
    route: 'GET /api/v3/account',
    security: 'USER_DATA',
    weight: () => 20,
    parameters: [parameter('omitZeroBalances', 'boolean')],
    reply: (venue, call) =>
      replies.accountReply(
        stateOf(venue, call),
        call.sent.get('omitZeroBalances')?.toLowerCase() === 'true',
      ),
  },
  {
    // rest-api.md lines 4797–4816.
    route: 'GET /api/v3/account/commission',
    security: 'USER_DATA',
    weight: () => 20,
    parameters: [parameter('symbol!', 'symbol')],
    reply(venue, call) {
      const { symbol } = venue.engine.market(call.sent.get('symbol')!).rules();
      return replies.commissionReply(symbol, stateOf(venue, call));
    },
  },
  {
    // rest-api.md lines 4634–4673.
    route: 'GET /api/v3/rateLimit/order',
    security: 'USER_DATA',
    weight: () => 40,
    parameters: [],
    reply({ limits }, { nowMs }) {
      const { per10Seconds, perDay } = limits.orderCounts(nowMs);
      const { ordersPer10Seconds, ordersPerDay } = limits.limits;
      const rateLimitType = 'ORDERS';
      return [
        {
          ...{ rateLimitType, interval: 'SECOND', intervalNum: 10 },
          ...{ limit: ordersPer10Seconds, count: per10Seconds },
        },
        {
          ...{ rateLimitType, interval: 'DAY', intervalNum: 1 },
          ...{ limit: ordersPerDay, count: perDay },
        },
      ];
    },
  },
  {
    // Weight by developers.binance.com/docs/wallet/account/api-key-permission.
    route: 'GET /sapi/v1/account/apiRestrictions',
    security: 'USER_DATA',
    weight: () => 1,
    parameters: [],
    reply: ({ permissions, options }) =>
      replies.apiRestrictionsReply(permissions, options.startMs - 86_400_000),
  },
  {
    // Weight by developers.binance.com/docs/wallet/asset/trade-fee.
    route: 'GET /sapi/v1/asset/tradeFee',
    security: 'USER_DATA',
    weight: () => 1,
    parameters: [parameter('symbol', 'symbol')],
    reply(venue, call) {
      const name = call.sent.get('symbol');
      const { engine } = venue;
      const markets = name === undefined ? engine.markets() : [engine.market(name)];
      const state = stateOf(venue, call);
      return markets.map((market) => replies.tradeFeeReply(market, state));
    },
  },
  {
    // Weight by developers.binance.com/docs/wallet/capital/all-coins-info.
    route: 'GET /sapi/v1/capital/config/getall',
    security: 'USER_DATA',
    weight: () => 10,
    parameters: [],
    reply: (venue, call) =>
      [...stateOf(venue, call).balances].map(([asset, balance]) =>
        replies.coinReply(asset, balance),
      ),
  },
  {
    // ccxt asks for the pairs of margin trading with the markets; there are none here.
    route: 'GET /sapi/v1/margin/allPairs',
    security: 'USER_DATA',
    weight: () => 1,
    parameters: [],
    reply: () => [],
  },
  {
    route: 'GET /sapi/v1/margin/isolated/allPairs',
    security: 'USER_DATA',
    weight: () => 10,
    parameters: [],
    reply: () => [],
  },
  {
    // developers.binance.com/docs/wallet/others/system-status: 0 is normal, 1 is maintenance.
    route: 'GET /sapi/v1/system/status',
    security: 'NONE',
    weight: () => 1,
    parameters: [],
    reply: () => ({ status: 0, msg: 'normal' }),
  },
];
