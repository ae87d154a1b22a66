/**
 * A small dense network as data: g(f) = W_n … swish(W_1 f + b_1) … + b_n, swish(a) = a/(1 + e^−a) between layers, the last one linear.
 * It corrects a linear forecast, z = B + g(f), one output for each horizon.
 */
import type { Random } from '../../base/random.ts';

export type DenseLayer = {
  readonly inputs: number;
  readonly outputs: number;
  /** Inputs × outputs, row-major. */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
};

/** Layers from features to horizons; the outputs of one are the inputs of the next. */
export type Network = readonly DenseLayer[];

/**
 * The network of given widths, from features to horizons, before training. Its last layer is zero, so that it begins as the
 * linear forecast; the others are uniform on ±√(6/(inputs + outputs)) (Glorot and Bengio 2010), the same on every backend.
 */
export function startingNetwork(widths: readonly number[], random: Random): Network {
  return layersOf(widths).map(({ inputs, outputs }, at, layers) => {
    const reach = at === layers.length - 1 ? 0 : Math.sqrt(6 / (inputs + outputs));
    const length = inputs * outputs;
    const kernel = Float32Array.from({ length }, () => reach * (2 * random.uniform() - 1));
    return { inputs, outputs, kernel, bias: new Float32Array(outputs) };
  });
}

/** Inputs and outputs of the layers between given widths: of 25, 16 and 3 two layers. */
export function layersOf(widths: readonly number[]) {
  return widths.slice(1).map((outputs, at) => ({ inputs: widths[at] as number, outputs }));
}

/** Whether no weight is NaN or infinite. */
export function isFiniteNetwork(network: Network): boolean {
  return network.every(
    ({ kernel, bias }) => kernel.every(Number.isFinite) && bias.every(Number.isFinite),
  );
}
