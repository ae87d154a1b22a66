/** A process that trains two networks on whatever backend it finds, and prints the backends and the jobs in the order of their epochs. */
import { createNetworkTrainer } from '../../src/adapters/workers/network-trainer.ts';
import { trainingSpec } from '../../src/learning/network/training-spec.ts';
import { madeRows } from './training-rows.ts';

const rows = madeRows({ rows: 500, seed: 1, truth: () => 1, deviation: 0 });
const jobs = [1, 2].map((seed) => ({ hidden: [4], seed }));
const order: number[] = [];
const trainer = createNetworkTrainer();
const networks = await trainer.train(rows, jobs, {
  spec: trainingSpec,
  onEpoch: ({ job }) => order.push(job),
});
await trainer.close();
console.log(JSON.stringify({ names: networks.map(({ backend }) => backend.name), order }));
