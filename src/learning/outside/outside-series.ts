/** A series from outside the market, such as the VIX or dated news, each value with the time from which on it was known. */

/** What a series is, and so which features are made of it; also the sets in which inputs are tried. */
export type OutsideKind = 'macro' | 'vix' | 'fear-greed' | 'news' | 'own';

export type OutsideSeries = {
  /** Of its file, without the ending. */
  readonly name: string;
  readonly kind: OutsideKind;
  /** Stamps, epoch ms. */
  readonly time: Float64Array;
  /** From when on each value was known, epoch ms; does not fall. */
  readonly knownAt: Float64Array;
  /** Of news the sentiment of each item, −1 … 1. */
  readonly values: Float64Array;
  /** From the stamp to when it is known; null where the file says it for each value. */
  readonly lagMs: number | null;
  /** So long after it was known a value still counts. */
  readonly freshMs: number;
};
