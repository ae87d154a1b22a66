/** A polynomial at a point, by Horner: c₀ + c₁ x + c₂ x² + … */

export function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
