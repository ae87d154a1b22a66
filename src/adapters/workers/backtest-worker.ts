/** One worker thread: takes the ground once, then runs a backtest for each message. */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { backtest } from '../../backtest/backtest.ts';
import type { Trade } from '../../backtest/book.ts';
import { createCostBlocks } from '../../backtest/cost-blocks.ts';
import { createQuarterSums } from '../../backtest/quarter-sums.ts';
import type { RunRecord } from '../../backtest/stage-run.ts';
import { partOf } from '../../backtest/universe-part.ts';
import { DataError, invariant } from '../../base/errors.ts';
import type { ExpressionParser } from '../../base/expression.ts';
import type { BacktestAnswer, BacktestGround, BacktestJob } from '../../ports/backtest-pool.ts';

const ground = workerData as BacktestGround;
const port = parentPort;
invariant(port !== null, 'this module runs in a worker thread');

/** Loaded when the first expression is read. */
const require = createRequire(import.meta.url);
const parse: ExpressionParser = (text) =>
  (require('mathjs/number') as typeof import('mathjs')).parse(text);

/** Data that are unfit are told in words: between threads an error forgets its class. */
export type Reply = { readonly answer: BacktestAnswer } | { readonly unfit: string };

port.on('message', (job: BacktestJob) => port.postMessage(replyTo(job)));

function replyTo(job: BacktestJob): Reply {
  try {
    return { answer: answerTo(job) };
  } catch (fault) {
    if (fault instanceof DataError) return { unfit: fault.message };
    throw fault;
  }
}

function answerTo({ settings, foresight, ...job }: BacktestJob): BacktestAnswer {
  const { window, wantsTrades, wantsQuarters } = job;
  const universe = window === undefined ? ground.universe : partOf(ground.universe, window.range);
  const blocks = window === undefined ? null : createCostBlocks(window.range, window.costBlocks);
  const sums = wantsQuarters === true ? createQuarterSums() : null;
  const trades: Trade[] = [];
  const records: readonly RunRecord[] = [
    ...(blocks === null ? [] : [blocks.record]),
    ...(sums === null ? [] : [sums.record]),
    ...(wantsTrades ? [{ trade: (trade: Trade) => trades.push(trade) }] : []),
  ];
  const statistics = backtest({
    ...ground,
    ...{ universe, settings, foresight, parse },
    recordFor: () => joinedRecord(records),
  });
  return {
    ...{ statistics, trades },
    quarters: sums?.quarters ?? [],
    blockCosts: blocks?.costs ?? new Float64Array(0),
  };
}

/** One that tells all of them. */
function joinedRecord(records: readonly RunRecord[]): RunRecord {
  if (records.length === 0) return {};
  return {
    trade: (trade) => {
      for (const record of records) record.trade?.(trade);
    },
    close: (...told) => {
      for (const record of records) record.close?.(...told);
    },
    tracked: (...told) => {
      for (const record of records) record.tracked?.(...told);
    },
  };
}
