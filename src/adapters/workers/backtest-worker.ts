/** One worker thread: takes the ground once, then runs a backtest for each message. */
import { parentPort, workerData } from 'node:worker_threads';
import { backtest } from '../../backtest/backtest.ts';
import type { Trade } from '../../backtest/book.ts';
import { invariant } from '../../base/errors.ts';
import type { BacktestGround, BacktestJob } from '../../ports/backtest-pool.ts';

const ground = workerData as BacktestGround;
const port = parentPort;
invariant(port !== null, 'this module runs in a worker thread');

port.on('message', ({ settings, foresight, wantsTrades }: BacktestJob) => {
  const trades: Trade[] = [];
  const record = wantsTrades ? { trade: (trade: Trade) => void trades.push(trade) } : {};
  const statistics = backtest({ ...ground, settings, foresight, recordFor: () => record });
  port.postMessage({ statistics, trades });
});
