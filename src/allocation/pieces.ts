/**
 * Convex functions that are made of straight lines between knots, one for each of many values: what a weight costs by itself (limits
 * are walls, the weight held now a kink of the price of trading) and what a sum of weights outside its limits is charged.
 *
 * A value is on a segment between two knots or at a knot, and its place says which: 2 k on the segment below knot k, 2 k + 1 at it.
 */

const mostKnots = 3;

export type Pieces = {
  /** Rising, up to three for each value. */
  readonly knots: Float64Array;
  /** One more than knots for each value; ∓∞ where it must not go. */
  readonly slopes: Float64Array;
  /** How many knots a value has. */
  readonly counts: Uint8Array;
};

export function createPieces(values: number): Pieces {
  return {
    knots: new Float64Array(values * mostKnots),
    slopes: new Float64Array(values * (mostKnots + 1)),
    counts: new Uint8Array(values),
  };
}

/** Slopes below the first knot, between, and above the last; knots that are equal become one. */
export function setPieces(
  { knots, slopes, counts }: Pieces,
  value: number,
  line: { readonly knots: readonly number[]; readonly slopes: readonly number[] },
): void {
  let count = 0;
  const slope = (k: number): number => line.slopes[k] as number;
  slopes[value * (mostKnots + 1)] = slope(0);
  line.knots.forEach((knot, k) => {
    const isNew = count === 0 || knot > (knots[value * mostKnots + count - 1] as number);
    if (isNew) knots[value * mostKnots + count++] = knot;
    slopes[value * (mostKnots + 1) + count] = slope(k + 1);
  });
  counts[value] = count;
}

/** The place of a number; on a knot only when it is exactly there. */
export function placeOf({ knots, counts }: Pieces, value: number, at: number): number {
  const count = counts[value] as number;
  for (let k = 0; k < count; k++) {
    const knot = knots[value * mostKnots + k] as number;
    if (at < knot) return 2 * k;
    if (at === knot) return 2 * k + 1;
  }
  return 2 * count;
}

export function isAtKnot(place: number): boolean {
  return (place & 1) === 1;
}

/** Of the knot at a place, or of the one above a segment; +∞ above the last. */
export function knotAbove({ knots, counts }: Pieces, value: number, place: number): number {
  const k = place >> 1;
  if (k >= (counts[value] as number)) return Number.POSITIVE_INFINITY;
  return knots[value * mostKnots + k] as number;
}

/** Of the knot below a segment; −∞ below the first. */
export function knotBelow({ knots }: Pieces, value: number, place: number): number {
  const k = (place >> 1) - 1;
  return k < 0 ? Number.NEGATIVE_INFINITY : (knots[value * mostKnots + k] as number);
}

export function lowestKnot({ knots }: Pieces, value: number): number {
  return knots[value * mostKnots] as number;
}

export function highestKnot({ knots, counts }: Pieces, value: number): number {
  return knots[value * mostKnots + (counts[value] as number) - 1] as number;
}

/** On a segment its slope; at a knot that to the left of it. */
export function slopeAt({ slopes }: Pieces, value: number, place: number): number {
  return slopes[value * (mostKnots + 1) + (place >> 1)] as number;
}

/** To the right of a knot. */
function slopeAfter({ slopes }: Pieces, value: number, place: number): number {
  return slopes[value * (mostKnots + 1) + (place >> 1) + 1] as number;
}

/** How much more a value is pushed upwards than it can hold where it is: above zero it would rise, below zero fall. */
export function excessOf(pieces: Pieces, value: number, place: number, push: number): number {
  const left = slopeAt(pieces, value, place);
  if (!isAtKnot(place) || push < left) return push - left;
  const right = slopeAfter(pieces, value, place);
  return push > right ? push - right : 0;
}
