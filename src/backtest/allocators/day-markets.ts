/**
 * The markets of assets that come and go, each against the quote, with what trading on them costs from day to day: the one cost
 * function, renewed as a day closes, from the candles of each asset alone.
 */
import { dependOnMarket, feesAt } from '../../cost/conditions.ts';
import type { Candles } from '../../market/candles.ts';
import type { DayGrid } from '../../market/day-grid.ts';
import { align } from '../../market/panel.ts';
import { createMarketConditions } from '../../plan/market-conditions.ts';
import { marketsOf, type PlanMarket } from '../../plan/markets.ts';
import type { Settings } from '../../plan/settings.ts';

export type DayMarkets = {
  /** By asset of the grid. */
  readonly markets: readonly PlanMarket[];
  /** Sets the conditions that hold after the close of a day, for one who traded so much in the 30 days before. */
  renew(day: number, tradedNotional: number): void;
};

/** The daily candles of the grid, in its order. */
export function createDayMarkets(
  settings: Settings,
  daily: readonly Candles[],
  grid: DayGrid,
): DayMarkets {
  const { costs } = settings;
  const markets = daily.flatMap(({ symbol }) => marketsOf(settingsOf(settings, symbol)));
  const placed = markets.map((market, base) => ({ ...market, base }));
  const isMoving = dependOnMarket(costs);
  const conditions = isMoving ? daily.map((candles) => conditionsOf(settings, candles, grid)) : [];
  return {
    markets: placed,
    renew(day, tradedNotional) {
      const fees = feesAt(costs, tradedNotional);
      for (const [i, { conditions: now }] of placed.entries()) {
        Object.assign(now, fees);
        const own = conditions[i];
        if (own === undefined) continue;
        now.spreadFactor = own.spreadFactor[day] as number;
        now.unitImpactBps = own.unitImpactBps[day] as number;
      }
    },
  };
}

type ConditionsByDay = {
  readonly spreadFactor: Float64Array;
  readonly unitImpactBps: Float64Array;
};

/** As they are after each day of the grid. */
function conditionsOf(
  settings: Settings,
  candles: Candles,
  { days, openTime }: DayGrid,
): ConditionsByDay {
  const own = settingsOf(settings, candles.symbol);
  const markets = marketsOf(own);
  const [market] = markets as [PlanMarket];
  const panel = align([candles]);
  const conditions = createMarketConditions(own, panel, markets);
  const spreadFactor = new Float64Array(days);
  const unitImpactBps = new Float64Array(days);
  let bar = 0;
  for (let day = 0; day < days; day++) {
    for (
      ;
      bar < panel.bars && (panel.openTime[bar] as number) <= (openTime[day] as number);
      bar++
    ) {
      conditions?.observe(panel, bar);
    }
    spreadFactor[day] = market.conditions.spreadFactor;
    unitImpactBps[day] = market.conditions.unitImpactBps;
  }
  return { spreadFactor, unitImpactBps };
}

/** Of one asset alone. */
function settingsOf(settings: Settings, symbol: string): Settings {
  const portfolio = { ...settings.portfolio, symbols: [symbol], targets: [0] };
  return { ...settings, portfolio, directMarkets: [] };
}
