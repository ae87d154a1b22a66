/**
 * The kill switch against executions in full swing: ms from the order to halt until no new order can leave, until what rests is asked
 * to be cancelled, and until the execution is over. The halt comes over a connection of its own to the same file, as that of
 * another process does; the clock runs at wall speed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '../src/adapters/store/open-sqlite.ts';
import { execute } from '../src/app/execution/execute.ts';
import { halt, resume } from '../src/app/execution/trading.ts';
import { approve } from '../src/app/plans/approve.ts';
import type { Workspace } from '../src/app/workspace.ts';
import type { Clock } from '../src/ports/clock.ts';
import { recommendation, record, settings, start } from '../test/support/execution-plans.ts';
import { createTestWorkspace, propose } from '../test/support/execution-workspace.ts';

const rounds = 40;
/** The first ones are before the compiler of Node has done its work. */
const warmUp = 5;
const actor = 'eva';

type Style = 'taker' | 'maker-first';

type Times = {
  readonly noOrder: number;
  readonly cancelAsked: number;
  readonly over: number;
  /** Orders that left after the halt was answered. */
  readonly late: number;
};

function clockAtWallSpeed(): Clock {
  const from = performance.now();
  return {
    now: () => start + Math.floor(performance.now() - from),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

async function haltedIn(file: string, style: Style): Promise<Times> {
  const execution = { ...settings().execution, style };
  const [store, other] = [await createSqliteStore({ file }), await createSqliteStore({ file })];
  const clock = clockAtWallSpeed();
  const workspace = await createTestWorkspace({ store, clock, settings: { execution } });
  const made = { ...(record().inputs as object), settings: workspace.settings };
  const inputs = JSON.parse(JSON.stringify(made));
  const plan = await propose(workspace, {
    ...record({ recommendation: recommendation() }),
    inputs,
  });
  await approve(workspace, { ...plan, actor });
  const sent: number[] = [];
  const cancelled: number[] = [];
  const { broker } = workspace;
  const watched: Workspace = {
    ...workspace,
    broker: {
      ...broker,
      submit: (order) => {
        sent.push(performance.now());
        return broker.submit(order);
      },
      cancel: (order) => {
        cancelled.push(performance.now());
        return broker.cancel(order);
      },
    },
  };
  const running = execute(watched, { ...plan, actor });
  await clock.sleep(100 + Math.random() * 400);
  const ordered = performance.now();
  await halt({ store: other, clock }, { actor, reason: 'a trial' });
  const answered = performance.now();
  await running;
  const over = performance.now();
  await resume({ store: other, clock }, { actor, reason: 'the next round' });
  await Promise.all([store.close(), other.close()]);
  return {
    noOrder: answered - ordered,
    cancelAsked: (cancelled.find((at) => at >= ordered) ?? Number.NaN) - ordered,
    over: over - ordered,
    late: sent.filter((at) => at > answered).length,
  };
}

function line(name: string, values: readonly number[]): string {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  return `  ${name.padEnd(34)} median ${at(0.5)}  p99 ${at(0.99)}  most ${at(1)} ms  (${sorted.length})`;
}

for (const style of ['taker', 'maker-first'] as const) {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-halt-'));
  const times: Times[] = [];
  for (let round = 0; round < rounds; round += 1) {
    times.push(await haltedIn(join(folder, `${round}.sqlite`), style));
  }
  rmSync(folder, { recursive: true });
  const counted = times.slice(warmUp);
  console.log(`${style}:`);
  console.log(
    line(
      'until no new order can leave',
      counted.map(({ noOrder }) => noOrder),
    ),
  );
  if (style === 'maker-first') {
    console.log(
      line(
        'until cancelling is asked for',
        counted.map(({ cancelAsked }) => cancelAsked),
      ),
    );
  }
  console.log(
    line(
      'until the execution is over',
      counted.map(({ over }) => over),
    ),
  );
  console.log(
    `  orders that left after the answer  ${counted.reduce((sum, { late }) => sum + late, 0)}`,
  );
}
