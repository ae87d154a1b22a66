/** Loaded before a command that is measured: at its end it writes its peak memory in MB to the file BALLAST_BENCH_PEAK. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { peakMemoryMb } from './memory.ts';

const file = process.env.BALLAST_BENCH_PEAK;
if (isMainThread && file !== undefined) {
  process.on('exit', () => writeFileSync(file, String(peakMemoryMb())));
}
