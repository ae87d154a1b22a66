/** How far a proof that no trade is worth it reaches, by hand: curvature 2, no slope, cost 10 bp. */
import { describe, expect, it } from 'vitest';
import type { FlowMarket } from '../../src/policy/flow-problem.ts';
import { createRegionProof } from '../../src/policy/region-proof.ts';

const still = Float64Array.of(0);

function provenAt(cost: number) {
  const market: FlowMarket = { base: 0, quote: -1, cost };
  const proof = createRegionProof([market], 1);
  proof.renew(Float64Array.of(2));
  proof.keep(0, still, still);
  return { market, proof };
}

describe('a proof', () => {
  it('holds as far as half the curvature times the square of the move reaches', () => {
    // ½ · 2 · δ² ≤ 1e-4 up to δ = 0.01.
    const { proof } = provenAt(0.001);
    expect(proof.settles(Float64Array.of(0.0099), 1e-4)).toBe(true);
    expect(proof.settles(Float64Array.of(0.0101), 1e-4)).toBe(false);
  });

  it('counts what was left open, and its slope', () => {
    const { proof } = provenAt(0.001);
    proof.keep(5e-5, still, Float64Array.of(0.01));
    // 5e-5 + 0.01 δ + δ²: 8.9e-5 at 0.003, 1.46e-4 at 0.006, 2.6e-5 at −0.006.
    expect(proof.settles(Float64Array.of(0.003), 1e-4)).toBe(true);
    expect(proof.settles(Float64Array.of(0.006), 1e-4)).toBe(false);
    expect(proof.settles(Float64Array.of(-0.006), 1e-4)).toBe(true);
  });

  it('is void at another cost, and with another metric', () => {
    const { market, proof } = provenAt(0.001);
    market.cost = 0.0005;
    expect(proof.settles(still, 1e-4)).toBe(false);
    market.cost = 0.001;
    expect(proof.settles(still, 1e-4)).toBe(true);
    proof.renew(Float64Array.of(2));
    expect(proof.settles(still, 1e-4)).toBe(false);
  });
});
