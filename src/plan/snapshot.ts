/** The portfolio at the moment of a decision: units, prices, weights and NAV. */
import { add, type Decimal, decimalOf, multiply, toNumber, toPlaces } from '../base/decimal.ts';
import type { Panel } from '../market/panel.ts';
import type { RecordedInputs } from './inputs.ts';
import type { PortfolioSettings } from './settings.ts';
import { valuePortfolio } from './valuation.ts';

export type PortfolioSnapshot = {
  readonly quantities: Float64Array;
  readonly cash: number;
  /** In the portfolio's quote. */
  readonly prices: Float64Array;
  /** Fractions of NAV, risky assets. */
  readonly weights: Float64Array;
  readonly nav: number;
  readonly cashWeight: number;
  /** NAV exact to 8 places. */
  readonly navText: Decimal;
};

/** Values the holdings at the given prices, or at the last closes of the panel. */
export function takeSnapshot(
  portfolio: PortfolioSettings,
  state: Pick<RecordedInputs, 'holdings' | 'prices'>,
  panel: Panel,
): PortfolioSnapshot {
  const { holdings } = state;
  const assets = portfolio.symbols.length;
  const offset = (panel.bars - 1) * assets;
  const texts = portfolio.symbols.map((symbol) => holdings[symbol] ?? '0');
  const quantities = Float64Array.from(texts, toNumber);
  const prices = panel.close.slice(offset, offset + assets);
  portfolio.symbols.forEach((symbol, i) => {
    const price = state.prices?.[symbol];
    if (price !== undefined) prices[i] = toNumber(price);
  });
  const cashText = holdings[portfolio.quote] ?? '0';
  const cash = toNumber(cashText);
  const weights = new Float64Array(assets);
  const nav = valuePortfolio({ quantities, cash }, prices, 0, weights);
  const navText = texts.reduce(
    (sum, quantity, i) => add(sum, multiply(quantity, decimalOf(prices[i] as number))),
    cashText,
  );
  return {
    quantities,
    cash,
    prices,
    weights,
    nav,
    cashWeight: cash / nav,
    navText: toPlaces(navText, 8, 'down'),
  };
}
