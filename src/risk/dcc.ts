/**
 * Dynamic conditional correlations DCC(1,1) of devolatilised returns z: Q_{t+1} = (1 − a − b) S + a z_t z_tᵀ + b Q_t,
 * R = Q scaled to a unit diagonal, S the correlation of z over the whole window. While one of a pair has no return its
 * correlation goes back to S: ρ_{t+1} = (1 − a − b) S_ij + (a + b) ρ_t.
 * Source: Engle (2002), "Dynamic Conditional Correlation".
 */

export type DccParameters = { readonly a: number; readonly b: number };

export type DccState = {
  /** Puts other correlations into S, and into Q as well where `restart` says so; row-major. */
  setTarget(target: Float64Array, options: { readonly restart: boolean }): void;
  /** Takes the devolatilised returns of a day, from `offset`; NaN where there is none. */
  step(parameters: DccParameters, values: Float64Array, offset: number): void;
  /** Of two assets, i > j. */
  correlation(i: number, j: number): number;
};

export function createDccState(assets: number): DccState {
  const target = new Float64Array(assets * assets);
  const q = new Float64Array(assets * assets);
  const diagonal = new Float64Array(assets).fill(1);
  const roots = new Float64Array(assets).fill(1);
  const inverseRoots = new Float64Array(assets).fill(1);
  const inverseBefore = new Float64Array(assets);

  const setTarget: DccState['setTarget'] = (correlations, { restart }) => {
    target.set(correlations);
    if (!restart) return;
    q.set(correlations);
    diagonal.fill(1);
    roots.fill(1);
    inverseRoots.fill(1);
  };

  const step: DccState['step'] = ({ a, b }, values, offset) => {
    const rest = 1 - a - b;
    inverseBefore.set(inverseRoots);
    for (let i = 0; i < assets; i++) {
      const value = values[offset + i] as number;
      const square = Number.isNaN(value) ? 1 : value * value;
      diagonal[i] = rest + a * square + b * (diagonal[i] as number);
      roots[i] = Math.sqrt(diagonal[i] as number);
      inverseRoots[i] = 1 / (roots[i] as number);
    }
    for (let i = 1; i < assets; i++) {
      const first = values[offset + i] as number;
      for (let j = 0; j < i; j++) {
        const cell = i * assets + j;
        const product = first * (values[offset + j] as number);
        const before = q[cell] as number;
        if (!Number.isNaN(product)) {
          q[cell] = rest * (target[cell] as number) + a * product + b * before;
          continue;
        }
        const rho = before * (inverseBefore[i] as number) * (inverseBefore[j] as number);
        const next = rest * (target[cell] as number) + (a + b) * rho;
        q[cell] = next * (roots[i] as number) * (roots[j] as number);
      }
    }
  };

  const correlation = (i: number, j: number): number =>
    (q[i * assets + j] as number) * (inverseRoots[i] as number) * (inverseRoots[j] as number);

  return { setTarget, step, correlation };
}
