/**
 * What a policy costs at a tracking error: the least-squares quadratic of ln y on ln TE over the points of a sweep with TE
 * between half and twice the wanted one. One point alone would be a lottery: the same band can be lucky or not.
 */

/** Tracking errors (% a year) at which policies are compared. */
export const comparedTe = [1, 1.5, 2, 3] as const;

export type TrackedPoint = { readonly trackingErrorPct: number; readonly value: number };

/** Fewer points than this are no curve. */
const leastPoints = 5;

/** The value at a tracking error (% a year); null with fewer than five points near it or when they do not bracket it. */
export function valueAtTracking(points: readonly TrackedPoint[], wantedPct: number): number | null {
  const near = points.filter(
    ({ trackingErrorPct: te, value }) => te >= wantedPct / 2 && te <= 2 * wantedPct && value > 0,
  );
  const isBracketed =
    near.some(({ trackingErrorPct }) => trackingErrorPct <= wantedPct) &&
    near.some(({ trackingErrorPct }) => trackingErrorPct >= wantedPct);
  if (near.length < leastPoints || !isBracketed) return null;
  // Centred on the wanted tracking error, the value there is the constant term.
  const x = near.map(({ trackingErrorPct }) => Math.log(trackingErrorPct / wantedPct));
  const y = near.map(({ value }) => Math.log(value));
  const constant = quadraticConstant(x, y);
  return constant === null ? null : Math.exp(constant);
}

/** a of the least-squares fit y = a + b x + c x²; null when the x do not determine it. */
function quadraticConstant(x: readonly number[], y: readonly number[]): number | null {
  const moment = (power: number): number => x.reduce((sum, value) => sum + value ** power, 0);
  const product = (power: number): number =>
    x.reduce((sum, value, i) => sum + value ** power * (y[i] as number), 0);
  const [s0, s1, s2, s3, s4] = [x.length, moment(1), moment(2), moment(3), moment(4)];
  const [t0, t1, t2] = [product(0), product(1), product(2)];
  const determinant =
    s0 * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s2 * s3) + s2 * (s1 * s3 - s2 * s2);
  if (!(Math.abs(determinant) > 1e-12 * s0 * s2 * s4)) return null;
  const numerator = t0 * (s2 * s4 - s3 * s3) - s1 * (t1 * s4 - s3 * t2) + s2 * (t1 * s3 - s2 * t2);
  return numerator / determinant;
}
