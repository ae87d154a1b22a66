/** The fills and the equity of a backtest as CSV; every number is the shortest text that reads back to the same double. */
import type { Trade } from '../backtest/book.ts';
import { decimalOf } from '../base/decimal.ts';

const tradeColumns = 'timestamp_ms,symbol,side,quantity,price,notional,fee,cost,liquidity';

export function tradesCsv(trades: readonly Trade[]): string {
  const rows = trades.map((trade) => {
    const { time, symbol, side, quantity, price, notional, fee, cost, liquidity } = trade;
    const numbers = [quantity, price, notional, fee, cost].map(decimalOf).join(',');
    return `${time},${symbol},${side},${numbers},${liquidity}`;
  });
  return `${[tradeColumns, ...rows].join('\n')}\n`;
}

/** Everything at the close of the bar that opens at the time; weights are bars × assets. */
export function equityCsv(table: {
  readonly symbols: readonly string[];
  readonly equity: {
    readonly openTime: Float64Array;
    readonly nav: Float64Array;
    readonly weights: Float64Array;
    readonly cashWeight: Float64Array;
  };
  readonly benchmarks: readonly { readonly name: string; readonly nav: Float64Array }[];
}): string {
  const { symbols, equity, benchmarks } = table;
  const header = [
    'timestamp_ms',
    'nav',
    ...symbols.map((symbol) => `w_${symbol}`),
    'w_cash',
    ...benchmarks.map(({ name }) => `nav_${name.replaceAll('-', '_')}`),
  ];
  const lines = [header.join(',')];
  for (let bar = 0; bar < equity.openTime.length; bar++) {
    const numbers = [
      equity.openTime[bar] as number,
      equity.nav[bar] as number,
      ...equity.weights.subarray(bar * symbols.length, (bar + 1) * symbols.length),
      equity.cashWeight[bar] as number,
      ...benchmarks.map(({ nav }) => nav[bar] as number),
    ];
    lines.push(numbers.map(decimalOf).join(','));
  }
  return `${lines.join('\n')}\n`;
}
