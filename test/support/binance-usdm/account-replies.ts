/** The account as the futures test venue tells it (account/rest-api/Account-Information-V2, single-asset and one-way mode). */
import type { Call } from '../binance/endpoint.ts';
import { one, textOf, times, type Units, unitsOf } from '../binance/units.ts';
import type { SymbolMargin } from './margin.ts';
import { sizeOf } from './positions.ts';
import type { AccountMargin, UsdmVenue } from './venue.ts';

/** Of the notional; the real one has brackets. */
const maintenanceRate = unitsOf('0.004');

export function accountReply(venue: UsdmVenue, { asOfMs, nowMs }: Call): unknown {
  const { wallet, engine, permissions, isHedged, lendsOnSeveral } = venue;
  const balances = wallet.balancesAt(asOfMs);
  const quotes = new Set(engine.markets().map((market) => market.rules().quoteAsset));
  const assets = [...new Set([...quotes, 'BNB', ...balances.keys()])].map((asset) => {
    const account = venue.margin(asset, { asOfMs, nowMs });
    return { asset, account, balance: balances.get(asset)?.free ?? 0n };
  });
  const usdt = assets.find(({ asset }) => asset === 'USDT') ?? assets[0]!;
  return {
    feeTier: 0,
    feeBurn: venue.settlement.fees().payInBnb,
    canTrade: permissions.enableFutures,
    canDeposit: true,
    canWithdraw: true,
    updateTime: 0,
    multiAssetsMargin: lendsOnSeveral,
    tradeGroupId: -1,
    ...totalsOf(moneyOf(usdt)),
    assets: assets.map((each) => ({
      asset: each.asset,
      ...moneyOf(each),
      marginAvailable: true,
      updateTime: nowMs,
    })),
    positions: assets
      .flatMap(({ account }) => account.margins)
      .flatMap((margin) =>
        isHedged
          ? ['LONG', 'SHORT'].map((side) => positionReply(venue, margin, side))
          : [positionReply(venue, margin, 'BOTH')],
      ),
  };
}

type Money = { readonly [name: string]: string };

function moneyOf({ account, balance }: { account: AccountMargin; balance: Units }): Money {
  const sum = (of: (each: SymbolMargin) => Units): Units =>
    account.margins.reduce((total, each) => total + of(each), 0n);
  const unrealised = sum((each) => each.unrealised);
  const [margin, ofPositions] = [sum((each) => each.margin), sum((each) => each.positionMargin)];
  const available = textOf(account.available);
  return {
    walletBalance: textOf(balance),
    unrealizedProfit: textOf(unrealised),
    marginBalance: textOf(balance + unrealised),
    maintMargin: textOf(sum(maintenanceOf)),
    initialMargin: textOf(margin),
    positionInitialMargin: textOf(ofPositions),
    openOrderInitialMargin: textOf(margin - ofPositions),
    crossWalletBalance: textOf(balance),
    crossUnPnl: textOf(unrealised),
    availableBalance: available,
    maxWithdrawAmount: available,
  };
}

/** Of the whole account: what an asset has, under longer names. */
function totalsOf({ availableBalance, maxWithdrawAmount, ...money }: Money): Money {
  const named = Object.entries(money).map(([name, value]) => [
    `total${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
    value,
  ]);
  return { ...Object.fromEntries(named), availableBalance, maxWithdrawAmount };
}

function positionReply(
  { contracts }: UsdmVenue,
  each: SymbolMargin,
  positionSide: string,
): unknown {
  const { market, position, leverage, notional } = each;
  const { symbol } = market.rules();
  const { quantity, cost } = position;
  return {
    symbol,
    initialMargin: textOf(each.margin),
    maintMargin: textOf(maintenanceOf(each)),
    unrealizedProfit: textOf(each.unrealised),
    positionInitialMargin: textOf(each.positionMargin),
    openOrderInitialMargin: textOf(each.margin - each.positionMargin),
    leverage: String(leverage),
    isolated: contracts.get(symbol)!.isIsolated,
    entryPrice: textOf(quantity === 0n ? 0n : (cost * one) / quantity),
    maxNotional: '250000',
    bidNotional: textOf(each.bids),
    askNotional: textOf(each.asks),
    notional: textOf(notional),
    positionSide,
    positionAmt: textOf(quantity),
    updateTime: 0,
  };
}

function maintenanceOf({ notional }: SymbolMargin): Units {
  return times(sizeOf(notional), maintenanceRate);
}
