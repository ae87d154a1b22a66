/** What a trade of each asset against the quote is expected to cost after the bars of a panel: the one cost function, at its conditions. */
import type { Panel } from '../market/panel.ts';
import { createMarketConditions } from './market-conditions.ts';
import { marketsOf } from './markets.ts';
import type { Settings } from './settings.ts';

/** Fractions of the notional, in the order of the assets. */
export function quoteCosts(settings: Settings, panel: Panel, bars = panel.bars): Float64Array {
  const markets = marketsOf(settings);
  const conditions = createMarketConditions(settings, panel, markets);
  for (let bar = 0; conditions !== null && bar < bars; bar++) conditions.observe(panel, bar);
  const { symbols } = settings.portfolio;
  return Float64Array.from(markets.slice(0, symbols.length), ({ cost }) => cost);
}
