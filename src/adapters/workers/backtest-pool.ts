/** Backtests on worker threads that share the candles in memory. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DataError } from '../../base/errors.ts';
import type { Panel } from '../../market/panel.ts';
import type {
  BacktestAnswer,
  BacktestGround,
  BacktestJob,
  BacktestPool,
} from '../../ports/backtest-pool.ts';
import type { Reply } from './backtest-worker.ts';

type Waiting = {
  readonly job: BacktestJob;
  readonly resolve: (answer: BacktestAnswer) => void;
  readonly reject: (fault: Error) => void;
};

/** More threads than this gain little: a sweep is some two hundred short runs. */
const mostThreads = 8;

export function createBacktestPool(ground: BacktestGround): BacktestPool {
  const { universe } = ground;
  const stages = universe.stages.map((stage) => ({ ...stage, panel: sharedPanel(stage.panel) }));
  const shared = { ...ground, universe: { ...universe, stages } };
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const working = new Map<Worker, Waiting>();
  const workers = Array.from({ length: Math.min(mostThreads, availableParallelism()) }, () => {
    const worker = new Worker(new URL('./backtest-worker.ts', import.meta.url), {
      workerData: shared,
    });
    worker.on('message', (reply: Reply) => {
      const waiting = finish(worker);
      if ('answer' in reply) waiting?.resolve(reply.answer);
      else waiting?.reject(new DataError(reply.unfit));
      idle.push(worker);
      next();
    });
    worker.on('error', (fault: Error) => {
      finish(worker)?.reject(fault);
      for (const waiting of queue.splice(0)) waiting.reject(fault);
    });
    idle.push(worker);
    return worker;
  });

  function finish(worker: Worker): Waiting | undefined {
    const waiting = working.get(worker);
    working.delete(worker);
    return waiting;
  }

  function next(): void {
    while (queue.length > 0 && idle.length > 0) {
      const worker = idle.pop() as Worker;
      const waiting = queue.shift() as Waiting;
      working.set(worker, waiting);
      worker.postMessage(waiting.job);
    }
  }

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        queue.push({ job, resolve, reject });
        next();
      }),
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** The same panel in memory that threads share, so that it is not copied for each. */
function sharedPanel(panel: Panel): Panel {
  const share = (values: Float64Array): Float64Array => {
    const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
    copy.set(values);
    return copy;
  };
  const { openTime, open, high, low, close, volume } = panel;
  return {
    ...panel,
    openTime: share(openTime),
    open: share(open),
    high: share(high),
    low: share(low),
    close: share(close),
    volume: share(volume),
  };
}
