/** Five perpetuals for the futures test venue: seeded prices of today's order, one of them funded every four hours. */
import { usualLiquidity } from '../binance/market-maker.ts';
import { symbolRules } from '../binance/symbol-rules.ts';
import type { UsdmSymbolOptions } from './venue.ts';

type Row = readonly [
  base: string,
  tick: string,
  step: string,
  price: number,
  dailyVolatility: number,
  minimumNotional: string,
];

const rows: readonly Row[] = [
  ['BTC', '0.1', '0.001', 60_000, 0.025, '100'],
  ['ETH', '0.01', '0.001', 3_000, 0.035, '20'],
  ['BNB', '0.01', '0.01', 600, 0.03, '5'],
  ['SOL', '0.01', '0.01', 150, 0.045, '5'],
  ['XRP', '0.0001', '0.1', 0.5, 0.045, '5'],
];

export const usualContracts: readonly UsdmSymbolOptions[] = rows.map(
  ([baseAsset, tickSize, stepSize, price, dailyVolatility, minimumNotional]) => ({
    rules: symbolRules({
      ...{ symbol: `${baseAsset}USDT`, baseAsset, quoteAsset: 'USDT', tickSize, stepSize },
      ...{ minimumPrice: tickSize, minimumQuantity: stepSize, minimumNotional },
      ...{ maximumQuantity: '9000000', maximumMarketQuantity: '100000' },
      ...{ bidMultiplierUp: '1.05', askMultiplierDown: '0.95' },
    }),
    path: { kind: 'seeded', price, dailyVolatility },
    liquidity: usualLiquidity,
    ...(baseAsset === 'SOL' && { fundingHours: 4 }),
  }),
);
