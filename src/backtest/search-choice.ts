/**
 * What a search chooses from the sweeps over one window: the least cost at a tracking error that is to be held. Cost and
 * parameter are read where the fitted curve of each policy (cost-at-tracking.ts) meets that tracking error, not off the
 * cheapest single run, which may have been lucky. Where nothing holds it, as when an asset collapses, the bound is what is
 * within a twentieth of the best that was reached: the last hundredth of it would cost without end.
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

/** One contender for each policy, best first: those within the bound by cost, then the others by how near they come. */
export function contendersOf(trials: readonly Trials[], goalTePct: number): readonly Contender[] {
  const boundPct = boundOf(trials, goalTePct);
  const isWithin = (contender: Contender): boolean => contender.trackingErrorPct <= boundPct;
  return trials
    .map((given) => fittedContender(given, goalTePct) ?? singleContender(given, boundPct))
    .sort((a, b) => {
      if (isWithin(a) !== isWithin(b)) return isWithin(a) ? -1 : 1;
      return isWithin(a)
        ? a.costBpsPerYear - b.costBpsPerYear
        : a.trackingErrorPct - b.trackingErrorPct;
    });
}

const tolerance = 1.05;

function boundOf(trials: readonly Trials[], goalTePct: number): number {
  const reached = trials.flatMap(({ points }) =>
    points.map(({ statistics }) => statistics.trackingErrorPct),
  );
  const least = Math.min(...reached);
  return least <= goalTePct ? goalTePct : tolerance * least;
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

/** The cheapest run within the bound, or the nearest to it. */
function singleContender({ sweep, points }: Trials, boundPct: number): Contender {
  const within = points.filter(({ statistics }) => statistics.trackingErrorPct <= boundPct);
  const measure = (point: Trial): number =>
    within.length > 0 ? point.statistics.costBpsPerYear : point.statistics.trackingErrorPct;
  const best = (within.length > 0 ? within : points).reduce((least, point) =>
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
