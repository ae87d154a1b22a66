/**
 * Networks asked, without TensorFlow: ten thousand multiplications need no library. Agrees with its forward pass to single
 * precision.
 */
import type { DenseLayer, Network } from './network.ts';

/** Writes the mean of g(f) over the networks for one row of features, one number for each horizon. */
export type NetworkForecast = (features: ArrayLike<number>, out: Float64Array) => void;

/** Of networks with the same features and horizons; at least one. */
export function createNetworkForecast(networks: readonly Network[]): NetworkForecast {
  const passes = networks.map(createPass);
  return (features, out) => {
    out.fill(0);
    for (const pass of passes) {
      const found = pass(features);
      for (let at = 0; at < out.length; at++) {
        out[at] = (out[at] as number) + (found[at] as number) / passes.length;
      }
    }
  };
}

/** The answer is overwritten by the next. */
function createPass(network: Network): (features: ArrayLike<number>) => Float64Array {
  const values = network.map(({ outputs }) => new Float64Array(outputs));
  const last = network.length - 1;
  return (features) => {
    let from = features;
    for (let at = 0; at <= last; at++) {
      const to = values[at] as Float64Array;
      applyLayer(network[at] as DenseLayer, from, to);
      if (at < last) applySwish(to);
      from = to;
    }
    return values[last] as Float64Array;
  };
}

function applyLayer(
  { inputs, outputs, kernel, bias }: DenseLayer,
  from: ArrayLike<number>,
  to: Float64Array,
): void {
  to.set(bias);
  for (let i = 0; i < inputs; i++) {
    const value = from[i] as number;
    const row = i * outputs;
    for (let j = 0; j < outputs; j++) {
      to[j] = (to[j] as number) + value * (kernel[row + j] as number);
    }
  }
}

function applySwish(values: Float64Array): void {
  for (let j = 0; j < values.length; j++) {
    const value = values[j] as number;
    values[j] = value / (1 + Math.exp(-value));
  }
}
