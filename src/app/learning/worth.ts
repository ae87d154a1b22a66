/**
 * Tries what a forecast is worth in trading: portfolios are rebalanced by the region rule under each objective, with the forecast,
 * with the simple one that did best in the time before, and with the next seven days known; compared at equal tracking error.
 */

import { plainConduct } from '../../backtest/conduct.ts';
import { comparedTe } from '../../backtest/cost-at-tracking.ts';
import {
  type CurveFigure,
  comparedFigures,
  type QuarterCurve,
  quarterEnds,
} from '../../backtest/quarter-curve.ts';
import { comparedBracket, sweepOf } from '../../backtest/sweep.ts';
import { commonUniverse, openTimes, type Range, type Universe } from '../../backtest/universe.ts';
import { type ObjectiveWorth, type WorthCurves, worthOf } from '../../backtest/worth.ts';
import { DataError } from '../../base/errors.ts';
import { dayMs } from '../../base/time.ts';
import { learnedRisk } from '../../learning/covariance/learned-risk.ts';
import { type Candles, firstIndexAtOrAfter, head } from '../../market/candles.ts';
import { align } from '../../market/panel.ts';
import type { ForecastModel, Settings } from '../../plan/settings.ts';
import type { Objective } from '../../policy/settings.ts';
import type { BacktestGround, BacktestPool } from '../../ports/backtest-pool.ts';
import { sweepPoints } from '../research/sweep-points.ts';
import type { LearningData } from './learning-data.ts';

export type WorthRequest = {
  readonly data: LearningData;
  /** ln of the mean daily variance as walked forward, days × assets × horizons, from before `previous` on. */
  readonly forecasts: Float64Array;
  readonly portfolios: readonly Settings[];
  readonly period: Range;
  /** The simple forecast is chosen on it. */
  readonly previous: Range;
  readonly openPool: (ground: BacktestGround) => BacktestPool;
  readonly signal: AbortSignal;
  readonly onPortfolio: (name: string) => void;
};

/** What may serve in place of the model. */
const simpleForecasts = ['ewma5', 'ewma10', 'ewma20', 'ewma60'] as const;

type SimpleForecast = (typeof simpleForecasts)[number];

/** Stands where no forecast can be told from another on the time before. */
const usualForecast: SimpleForecast = 'ewma60';

/** Steadiness is what `tracking-target` is for; the others are to be cheap. */
const trials: readonly { readonly objective: Objective; readonly figure: CurveFigure }[] = [
  { objective: 'adaptive', figure: 'cost' },
  { objective: 'balanced', figure: 'cost' },
  { objective: 'cost-budget', figure: 'cost' },
  { objective: 'tracking-target', figure: 'cost' },
  { objective: 'tracking-target', figure: 'spread' },
];

const initialNav = 100_000;
const leastBeforeMs = 182 * dayMs;

/** Errors: DataError when a portfolio has an asset without candles, or no bars in the period; AbortError when interrupted. */
export async function forecastWorth(request: WorthRequest): Promise<readonly ObjectiveWorth[]> {
  const found: TriedPortfolio[][] = [];
  for (const settings of request.portfolios) {
    found.push(await tryPortfolio(request, settings));
    request.onPortfolio(settings.portfolio.name);
  }
  return trials.map(({ objective, figure }, trial) => {
    const tried = found.map((portfolio) => portfolio[trial] as TriedPortfolio);
    return {
      ...{ objective, figure },
      worth: worthOf(
        tried.map(({ curves }) => curves),
        { figure, levelsPct: comparedTe },
      ),
      bases: tried.map(({ base }) => base),
    };
  });
}

type TriedPortfolio = { readonly curves: WorthCurves; readonly base: SimpleForecast };

/** One for each trial. */
async function tryPortfolio(request: WorthRequest, settings: Settings): Promise<TriedPortfolio[]> {
  const { data, forecasts, openPool, signal } = request;
  const members = membersOf(data, settings);
  const universe = universeOf(request, members);
  const { horizonDays } = settings.forecast;
  const learned = learnedRisk({ ...data, forecasts, members, horizonDays });
  const pool = openPool({
    ...{ universe, initialNav, learned },
    ...{ start: 'targets', conduct: plainConduct },
  });
  const before = timeBefore(request, universe);
  const curves = new Map<string, Promise<QuarterCurve>>();
  /** Each is swept once, though two figures are read off it. */
  const curveOf = (wanted: CurveWanted): Promise<QuarterCurve> => {
    const key = `${wanted.objective} ${wanted.forecast} ${wanted.range.from}`;
    const curve = curves.get(key) ?? sweep(pool, { ...wanted, settings, universe, signal });
    curves.set(key, curve);
    return curve;
  };
  try {
    const tried: TriedPortfolio[] = [];
    for (const { objective, figure } of trials) {
      const base = bestOf(
        before === null
          ? []
          : await Promise.all(
              simpleForecasts.map((forecast) => curveOf({ objective, forecast, range: before })),
            ),
        figure,
      );
      const under = (forecast: ComparedForecast): Promise<QuarterCurve> =>
        curveOf({ objective, forecast, range: request.period });
      const [ofBase, model, foresight] = await Promise.all([
        under(base),
        under('champion'),
        under('foresight'),
      ]);
      const { name } = settings.portfolio;
      tried.push({ base, curves: { name, base: ofBase, model, foresight } });
    }
    return tried;
  } finally {
    await pool.close();
  }
}

/** Errors: DataError. */
function membersOf({ panel }: LearningData, { portfolio }: Settings): readonly number[] {
  return portfolio.symbols.map((symbol) => {
    const place = panel.symbols.indexOf(symbol);
    if (place < 0) throw new DataError(`${portfolio.name} holds ${symbol}, without candles`);
    return place;
  });
}

/** Bars of both times; later ones are not looked at. */
function universeOf(
  { data, period, previous }: WorthRequest,
  members: readonly number[],
): Universe {
  const series = members.map((member) => data.series[member] as Candles);
  const known = series.map((candles) =>
    head(candles, firstIndexAtOrAfter(candles.openTime, period.to)),
  );
  return commonUniverse(align(known), { from: previous.from, to: period.to });
}

/** Null where the assets were not all there for half a year before the period. */
function timeBefore({ previous, period }: WorthRequest, universe: Universe): Range | null {
  const from = Math.max(previous.from, openTimes(universe)[0] as number);
  return period.from - from < leastBeforeMs ? null : { from, to: period.from };
}

type ComparedForecast = SimpleForecast | 'champion' | 'foresight';

type CurveWanted = {
  readonly objective: Objective;
  readonly forecast: ComparedForecast;
  readonly range: Range;
};

async function sweep(
  pool: BacktestPool,
  wanted: CurveWanted & {
    readonly settings: Settings;
    readonly universe: Universe;
    readonly signal: AbortSignal;
  },
): Promise<QuarterCurve> {
  const { settings, objective, forecast, range, signal } = wanted;
  const swept = sweepOf('risk-aware');
  const model: ForecastModel = forecast === 'foresight' ? usualForecast : forecast;
  const points = await sweepPoints(swept, comparedBracket, async (parameter) => {
    signal.throwIfAborted();
    const rule = { ...swept.ruleAt(parameter, settings.policy.rule), objective };
    const { statistics, quarters } = await pool.run({
      settings: {
        ...settings,
        policy: { ...settings.policy, rule },
        forecast: { ...settings.forecast, model },
      },
      foresight: forecast === 'foresight',
      wantsTrades: false,
      wantsQuarters: true,
      window: { range, costBlocks: 1 },
    });
    return { parameter, statistics, quarters };
  });
  const { periodsPerYear } = wanted.universe;
  return { periodsPerYear, points: points.map(({ quarters }) => quarters) };
}

/** The simple forecast with the lowest figure; the usual one where the curves have no tracking error in common. */
function bestOf(curves: readonly QuarterCurve[], figure: CurveFigure): SimpleForecast {
  const [first] = curves;
  if (first === undefined) return usualForecast;
  const ends = quarterEnds(first);
  const found = comparedFigures(curves, { figure, levelsPct: comparedTe, ends });
  if (found === null) return usualForecast;
  return simpleForecasts[found.indexOf(Math.min(...found))] as SimpleForecast;
}
