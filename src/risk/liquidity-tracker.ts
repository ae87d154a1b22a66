/**
 * How volatile each asset is, against its own long run, and how much of it is traded, bar by bar: roots of the EWMA variance
 * of simple returns with half-lives of 7 and of 180 days, and the mean of Σ volume × close over the last 30 days with bars.
 * Refreshed when a bar closes at or past 00:00 UTC; returns that cross a gap are dropped.
 */
import { barsPerDay, type Panel } from '../market/panel.ts';
import { closesDay, followsOn, longestStepMs, type PanelGrid } from '../market/panel-steps.ts';
import { createEwmaVariance } from './ewma-variance.ts';
import { minimumBars } from './forecast-tracker.ts';

const halfLifeDays = 7;
const longHalfLifeDays = 180;
const volumeDays = 30;

/** By asset; the arrays are filled anew at each refresh. What is not known yet is NaN. */
export type Liquidity = {
  /** σ/σ_long; not known with fewer than 168 bars. */
  readonly volatilityRatio: Float64Array;
  readonly volDaily: Float64Array;
  /** Of a day, in the currency of the candles. */
  readonly dailyNotional: Float64Array;
};

export type LiquidityTracker = {
  readonly liquidity: Liquidity;
  /** Takes the next bar of the panel, in order from the first; true when the figures are new. */
  observe(panel: Panel, bar: number): boolean;
};

export function createLiquidityTracker(
  options: PanelGrid & { readonly assets: number },
): LiquidityTracker {
  const { assets } = options;
  const perDay = barsPerDay(options.intervalMs);
  const longestMs = longestStepMs(options);
  const recent = createEwmaVariance({ assets, halfLifeBars: halfLifeDays * perDay });
  const long = createEwmaVariance({ assets, halfLifeBars: longHalfLifeDays * perDay });
  const volume = createDailyMean(assets);
  const squares = new Float64Array(assets);
  const longVariance = new Float64Array(assets);
  const unknown = (): Float64Array => new Float64Array(assets).fill(Number.NaN);
  const volatilityRatio = unknown();
  const volDaily = unknown();
  const dailyNotional = unknown();
  let barsSeen = 0;

  const refresh = (): void => {
    volume.closeDay(dailyNotional);
    recent.variance(volDaily);
    long.variance(longVariance);
    for (let i = 0; i < assets; i++) {
      const variance = volDaily[i] as number;
      volDaily[i] = Math.sqrt(variance * perDay);
      volatilityRatio[i] =
        barsSeen < minimumBars ? Number.NaN : Math.sqrt(variance / (longVariance[i] as number));
    }
  };

  return {
    liquidity: { volatilityRatio, volDaily, dailyNotional },
    observe(panel, bar) {
      const row = bar * assets;
      if (followsOn(panel, bar, longestMs)) {
        for (let i = 0; i < assets; i++) {
          const before = panel.close[row - assets + i] as number;
          const growth = (panel.close[row + i] as number) / before - 1;
          squares[i] = growth * growth;
        }
        recent.observe(squares);
        long.observe(squares);
      }
      volume.observe(panel, row);
      barsSeen++;
      if (!closesDay(panel, bar)) return false;
      refresh();
      return true;
    },
  };
}

/** The mean over the last days of Σ volume × close of a day; each day is summed afresh, so that no rounding piles up. */
function createDailyMean(assets: number) {
  const sums = new Float64Array(volumeDays * assets);
  let days = 0;
  let row = 0;
  return {
    observe({ close, volume }: Panel, from: number): void {
      for (let i = 0; i < assets; i++) {
        const notional = (close[from + i] as number) * (volume[from + i] as number);
        sums[row + i] = (sums[row + i] as number) + notional;
      }
    },
    /** Writes the mean and begins the next day in place of the oldest. */
    closeDay(out: Float64Array): void {
      days++;
      const counted = Math.min(days, volumeDays);
      out.fill(0);
      for (let k = 0; k < counted * assets; k++) {
        const i = k % assets;
        out[i] = (out[i] as number) + (sums[k] as number) / counted;
      }
      row = (days % volumeDays) * assets;
      sums.fill(0, row, row + assets);
    },
  };
}
