/**
 * Tracking statistics, taken bar by bar: e_t = (w_t − p)·r_{t+1}.
 * TE = √(mean e² · periodsPerYear); its spread over quarters is the standard deviation (n − 1) of ln TE over calendar
 * quarters, the first and the last left out; RMS drift = √(mean Σ_i (w_i − p_i)²).
 */

export type Tracking = {
  /** Takes one bar: e_t, Σ(w − p)², and the open time of the bar in which e_t was earned. */
  observe(error: number, squaredDrift: number, time: number): void;
  /** % a year. */
  trackingErrorPct(periodsPerYear: number): number;
  /** Null with fewer than two full quarters. */
  quarterlySpread(): number | null;
  /** In percentage points. */
  driftRmsPp(): number;
};

type Quarter = { squares: number; bars: number };

export function createTracking(): Tracking {
  let squares = 0;
  let drifts = 0;
  let bars = 0;
  let quarterEnds = Number.NEGATIVE_INFINITY;
  const quarters: Quarter[] = [];

  const observe = (error: number, squaredDrift: number, time: number): void => {
    if (time >= quarterEnds) {
      quarterEnds = nextQuarter(time);
      quarters.push({ squares: 0, bars: 0 });
    }
    const square = error * error;
    squares += square;
    drifts += squaredDrift;
    bars++;
    const quarter = quarters[quarters.length - 1] as Quarter;
    quarter.squares += square;
    quarter.bars++;
  };

  const quarterlySpread = (): number | null => {
    const logs = quarters
      .slice(1, -1)
      .filter((quarter) => quarter.squares > 0)
      .map((quarter) => 0.5 * Math.log(quarter.squares / quarter.bars));
    if (logs.length < 2) return null;
    const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1);
    return Math.sqrt(variance);
  };

  return {
    observe,
    trackingErrorPct: (perYear) => (bars > 0 ? 100 * Math.sqrt((squares / bars) * perYear) : 0),
    quarterlySpread,
    driftRmsPp: () => (bars > 0 ? 100 * Math.sqrt(drifts / bars) : 0),
  };
}

/** Start of the calendar quarter after the one that holds the time. */
export function nextQuarter(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), 3 * Math.floor(date.getUTCMonth() / 3) + 3, 1);
}
