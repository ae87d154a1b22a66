/** A figure of a report: a finite number, or none and why; never NaN, so that no page shows one. */

export type Figure = { readonly value: number } | { readonly value: null; readonly why: string };

export function noFigure(why: string): Figure {
  return { value: null, why };
}

/** A number that was computed; one that overflowed is no figure. */
export function figureOf(value: number): Figure {
  return Number.isFinite(value) ? { value } : noFigure('it is too large to be told');
}
