/**
 * Whether sales may be delayed, decided by what delays would have brought so far. Open on at least 100 sales with a known
 * outcome, when their Brier skill (the breakout's probability against its share in the past) and their gain after costs
 * both are above zero in 95 % of resamples, over all of them and over those of the last 180 days. Closed in doubt.
 */
import { createRandom } from '../../base/random.ts';
import { resampleBlocks } from '../evaluation/stationary-bootstrap.ts';

/** A sale that was, or would have been, delayed, once its outcome is known. Days count from any one day. */
export type DelayEvent = {
  readonly day: number;
  /** That the breakout comes, and what its share in the past said. */
  readonly probability: number;
  readonly baseRate: number;
  readonly hasBrokenOut: boolean;
  /** After costs, of what was delayed. */
  readonly gainBps: number;
};

export type GateEvidence = {
  readonly events: number;
  /** Brier skill, 1 − Σ (p − y)² / Σ (q − y)², and mean gain; NaN without events. */
  readonly skill: number;
  readonly gainBps: number;
  /** Of the same, what 95 % of resamples exceed. */
  readonly lowestSkill: number;
  readonly lowestGainBps: number;
};

export type SaleGate = {
  readonly isOpen: boolean;
  readonly all: GateEvidence;
  readonly recent: GateEvidence;
};

export const fewestEvents = 100;
const recentDays = 180;
/** Days that are drawn together: breakouts and delays of neighbours overlap. */
const meanBlock = 20;
const draws = 1000;
const doubtShare = 0.05;

/** On a day, from the events whose outcome is known by then. */
export function saleGate(
  events: readonly DelayEvent[],
  options: { readonly day: number; readonly seed: number },
): SaleGate {
  const { day, seed } = options;
  const recentFrom = day - recentDays + 1;
  const firstDay = events.reduce((first, event) => Math.min(first, event.day), recentFrom);
  const all = evidenceOf(events, { from: firstDay, to: day, seed });
  const recent = evidenceOf(
    events.filter((event) => event.day >= recentFrom),
    { from: recentFrom, to: day, seed },
  );
  const isOpen = all.events >= fewestEvents && isConvincing(all) && isConvincing(recent);
  return { isOpen, all, recent };
}

function isConvincing({ lowestSkill, lowestGainBps }: GateEvidence): boolean {
  return lowestSkill > 0 && lowestGainBps > 0;
}

/** The days that are drawn from, the second included. */
type Period = { readonly from: number; readonly to: number; readonly seed: number };

function evidenceOf(events: readonly DelayEvent[], period: Period): GateEvidence {
  const skills = events.map(skillOf);
  const gains = events.map(({ day, gainBps }) => ({ day, value: gainBps, weight: 1 }));
  const [lowestSkill, lowestGainBps] = lowestMeans([skills, gains], period);
  return {
    events: events.length,
    skill: meanOf(skills),
    gainBps: meanOf(gains),
    lowestSkill,
    lowestGainBps,
  };
}

/** What is averaged, Σ value / Σ weight. */
type Figure = { readonly day: number; readonly value: number; readonly weight: number };

function skillOf({ day, probability, baseRate, hasBrokenOut }: DelayEvent): Figure {
  const outcome = Number(hasBrokenOut);
  const past = (baseRate - outcome) ** 2;
  return { day, value: past - (probability - outcome) ** 2, weight: past };
}

function meanOf(figures: readonly Figure[]): number {
  const sum = figures.reduce((total, { value }) => total + value, 0);
  return sum / figures.reduce((total, { weight }) => total + weight, 0);
}

/** The lower end of each mean over the same resampled days; a resample without any figure says 0. */
function lowestMeans(
  pair: readonly [readonly Figure[], readonly Figure[]],
  { from, to, seed }: Period,
): readonly [number, number] {
  const random = createRandom(seed);
  const places = new Int32Array(to - from + 1);
  const [first, second] = [dailySums(pair[0], { from, to }), dailySums(pair[1], { from, to })];
  const means = [new Float64Array(draws), new Float64Array(draws)] as const;
  for (let draw = 0; draw < draws; draw++) {
    resampleBlocks(random, { meanBlock }, places);
    means[0][draw] = resampledMean(first, places);
    means[1][draw] = resampledMean(second, places);
  }
  const low = Math.floor(doubtShare * draws);
  return [means[0].sort()[low] as number, means[1].sort()[low] as number];
}

type DailySums = { readonly values: Float64Array; readonly weights: Float64Array };

function dailySums(
  figures: readonly Figure[],
  { from, to }: Pick<Period, 'from' | 'to'>,
): DailySums {
  const values = new Float64Array(to - from + 1);
  const weights = new Float64Array(to - from + 1);
  for (const { day, value, weight } of figures) {
    values[day - from] = (values[day - from] as number) + value;
    weights[day - from] = (weights[day - from] as number) + weight;
  }
  return { values, weights };
}

function resampledMean({ values, weights }: DailySums, places: Int32Array): number {
  let [sum, total] = [0, 0];
  for (const place of places) {
    sum += values[place] as number;
    total += weights[place] as number;
  }
  return total > 0 ? sum / total : 0;
}
