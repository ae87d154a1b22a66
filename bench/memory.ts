/** How much memory a process took at most, and how much a piece of work allocates. */
import { readFileSync } from 'node:fs';
import { GCProfiler, getHeapStatistics } from 'node:v8';

/**
 * Largest resident memory of this process so far, MB. From /proc where there is one: getrusage starts with what the parent
 * had.
 */
export function peakMemoryMb(): number {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const kib = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
    if (kib > 0) return (kib * 1024) / 1e6;
  } catch {
    // Not Linux.
  }
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}

/** Bytes that a run takes from the heap of JavaScript, those that are collected during the run included. */
export function allocatedBytes(run: () => void): number {
  const profiler = new GCProfiler();
  profiler.start();
  let before = getHeapStatistics().used_heap_size;
  run();
  const end = getHeapStatistics().used_heap_size;
  let allocated = 0;
  for (const { beforeGC, afterGC } of profiler.stop().statistics) {
    allocated += beforeGC.heapStatistics.usedHeapSize - before;
    before = afterGC.heapStatistics.usedHeapSize;
  }
  return allocated + end - before;
}
