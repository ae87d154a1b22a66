/** How fast networks are trained: each backend that loads, our loop beside `model.fit`, and all networks of a model on threads. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { backendNames, openBackend } from '../src/learning/network/backend.ts';
import { trainingSpec } from '../src/learning/network/training-spec.ts';
import { type Column, textTable } from '../src/report/text-table.ts';
import { shownMegabytes, shownSeconds, threeDigits } from './seconds.ts';
import type { Training, TrainingResult } from './training.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '200000' }, json: { type: 'string' } },
});
const script = fileURLToPath(new URL('./train-networks.ts', import.meta.url));

const usual: Training = {
  way: 'loop',
  backend: 'wasm',
  hidden: [16],
  rows: Number(values.rows),
  epochs: trainingSpec.epochs,
  batchRows: trainingSpec.batchRows,
};
/** As `fit` has them unless it is told otherwise; so slow that a tenth of the rows is enough. */
const fitDefault = { batchRows: 32, rows: Math.round(usual.rows / 10), epochs: 1 };

/** A process of its own, so that memory and compilation are its own too. */
function measured(training: Training): { training: Training; result: TrainingResult } {
  const output = execFileSync(process.execPath, [script, JSON.stringify(training)], {
    encoding: 'utf8',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  return { training, result: JSON.parse(output) };
}

async function loads(backend: Training['backend']): Promise<boolean> {
  return openBackend([backend]).then(
    () => true,
    () => false,
  );
}

const backends: Training['backend'][] = [];
for (const backend of backendNames) if (await loads(backend)) backends.push(backend);

const found = [
  ...backends.map((backend): Training => ({ ...usual, backend })),
  ...backends.map((backend): Training => ({ ...usual, backend, hidden: [32, 16] })),
  { ...usual, way: 'fit' as const },
  { ...usual, way: 'fit' as const, ...fitDefault },
  { ...usual, way: 'threads' as const },
].map(measured);

const columns: readonly Column[] = [
  { title: 'way', align: 'left' },
  { title: 'backend', align: 'left' },
  { title: 'hidden', align: 'left' },
  { title: 'batch' },
  { title: 'samples' },
  { title: 'open' },
  { title: 'time' },
  { title: 'samples/s' },
  { title: 'last loss' },
  { title: 'memory' },
];

console.log(`\n${usual.rows.toLocaleString('en-GB')} rows, ${usual.epochs} epochs\n`);
const lines = found.map(({ training, result }) => [
  training.way,
  result.backend,
  training.way === 'threads' ? 'ten networks' : training.hidden.join('-'),
  training.batchRows.toLocaleString('en-GB'),
  result.samples.toLocaleString('en-GB'),
  shownSeconds(result.openSeconds),
  shownSeconds(result.seconds),
  threeDigits(result.samples / result.seconds),
  result.loss.toFixed(4),
  shownMegabytes(result.peakMb),
]);
for (const line of textTable(columns, lines)) console.log(line);
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, found }, null, 2)}\n`);
}
