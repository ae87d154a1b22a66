/** Networks in training: what they learn, what they leave alone, that they repeat, and that they give their memory back. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import {
  type Backend,
  type BackendName,
  backendNames,
  openBackend,
} from '../../src/learning/network/backend.ts';
import { lossOf } from '../../src/learning/network/loss.ts';
import { createNetworkForecast } from '../../src/learning/network/predict.ts';
import { type TrainingOptions, trainNetwork } from '../../src/learning/network/train.ts';
import type { TrainingRows } from '../../src/learning/network/training-rows.ts';
import { networkJobs, trainingSpec } from '../../src/learning/network/training-spec.ts';
import { weightsHash } from '../../src/learning/network/weights.ts';
import { madeFeatures, madeOutputs, madeRows } from '../support/training-rows.ts';

/** As few rows need it: 4,000 of them are 16 batches of 250. */
const spec = { ...trainingSpec, batchRows: 256, epochs: 12, learningRate: 0.01 };
const options: TrainingOptions = { job: { hidden: [16], seed: 1 }, spec };

let wasm: Backend;
beforeAll(async () => {
  wasm = await openBackend(['wasm']);
});

const trained = (rows: TrainingRows, change: Partial<TrainingOptions> = {}) => {
  const found = trainNetwork(wasm, rows, { ...options, ...change });
  if (!found) throw new Error('the training was stopped');
  return found;
};

/** Mean over rows and outputs of a function of y − B and g(f). */
function meanOver(
  { rows, features, offsets, targets }: TrainingRows,
  network: ReturnType<typeof trained>['network'],
  measure: (residual: number, said: number) => number,
): number {
  const forecast = createNetworkForecast([network]);
  const out = new Float64Array(madeOutputs);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    forecast(features.subarray(row * madeFeatures, (row + 1) * madeFeatures), out);
    out.forEach((said, at) => {
      const cell = row * madeOutputs + at;
      sum += measure((targets[cell] as number) - (offsets[cell] as number), said);
    });
  }
  return sum / targets.length;
}

describe('what a network learns', () => {
  const bend = ([first = 0]: Float32Array): number => 0.5 * (first ** 2 - 1);

  it('is the bend that a line misses, on rows that it never saw', () => {
    // No line of f helps to forecast f² of a normal f: their covariance is 0. Noise of deviation ½ remains.
    const made = { truth: bend, deviation: 0.5, rows: 4_000 };
    const { network } = trained(madeRows({ ...made, seed: 1 }));
    const unseen = madeRows({ ...made, seed: 2 });
    const squares = (share: number): number =>
      meanOver(unseen, network, (residual, said) => (residual - share * said) ** 2);
    // Var(½(f² − 1)) = ½, so 0.75 without the network and 0.25 at best.
    expect(squares(0)).toBeCloseTo(0.75, 1);
    expect(squares(1)).toBeLessThan(0.3);
    const losses = (share: number): number =>
      meanOver(unseen, network, (residual, said) => lossOf(residual - share * said));
    expect(losses(1)).toBeLessThan(losses(0) - 0.15);
  });

  it('is close to nothing where the line is the truth', () => {
    const line = (features: Float32Array): number =>
      0.4 * (features[0] ?? 0) - 0.3 * (features[1] ?? 0);
    // The least loss is where E exp(e) − 1 + E e = 0, which for noise of deviation ½ is g = 0.06: e^(⅛ − g) = 1 + g.
    const made = { truth: line, offset: line, deviation: 0.5, rows: 4_000 };
    const { network } = trained(madeRows({ ...made, seed: 1 }));
    const rms = Math.sqrt(
      meanOver(madeRows({ ...made, seed: 2 }), network, (_, said) => said ** 2),
    );
    expect(rms).toBeLessThan(0.1);
  });

  it('begins with the loss of the linear forecast', () => {
    // y − B = 1 everywhere: ½[e − 1] + ½·½ = 1.1091.
    const rows = madeRows({ rows: 64, seed: 1, truth: () => 1, deviation: 0 });
    expect(lossOf(1)).toBeCloseTo(1.1091, 4);
    const { losses } = trained(rows);
    expect(losses).toHaveLength(13);
    expect(losses[0]).toBeCloseTo(lossOf(1), 6);
    expect(losses[1]).toBeCloseTo(lossOf(1), 1);
    expect(losses.at(-1)).toBeLessThan(lossOf(1) - 0.1);
  });
});

describe('rows', () => {
  const rows = madeRows({ rows: 600, seed: 3, truth: ([first = 0]) => first ** 2, deviation: 0.3 });
  const hashOf = (change: Partial<TrainingRows>): string =>
    weightsHash(trained({ ...rows, ...change }, { spec: { ...spec, epochs: 2 } }).network);

  it('teach nothing where a target is not complete', () => {
    const incomplete = rows.targets.map((target, cell) => (cell % 7 === 0 ? Number.NaN : target));
    const odd = rows.offsets.map((offset, cell) => (cell % 7 === 0 ? 100 : offset));
    expect(hashOf({ targets: incomplete, offsets: odd })).toBe(hashOf({ targets: incomplete }));
    expect(hashOf({ targets: incomplete })).not.toBe(hashOf({}));
  });

  it('teach nothing where there is no linear forecast', () => {
    const missing = rows.targets.map((target, cell) => (cell % 7 === 0 ? Number.NaN : target));
    const without = rows.offsets.map((offset, cell) => (cell % 7 === 0 ? Number.NaN : offset));
    expect(hashOf({ offsets: without })).toBe(hashOf({ targets: missing }));
  });

  it('count by their weights, whatever their sum', () => {
    const weights = rows.weights.map((_, row) => (row % 5 === 0 ? 0 : 1));
    const odd = rows.targets.map((target, cell) =>
      Math.floor(cell / madeOutputs) % 5 === 0 ? 3 : target,
    );
    expect(hashOf({ weights, targets: odd })).toBe(hashOf({ weights }));
    expect(hashOf({ weights })).not.toBe(hashOf({}));
    expect(hashOf({ weights: weights.map((weight) => 4 * weight) })).toBe(hashOf({ weights }));
  });

  it('must have features that are numbers', () => {
    const features = rows.features.slice().fill(Number.NaN, 0, 1);
    expect(() => hashOf({ features })).toThrow('0 where one is missing');
  });
});

describe('a training', () => {
  const rows = madeRows({ rows: 900, seed: 4, truth: ([first = 0]) => first ** 2, deviation: 0.3 });

  it.each(backendNames)('gives the same weights again: %s', async (name: BackendName) => {
    // Falls to plain JavaScript where a backend is not installed, and is then a test of that.
    const backend = await openBackend([name, 'cpu']);
    const hashOf = (job: TrainingOptions['job']): string | undefined => {
      const found = trainNetwork(backend, rows, { job, spec: { ...spec, epochs: 2 } });
      expect(found?.backend).toEqual({ name: backend.name, version: '4.22.0' });
      return found && weightsHash(found.network);
    };
    const first = hashOf({ hidden: [32, 16], seed: 7 });
    expect(hashOf({ hidden: [32, 16], seed: 7 })).toBe(first);
    expect(hashOf({ hidden: [32, 16], seed: 8 })).not.toBe(first);
    expect(hashOf({ hidden: [16], seed: 7 })).not.toBe(first);
    await openBackend(['wasm']);
  });

  it('gives nearly the same weights on another backend', async () => {
    const onWasm = trained(rows).network;
    const plain = await openBackend(['cpu']);
    const onPlain = trainNetwork(plain, rows, options)?.network;
    await openBackend(['wasm']);
    const differences = onWasm.flatMap(({ kernel }, at) =>
      Array.from(kernel, (weight, k) => Math.abs(weight - (onPlain?.[at]?.kernel[k] as number))),
    );
    expect(Math.max(...differences)).toBeLessThan(1e-3);
  });

  it('tells the loss of each epoch', () => {
    const told: [number, number][] = [];
    const { losses } = trained(rows, { onEpoch: (epoch, loss) => told.push([epoch, loss]) });
    expect(told).toEqual(losses.slice(1).map((loss, at) => [at + 1, loss]));
  });

  it('ends within a step when it is stopped, without a network', () => {
    let asked = 0;
    const found = trainNetwork(wasm, rows, { ...options, shouldStop: () => ++asked > 5 });
    expect(found).toBeUndefined();
    expect(asked).toBe(6);
  });

  it('refuses weights that are no longer finite', () => {
    expect(() => trained(rows, { spec: { ...spec, learningRate: 1e38 } })).toThrow(ModelError);
  });

  it('leaves no tensors behind: done, stopped, failed, or asked a thousand times', () => {
    const { memory } = wasm.tensorFlow;
    const before = memory().numTensors;
    for (const { hidden, seed } of networkJobs) {
      trained(rows, { job: { hidden, seed }, spec: { ...spec, epochs: 1 } });
    }
    trainNetwork(wasm, rows, { ...options, shouldStop: () => true });
    expect(() => trained(rows, { spec: { ...spec, learningRate: 1e38 } })).toThrow();
    const forecast = createNetworkForecast([trained(rows).network]);
    const out = new Float64Array(madeOutputs);
    for (let k = 0; k < 1_000; k++) forecast(rows.features.subarray(0, madeFeatures), out);
    expect(memory().numTensors).toBe(before);
  });
});
