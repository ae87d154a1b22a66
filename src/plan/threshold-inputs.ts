/** What moves thresholds beside the weights, the forecast and the costs of the markets: as of the last bar, and a day before. */
import { dayMs } from '../base/time.ts';
import type { LearnedRisk } from '../learning/covariance/learned-risk.ts';
import { withLearned } from '../learning/covariance/learned-tracker.ts';
import type { Panel } from '../market/panel.ts';
import type { PolicyContext } from '../policy/policy.ts';
import { copyForecast, emptyForecast, type RiskForecast } from '../risk/risk-forecast.ts';
import { trackerFor } from './decision-room.ts';
import type { MarketConditions } from './market-conditions.ts';
import type { Settings } from './settings.ts';

export type ThresholdInputs = {
  /** Of version 0 where there is none. */
  readonly forecast: RiskForecast;
  /** Of each market, as a fraction of the notional. */
  readonly costs: Float64Array;
  /** From bid to ask, of each asset against cash. */
  readonly spreadsBps: Float64Array;
};

export type ThresholdDays = {
  readonly today: ThresholdInputs;
  readonly yesterday: ThresholdInputs;
  /** When yesterday was, epoch ms; of its bars only those that had closed count. */
  readonly since: number;
};

export type TwoDays = ThresholdDays & {
  /** The forecast of risk that a person reads; thresholds may go by another. */
  readonly figures: RiskForecast;
};

/** Yesterday is the same hour of the day before; fees by tier are those of now on both days. */
export function thresholdInputsOf(
  settings: Settings,
  panel: Panel,
  {
    context,
    conditions,
    asOf,
    learned,
    servesThresholds,
  }: {
    context: PolicyContext;
    /** Of its markets; null where their costs are the same at all times. */
    conditions: MarketConditions | null;
    asOf: number;
    learned: LearnedRisk | undefined;
    /** Whether thresholds go by what was learned. */
    servesThresholds: boolean;
  },
): TwoDays {
  const since = asOf - dayMs;
  const own = trackerFor(settings, panel, { trackRanges: true });
  const members = panel.symbols.map((_, i) => i);
  // What follows an own forecast lets that see each bar as well.
  const whole =
    own === null || learned === undefined ? own : withLearned(own, learned, { panel, members });
  const tracker = servesThresholds ? whole : own;
  const now = (): ThresholdInputs => ({
    forecast: copyForecast(tracker?.forecast ?? nothing),
    costs: Float64Array.from(context.markets, ({ cost }) => cost),
    spreadsBps: Float64Array.from(context.symbols, (_, asset) => context.spreadBps(asset)),
  });
  let yesterday: ThresholdInputs | undefined;
  for (let bar = 0; bar < panel.bars; bar++) {
    const closeTime = (panel.openTime[bar] as number) + panel.intervalMs;
    if (closeTime > since) yesterday ??= now();
    whole?.observe(panel, bar);
    conditions?.observe(panel, bar);
  }
  const today = now();
  const figures = copyForecast(whole?.forecast ?? nothing);
  return { today, yesterday: yesterday ?? today, since, figures };
}

const nothing = emptyForecast(0, 0);
