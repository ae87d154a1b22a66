/** The part of a tear sheet on trades: how many, what they cost, and why the dearest and the latest were made. */
import type { Trade } from '../backtest/book.ts';
import { decimalOf } from '../base/decimal.ts';
import { html, type Markup } from './charts/markup.ts';
import { tableOf } from './charts/table.ts';
import { fixed, money, plural, price, utcTime } from './format.ts';
import type { TearSheetView } from './tear-sheet-view.ts';

const shown = 10;

export type TradeWithReason = Trade & {
  /** The reason of the latest decision before the fill; empty when none was kept. */
  readonly why: string;
};

/** Trades and decisions in the order of time. */
export function tradesWithReasons({
  trades,
  detail,
}: Pick<TearSheetView, 'trades' | 'detail'>): readonly TradeWithReason[] {
  const { decisions } = detail;
  let latest = -1;
  return trades.map((trade) => {
    while (latest + 1 < decisions.length && (decisions[latest + 1]?.time as number) <= trade.time) {
      latest++;
    }
    return { ...trade, why: decisions[latest]?.why ?? '' };
  });
}

/** The dearest first; of equal ones the earlier. */
export function dearest(trades: readonly TradeWithReason[]): readonly TradeWithReason[] {
  return [...trades].sort((a, b) => b.cost - a.cost || a.time - b.time).slice(0, shown);
}

/** The last one first. */
export function latest(trades: readonly TradeWithReason[]): readonly TradeWithReason[] {
  return trades.slice(-shown).reverse();
}

export function tradesSection(view: TearSheetView): Markup {
  const { quote } = view.settings.portfolio;
  const trades = tradesWithReasons(view);
  const tables =
    trades.length === 0
      ? null
      : html`<h3>The dearest</h3>${tradeTable(dearest(trades), quote, 'The dearest fills')}<h3>The latest</h3>${tradeTable(latest(trades), quote, 'The latest fills')}<p class="how">A decision at the close of a bar is filled at the open of the next. Cost = (fee + half-spread + slippage) × notional, in ${quote}. All fills: <code>--trades FILE</code>.</p>`;
  return html`<section><h2>Trades</h2><p class="sentence">${sentenceOf(view)}</p>${tables}</section>`;
}

function sentenceOf({ trades, settings, detail, statistics }: TearSheetView): string {
  const { quote } = settings.portfolio;
  if (trades.length === 0) return 'Nothing was traded.';
  const cost = trades.reduce((sum, trade) => sum + trade.cost, 0);
  const makers = trades.filter(({ liquidity }) => liquidity === 'maker').length;
  const share =
    makers === 0
      ? ''
      : ` ${fixed((100 * makers) / trades.length, 0)} % of the fills were as maker.`;
  return `${plural(trades.length, 'fill')} in ${plural(detail.decisions.length, 'rebalance')} cost ${fixed(cost, 2)} ${quote}, ${fixed(statistics.eventsPerYear, 1)} rebalances a year.${share}`;
}

function tradeTable(trades: readonly TradeWithReason[], quote: string, caption: string): Markup {
  return tableOf({
    caption,
    isStacked: true,
    columns: [
      { title: 'Filled', align: 'left' },
      { title: 'Order', align: 'left' },
      { title: 'Price' },
      { title: 'Notional' },
      { title: `Cost, ${quote}` },
      { title: 'Why', isProse: true },
    ],
    rows: trades.map((trade) => [
      utcTime(trade.time).replace(' UTC', ''),
      `${trade.side} ${trade.symbol}`,
      price(decimalOf(trade.price)),
      money(decimalOf(trade.notional), trade.symbol.split('/')[1] ?? quote),
      fixed(trade.cost, 2),
      `${trade.why}${trade.liquidity === 'maker' ? ' (maker)' : ''}`,
    ]),
  });
}
