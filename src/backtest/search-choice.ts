/**
 * What a search chooses from the sweeps over one window: the least cost at a tracking error that is to be held. Cost and
 * parameter are read where the fitted curve of each policy (cost-at-tracking.ts) meets that tracking error, not off the
 * cheapest single run, which may have been lucky.
 */
import { figureAt, type Sweep, type SweepPoint, type SweptPolicy } from './sweep.ts';

/** One run of a candidate over the window. */
export type Trial = SweepPoint & {
  /** Cost of equal blocks of the window, as fractions of NAV. */
  readonly blockCosts: Float64Array;
};

/** All runs of one policy over the window. */
export type Trials = { readonly sweep: Sweep; readonly points: readonly Trial[] };

/** The best a policy has to offer. */
export type Contender = {
  readonly policy: SweptPolicy;
  readonly parameter: number;
  /** What is expected of it: on the curve where there is one. */
  readonly costBpsPerYear: number;
  readonly trackingErrorPct: number;
  /** False where too few runs lie around the tracking error for a curve: then it is one single run. */
  readonly isFitted: boolean;
};

/** One contender for each policy, best first: those that hold the tracking error by cost, then the others by how near they come. */
export function contendersOf(trials: readonly Trials[], goalTePct: number): readonly Contender[] {
  const holds = (contender: Contender): boolean => contender.trackingErrorPct <= goalTePct;
  return trials
    .map((given) => fittedContender(given, goalTePct) ?? singleContender(given, goalTePct))
    .sort((a, b) => {
      if (holds(a) !== holds(b)) return holds(a) ? -1 : 1;
      return holds(a)
        ? a.costBpsPerYear - b.costBpsPerYear
        : a.trackingErrorPct - b.trackingErrorPct;
    });
}

function fittedContender({ sweep, points }: Trials, goalTePct: number): Contender | null {
  const cost = figureAt(points, goalTePct, ({ statistics }) => statistics.costBpsPerYear);
  const parameter = figureAt(points, goalTePct, (point) => point.parameter);
  if (cost === null || parameter === null) return null;
  return {
    policy: sweep.policy,
    parameter: usable(sweep, parameter),
    costBpsPerYear: cost,
    trackingErrorPct: goalTePct,
    isFitted: true,
  };
}

/** The cheapest run that holds the tracking error, or the nearest to it. */
function singleContender({ sweep, points }: Trials, goalTePct: number): Contender {
  const holding = points.filter(({ statistics }) => statistics.trackingErrorPct <= goalTePct);
  const measure = (point: Trial): number =>
    holding.length > 0 ? point.statistics.costBpsPerYear : point.statistics.trackingErrorPct;
  const best = (holding.length > 0 ? holding : points).reduce((least, point) =>
    measure(point) < measure(least) ? point : least,
  );
  return {
    policy: sweep.policy,
    parameter: best.parameter,
    costBpsPerYear: best.statistics.costBpsPerYear,
    trackingErrorPct: best.statistics.trackingErrorPct,
    isFitted: false,
  };
}

/** Three digits are more than a fit can tell, and can be written into a configuration; a calendar has whole hours. */
function usable({ policy }: Sweep, parameter: number): number {
  return policy === 'calendar' ? Math.round(parameter) : Number(parameter.toPrecision(3));
}
