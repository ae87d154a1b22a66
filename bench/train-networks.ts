/** A process that does one training, which it is given as JSON, and answers with one line of JSON. Making the rows is not timed. */
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { createNetworkTrainer } from '../src/adapters/workers/network-trainer.ts';
import { type Backend, openBackend } from '../src/learning/network/backend.ts';
import { straightBeyond } from '../src/learning/network/loss.ts';
import { trainNetwork } from '../src/learning/network/train.ts';
import { networkJobs, trainingSpec } from '../src/learning/network/training-spec.ts';
import { peakMemoryMb } from './memory.ts';
import { benchRows, type Training, type TrainingResult } from './training.ts';

const training = JSON.parse(process.argv[2] ?? '') as Training;
const { way, hidden, epochs, batchRows } = training;
const spec = { ...trainingSpec, epochs, batchRows };
const rows = benchRows(training.rows);

async function onThreads(): Promise<number> {
  const trainer = createNetworkTrainer([training.backend]);
  const networks = await trainer.train(rows, networkJobs, { spec });
  await trainer.close();
  return networks.at(-1)?.losses.at(-1) as number;
}

function inOurLoop(backend: Backend): number {
  return trainNetwork(backend, rows, { job: { hidden, seed: 1 }, spec })?.losses.at(-1) as number;
}

/** The same network, loss and optimizer, as the manual of TensorFlow.js has it. */
async function byFit({ tensorFlow: tf }: Backend): Promise<number> {
  const { input, layers, model: modelOf } = await import('@tensorflow/tfjs-layers');
  const width = rows.features.length / rows.rows;
  const outputs = rows.targets.length / rows.rows;
  const [features, offsets] = [input({ shape: [width] }), input({ shape: [outputs] })];
  let last = features;
  for (const units of hidden) {
    last = layers.dense({ units, activation: 'swish' }).apply(last) as typeof features;
  }
  const correction = layers.dense({ units: outputs, kernelInitializer: 'zeros' }).apply(last);
  const said = layers.add().apply([offsets, correction as typeof features]) as typeof features;
  const model = modelOf({ inputs: [features, offsets], outputs: said });
  const loss = (target: TensorFlow.Tensor, forecast: TensorFlow.Tensor): TensorFlow.Tensor => {
    const error = tf.sub(target, forecast);
    const low = tf.minimum(error, straightBeyond);
    const cut = tf.maximum(low, -straightBeyond);
    const line = tf.mul(tf.exp(low), tf.add(tf.sub(error, low), 1));
    const huber = tf.mul(cut, tf.sub(error, tf.mul(cut, 0.5)));
    return tf.mul(tf.mean(tf.add(tf.sub(line, error), huber)), 0.5);
  };
  model.compile({ optimizer: tf.train.adam(spec.learningRate), loss });
  const inputs = [
    tf.tensor2d(rows.features, [rows.rows, width]),
    tf.tensor2d(rows.offsets, [rows.rows, outputs]),
  ];
  const targets = tf.tensor2d(rows.targets, [rows.rows, outputs]);
  const { history } = await model.fit(inputs, targets, {
    batchSize: batchRows,
    epochs,
    verbose: 0,
  });
  return Number(history.loss?.at(-1));
}

const openedAt = performance.now();
const backend = await openBackend([training.backend]);
const startedAt = performance.now();
const loss =
  way === 'threads'
    ? await onThreads()
    : way === 'loop'
      ? inOurLoop(backend)
      : await byFit(backend);
const result: TrainingResult = {
  backend: backend.name,
  openSeconds: (startedAt - openedAt) / 1000,
  seconds: (performance.now() - startedAt) / 1000,
  samples: rows.rows * epochs * (way === 'threads' ? networkJobs.length : 1),
  loss,
  peakMb: peakMemoryMb(),
};
console.log(JSON.stringify(result));
