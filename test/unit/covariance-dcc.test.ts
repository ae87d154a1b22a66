/** Dynamic conditional correlations step by step, by hand. */
import { expect, it } from 'vitest';
import { createDccState } from '../../src/risk/dcc.ts';

const parameters = { a: 0.1, b: 0.8 };

function stateAt(target: number) {
  const state = createDccState(2);
  state.setTarget(Float64Array.of(1, target, target, 1), { restart: true });
  return state;
}

it('a step draws Q to S and to the products of the day', () => {
  // From Q = S: Q₀₀ = .1 + .1·1 + .8 = 1, Q₁₁ = .1 + .1·4 + .8 = 1.3, Q₁₀ = .1·.5 + .1·2 + .8·.5 = .65.
  const state = stateAt(0.5);
  state.step(parameters, Float64Array.of(9, 1, 2), 1);
  expect(state.correlation(1, 0)).toBeCloseTo(0.65 / Math.sqrt(1.3), 12);
});

it('while one of a pair has no return the correlation goes back to S, whatever the other does', () => {
  const state = stateAt(0.5);
  state.step(parameters, Float64Array.of(1, 2), 0);
  const before = state.correlation(1, 0);
  state.step(parameters, Float64Array.of(3, Number.NaN), 0);
  expect(state.correlation(1, 0)).toBeCloseTo(0.1 * 0.5 + 0.9 * before, 12);
  for (let day = 0; day < 200; day++) state.step(parameters, Float64Array.of(3, Number.NaN), 0);
  expect(state.correlation(1, 0)).toBeCloseTo(0.5, 6);
});

it('another S moves it from there on, and at once where Q starts again', () => {
  const state = stateAt(0.5);
  const other = Float64Array.of(1, -0.2, -0.2, 1);
  state.setTarget(other, { restart: false });
  expect(state.correlation(1, 0)).toBeCloseTo(0.5, 12);
  state.step(parameters, new Float64Array(2).fill(Number.NaN), 0);
  expect(state.correlation(1, 0)).toBeCloseTo(0.1 * -0.2 + 0.9 * 0.5, 12);
  state.setTarget(other, { restart: true });
  expect(state.correlation(1, 0)).toBeCloseTo(-0.2, 12);
});
