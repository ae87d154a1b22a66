/**
 * The parameter of a policy, swept on a logarithmic grid that is extended at its ends until the tracking errors bracket a
 * range, where they can.
 */
import { ConfigError } from '../base/errors.ts';
import type { PolicyRule } from '../policy/settings.ts';
import { valueAtTracking } from './cost-at-tracking.ts';
import type { BacktestStatistics } from './tally.ts';

export const sweptPolicies = [
  'calendar',
  'percentage',
  'threshold',
  'threshold-relative',
  'threshold-half',
  'threshold-edge',
  'asset-band',
  'geometry',
  'risk-aware',
] as const;

export type SweptPolicy = (typeof sweptPolicies)[number];

export type Sweep = {
  readonly policy: SweptPolicy;
  /** First and last value of the grid before it is extended; tracking error rises from one to the other. */
  readonly from: number;
  readonly to: number;
  /** The rule at a value; what the sweep leaves open comes from the configuration. */
  readonly ruleAt: (parameter: number, base: PolicyRule) => PolicyRule;
};

type Region = Extract<PolicyRule, { kind: 'risk-aware' | 'geometry' }>;

/** Objective, ρ, event cost and multiplier of a configuration whose rule is not of that kind. */
const plainRegion = {
  objective: 'adaptive',
  eventCostBps: 0.1,
  rho: 0.8,
  multiplier: [0.5, 2],
} as const;

function regionAt(kind: Region['kind']): Sweep['ruleAt'] {
  return (tightness, base) => {
    const isRegion = base.kind === 'risk-aware' || base.kind === 'geometry';
    return { ...plainRegion, ...(isRegion ? base : {}), kind, tightness, goal: null };
  };
}

const table: Readonly<Record<SweptPolicy, Omit<Sweep, 'policy'>>> = {
  // Whole hours: looks are no closer.
  calendar: {
    from: 4,
    to: 4_000,
    ruleAt: (hours) => ({ kind: 'calendar', every: Math.round(hours), gate: 0 }),
  },
  percentage: {
    from: 0.001,
    to: 0.1,
    ruleAt: (tolerance) => ({ kind: 'percentage', tolerance }),
  },
  threshold: {
    from: 0.005,
    to: 0.1,
    ruleAt: (band) => ({ kind: 'threshold', band, destination: 'target' }),
  },
  'threshold-relative': {
    from: 0.05,
    to: 0.6,
    ruleAt: (band) => ({ kind: 'threshold-relative', band, destination: 'target' }),
  },
  'threshold-half': {
    from: 0.03,
    to: 0.3,
    ruleAt: (band) => ({ kind: 'threshold-relative', band, destination: 'half' }),
  },
  'threshold-edge': {
    from: 0.003,
    to: 0.04,
    ruleAt: (band) => ({ kind: 'threshold', band, destination: 'edge' }),
  },
  'asset-band': {
    from: 1_000,
    to: 3,
    ruleAt: (riskAversion, base) => ({
      kind: 'asset-band',
      riskAversion,
      eventCostBps: 'eventCostBps' in base ? base.eventCostBps : plainRegion.eventCostBps,
    }),
  },
  geometry: { from: 1, to: 0.03, ruleAt: regionAt('geometry') },
  'risk-aware': { from: 1, to: 0.03, ruleAt: regionAt('risk-aware') },
};

/** Errors: ConfigError when the name is not that of a policy with a parameter. */
export function sweepOf(name: string): Sweep {
  const policy = sweptPolicies.find((candidate) => candidate === name);
  if (policy === undefined) {
    throw new ConfigError(`a policy was "${name}", must be one of ${sweptPolicies.join(', ')}`);
  }
  return { policy, ...table[policy] };
}

/** The value of a rule that its policy is swept over; null for a rule without one. */
export function parameterOf(rule: PolicyRule): number | null {
  switch (rule.kind) {
    case 'threshold':
    case 'threshold-relative':
      return numberOrNull(rule.band);
    case 'percentage':
      return numberOrNull(rule.tolerance);
    case 'calendar':
      return numberOrNull(rule.every);
    case 'asset-band':
      return rule.riskAversion;
    case 'geometry':
    case 'risk-aware':
      // With a goal it is chosen anew each month.
      return rule.goal === null ? rule.tightness : null;
    case 'five-twenty-five':
      return null;
  }
}

/** An expression or a schedule is no value of a sweep. */
function numberOrNull(value: number | string): number | null {
  return typeof value === 'number' ? value : null;
}

export type SweepPoint = { readonly parameter: number; readonly statistics: BacktestStatistics };

/** How many values a grid starts with. */
export const gridPoints = 24;

/** Tracking errors (% a year) that a sweep is to bracket. */
export type Bracket = { readonly low: number; readonly high: number };

/** The range in which policies are compared. */
export const comparedBracket: Bracket = { low: 0.75, high: 4 };

/** Ends are moved outwards at most so often, a few values at a time. */
const maximumExtensions = 8;
const extensionPoints = 4;

/** The first grid, in the order of rising tracking error. */
export function firstGrid({ from, to }: Sweep): number[] {
  const ratio = (to / from) ** (1 / (gridPoints - 1));
  return Array.from({ length: gridPoints }, (_, k) => rounded(from * ratio ** k));
}

/** Values to add so that the sweep comes to bracket the range; none when it does, or when more would not help. */
export function extension(sweep: Sweep, points: readonly SweepPoint[], bracket: Bracket): number[] {
  if (points.length >= gridPoints + 2 * maximumExtensions * extensionPoints) return [];
  const ratio = (sweep.to / sweep.from) ** (1 / (gridPoints - 1));
  const sorted = inOrder(sweep, points);
  const first = sorted[0] as SweepPoint;
  const last = sorted[sorted.length - 1] as SweepPoint;
  const beyond = (start: number, step: number): number[] =>
    Array.from({ length: extensionPoints }, (_, k) => rounded(start * step ** (k + 1)));
  const isStillFalling = // By a hundredth over the last few values.
    first.statistics.trackingErrorPct <
    0.99 * (sorted[extensionPoints]?.statistics.trackingErrorPct ?? Number.POSITIVE_INFINITY);
  const lower =
    first.statistics.trackingErrorPct > bracket.low &&
    first.statistics.eventsPerYear > 0 &&
    isStillFalling
      ? beyond(first.parameter, 1 / ratio)
      : [];
  // Where nothing is traded any more, a wider band cannot track less.
  const upper =
    highest(sorted) < bracket.high && last.statistics.eventsPerYear > 0
      ? beyond(last.parameter, ratio)
      : [];
  return [...lower, ...upper];
}

function highest(points: readonly SweepPoint[]): number {
  return Math.max(...points.map(({ statistics }) => statistics.trackingErrorPct));
}

/** By parameter, from little to much tracking error. */
export function inOrder<P extends SweepPoint>(sweep: Sweep, points: readonly P[]): P[] {
  const sign = Math.sign(sweep.to - sweep.from);
  return [...points].sort((a, b) => sign * (a.parameter - b.parameter));
}

/** A figure of a sweep at a tracking error (% a year), from the curve through its points; null where there is none. */
export function figureAt<P extends SweepPoint>(
  points: readonly P[],
  tePct: number,
  figure: (point: P) => number,
): number | null {
  const tracked = points.map((point) => ({
    trackingErrorPct: point.statistics.trackingErrorPct,
    value: figure(point),
  }));
  return valueAtTracking(tracked, tePct);
}

/** Six significant digits, so that a parameter can be named in a file name and given again. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
