/**
 * A search over choices of yes or no for the lowest score: all of them for few, else descent that changes one or two at a time.
 * The same score never replaces an earlier choice, so that the fewest changes win, and the answer is the same each time.
 */

/** All choices of so many are 256. */
const fewPlaces = 8;
/** Smaller gains come from rounding. */
const relativeGain = 1e-9;

/** Changes `choice` at the given places, in place; `scoreOf` reads it. Answers the score. */
export function nearestChoice(
  choice: Uint8Array,
  places: readonly number[],
  scoreOf: () => number,
): number {
  return places.length <= fewPlaces
    ? tryAll(choice, places, scoreOf)
    : descend(choice, places, scoreOf);
}

function tryAll(choice: Uint8Array, places: readonly number[], scoreOf: () => number): number {
  const set = (mask: number): void => {
    places.forEach((place, bit) => {
      choice[place] = (mask >> bit) & 1;
    });
  };
  let best = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < 2 ** places.length; mask++) {
    set(mask);
    const score = scoreOf();
    if (!isLower(score, lowest)) continue;
    best = mask;
    lowest = score;
  }
  set(best);
  return lowest;
}

function descend(choice: Uint8Array, places: readonly number[], scoreOf: () => number): number {
  const flip = (place: number): void => {
    choice[place] = 1 - (choice[place] as number);
  };
  const pairs = places.flatMap((place, k) =>
    places.slice(k).map((other) => [place, other] as const),
  );
  let lowest = scoreOf();
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const [place, other] of pairs) {
      flip(place);
      if (other !== place) flip(other);
      const score = scoreOf();
      if (isLower(score, lowest)) {
        lowest = score;
        isMoving = true;
        continue;
      }
      flip(place);
      if (other !== place) flip(other);
    }
  }
  return lowest;
}

function isLower(score: number, than: number): boolean {
  return score < than * (1 - relativeGain);
}
