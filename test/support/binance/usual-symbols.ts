/** Six assets in seven markets for the test venue: seeded prices of today's order, and ETHBTC as the ratio of two of them. */
import { usualLiquidity } from './market-maker.ts';
import type { PathOptions } from './price-path.ts';
import { symbolRules } from './symbol-rules.ts';
import type { SymbolOptions } from './venue.ts';

type Row = readonly [base: string, quote: string, tick: string, step: string, path: PathOptions];

const seeded = (price: number, dailyVolatility: number): PathOptions => ({
  ...{ kind: 'seeded', price, dailyVolatility },
});

const rows: readonly Row[] = [
  ['BTC', 'USDT', '0.01', '0.00001', seeded(60_000, 0.025)],
  ['ETH', 'USDT', '0.01', '0.0001', seeded(3_000, 0.035)],
  ['BNB', 'USDT', '0.01', '0.001', seeded(600, 0.03)],
  ['SOL', 'USDT', '0.01', '0.001', seeded(150, 0.045)],
  ['XRP', 'USDT', '0.0001', '0.1', seeded(0.5, 0.045)],
  ['USDC', 'USDT', '0.0001', '1', seeded(1, 0.0005)],
  ['ETH', 'BTC', '0.00001', '0.0001', { kind: 'ratio', of: ['ETHUSDT', 'BTCUSDT'] }],
];

export const usualSymbols: readonly SymbolOptions[] = rows.map(
  ([baseAsset, quoteAsset, tickSize, stepSize, path]) => {
    const isInBitcoin = quoteAsset === 'BTC';
    const rules = symbolRules({
      ...{ symbol: baseAsset + quoteAsset, baseAsset, quoteAsset, tickSize, stepSize },
      minimumPrice: tickSize,
      minimumQuantity: stepSize,
      maximumQuantity: '9000000',
      maximumMarketQuantity: '100000',
      minimumNotional: isInBitcoin ? '0.0001' : '5',
    });
    const liquidity = isInBitcoin ? { ...usualLiquidity, notional: 0.4 } : usualLiquidity;
    return { rules, path, liquidity };
  },
);
