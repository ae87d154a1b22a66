/**
 * The weights of one network as variables of TensorFlow.js, and one step of learning: Adam (Kingma and Ba 2015) with decoupled weight
 * decay (Loshchilov and Hutter 2019), w ← w − η·Adam(slope) − η·λ·w for kernels.
 */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Backend } from './backend.ts';
import type { BatchValues } from './batches.ts';
import { gradientOf } from './gradient.ts';
import type { Network } from './network.ts';

export type Learner = {
  /** Learns from a batch at a learning rate; the loss before the step. */
  learn(batch: BatchValues, rate: number): number;
  network(): Network;
  /** Gives back the memory of all tensors. */
  dispose(): void;
};

export function createLearner(
  backend: Backend,
  options: { readonly start: Network; readonly weightDecay: number },
): Learner {
  const { tensorFlow: tf } = backend;
  const { start, weightDecay } = options;
  const variableOf = (values: Float32Array, shape: number[]): Variable =>
    tf.tidy(() => tf.variable(tf.tensor(values, shape)));
  const layers = start.map(({ inputs, outputs, kernel, bias }) => ({
    kernel: variableOf(kernel, [inputs, outputs]),
    bias: variableOf(bias, [outputs]),
  }));
  const optimizer = tf.train.adam(0);

  const learn = ({ rows, ...values }: BatchValues, rate: number): number =>
    tf.tidy(() => {
      const matrixOf = (array: Float32Array) => tf.tensor2d(array, [rows, array.length / rows]);
      const { loss, slopes } = gradientOf(backend, layers, {
        features: matrixOf(values.features),
        residuals: matrixOf(values.residuals),
        weights: matrixOf(values.weights),
      });
      for (const { kernel } of layers) kernel.assign(tf.mul(kernel, 1 - rate * weightDecay));
      // Its type does not say that the rate may change between steps.
      Object.assign(optimizer, { learningRate: rate });
      optimizer.applyGradients(slopes);
      return loss.dataSync()[0] as number;
    });

  const numbersOf = (tensor: Tensor): Float32Array => Float32Array.from(tensor.dataSync());

  return {
    learn,
    network: () =>
      start.map(({ inputs, outputs }, at) => {
        const { kernel, bias } = layers[at] as (typeof layers)[number];
        return { inputs, outputs, kernel: numbersOf(kernel), bias: numbersOf(bias) };
      }),
    dispose() {
      optimizer.dispose();
      tf.dispose(layers);
    },
  };
}
