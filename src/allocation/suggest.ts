/**
 * Changes of target weights that spread risk better, or take some off while markets are turbulent; only ever a proposal.
 *
 * To diversify, weight goes from an asset of a lockstep group, or from the one with the largest share of risk, to another asset. Of
 * all pairs, each as far as the diversification ratio rises and volatility does not, the one is taken that gains most for
 *   turnover in percentage points + cost in bps of NAV,
 * so that a point of turnover weighs as much as a basis point of cost. A second and a third move are added likewise.
 * To take risk off, weight goes to cash from the asset that lowers volatility most for the same, and the ratio hardly falls.
 * What does not beat 95 % of random swaps in forecast risk is passed over.
 */
import { diversificationRatio } from '../risk/diversification-ratio.ts';
import { type LockstepGroup, riskShares } from './lockstep-groups.ts';
import {
  bestWeight,
  type Move,
  type MoveGround,
  moveGround,
  ratioGain,
  volatilityCut,
} from './suggest-move.ts';
import { costOf, type SuggestionProblem, turnoverOf } from './suggest-problem.ts';
import { againstSwaps, isProven, type SwapContest } from './suggest-swaps.ts';

export type Suggestion = {
  readonly kind: 'diversify' | 'de-risk';
  readonly moves: readonly Move[];
  /** The new targets, cash last. */
  readonly weights: Float64Array;
  /** Σ|Δw|/2 over the assets, and the expected cost; fractions of NAV. */
  readonly turnover: number;
  readonly cost: number;
  readonly swaps: SwapContest;
};

const mostMoves = 3;
/** Of a move, in the diversification ratio; and of taking risk off, as a share of the volatility. */
const leastGain = 0.005;
/** Pairs that are held against random swaps, the best first. */
const mostTried = 20;

/** One for each number of moves that is worth its last, each containing the one before it. */
export function diversify(
  problem: SuggestionProblem,
  groups: readonly LockstepGroup[],
): readonly Suggestion[] {
  const suggestions: Suggestion[] = [];
  const sources = sourcesOf(problem, groups);
  while (suggestions.length < mostMoves) {
    const last = suggestions.at(-1);
    const weights = last?.weights ?? problem.targets;
    const made = last?.moves ?? [];
    const ground = moveGround(problem.covariance, weights);
    const found = bestOf(problem, {
      ...{ weights, made, kind: 'diversify', least: leastGain },
      moves: pairsOf(problem, { sources, made }).map((pair) => ({
        ...pair,
        weight: bestWeight(ground, { ...pair, room: roomOf(problem, weights, pair) }),
      })),
      gainOf: (move) => ratioGain(ground, move),
    });
    if (found === null) break;
    suggestions.push(found);
  }
  return suggestions;
}

/** As far into cash as the limits allow; null where nothing is gained. */
export function deRisk(problem: SuggestionProblem): Suggestion | null {
  const { targets, covariance } = problem;
  const cash = targets.length - 1;
  const ground = moveGround(covariance, targets);
  const moves = [...targets.keys()]
    .filter((from) => from !== cash && (targets[from] as number) > 0)
    .map((from) => {
      const pair = { from, to: cash };
      return { ...pair, weight: roomOf(problem, targets, pair) };
    })
    .filter((move) => keepsRatio(ground, targets, move));
  return bestOf(problem, {
    ...{ weights: targets, made: [], kind: 'de-risk', moves },
    least: leastGain * Math.sqrt(ground.variance),
    gainOf: (move) => volatilityCut(ground, move),
  });
}

/** But for what counts as no gain; there is no ratio of cash alone. */
function keepsRatio(ground: MoveGround, weights: Float64Array, move: Move): boolean {
  const { values } = ground.covariance;
  const after = diversificationRatio(values, moved(weights, move));
  return Number.isNaN(after) || after >= diversificationRatio(values, weights) - leastGain;
}

/** What weight may leave: all of lockstep groups, and the asset with the largest share of risk. */
function sourcesOf(
  { covariance, targets }: SuggestionProblem,
  groups: readonly LockstepGroup[],
): readonly number[] {
  const shares = riskShares(covariance.values, targets);
  const largest = shares.indexOf(Math.max(...shares));
  return [...new Set([...groups.flatMap(({ members }) => members), largest])];
}

/** What was bought is not sold again, and nothing goes back to where it came from. */
function pairsOf(
  { targets }: SuggestionProblem,
  { sources, made }: { readonly sources: readonly number[]; readonly made: readonly Move[] },
): readonly Omit<Move, 'weight'>[] {
  const assets = [...targets.keys()].slice(0, -1);
  const froms = sources.filter((i) => !made.some(({ to }) => to === i));
  const tos = assets.filter((i) => !made.some(({ from }) => from === i));
  return froms.flatMap((from) => tos.filter((to) => to !== from).map((to) => ({ from, to })));
}

function roomOf(
  { lower, upper }: SuggestionProblem,
  weights: Float64Array,
  { from, to }: Omit<Move, 'weight'>,
): number {
  const spare = (weights[from] as number) - (lower[from] as number);
  const free = (upper[to] as number) - (weights[to] as number);
  // Without what differences of fractions leave in their last digits.
  return Math.max(0, Math.round(1e12 * Math.min(spare, free)) / 1e12);
}

type Choice = {
  readonly kind: Suggestion['kind'];
  /** Where the moves start, and what led there. */
  readonly weights: Float64Array;
  readonly made: readonly Move[];
  readonly moves: readonly Move[];
  readonly gainOf: (move: Move) => number;
  readonly least: number;
};

/** The move that gains most for its turnover and cost and is better than chance together with those before it. */
function bestOf(problem: SuggestionProblem, choice: Choice): Suggestion | null {
  const { kind, weights, made, moves, gainOf, least } = choice;
  const burdenOf = (reached: Float64Array): number =>
    100 * turnoverOf(problem, reached) + 1e4 * costOf(problem, reached);
  const before = burdenOf(weights);
  const ranked = moves
    .filter((move) => move.weight > 0 && gainOf(move) >= Math.max(least, Number.MIN_VALUE))
    .map((move) => {
      const reached = moved(weights, move);
      return { move, reached, worth: gainOf(move) / (burdenOf(reached) - before) };
    })
    .toSorted((one, other) => other.worth - one.worth)
    .slice(0, mostTried);
  for (const { move, reached } of ranked) {
    const swaps = againstSwaps(problem, reached);
    if (!isProven(swaps)) continue;
    const [turnover, cost] = [turnoverOf(problem, reached), costOf(problem, reached)];
    return { kind, moves: [...made, move], weights: reached, turnover, cost, swaps };
  }
  return null;
}

function moved(weights: Float64Array, { from, to, weight }: Move): Float64Array {
  const reached = weights.slice();
  reached[from] = (weights[from] as number) - weight;
  reached[to] = (weights[to] as number) + weight;
  return reached;
}
