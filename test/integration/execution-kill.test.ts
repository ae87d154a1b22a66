/** Killed at any point and started again, an execution does every leg once or not at all; two processes start it once. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { reconcile } from '../../src/app/execution/reconcile.ts';
import { approve } from '../../src/app/plans/approve.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import { add, compare, multiply, subtract } from '../../src/base/decimal.ts';
import { createRandom } from '../../src/base/random.ts';
import type { Execution } from '../../src/execution/execution.ts';
import type { Fill } from '../../src/execution/order.ts';
import { holdings, start, steadyMarket } from '../support/execution-plans.ts';
import { createTestWorkspace, propose } from '../support/execution-workspace.ts';

const directory = mkdtempSync(join(tmpdir(), 'ballast-kill-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const child = fileURLToPath(new URL('../support/execution-child.ts', import.meta.url));
const kills = 30;
const timed = 6;

async function prepared(name: string): Promise<string> {
  const file = join(directory, `${name}.db`);
  const workspace = await createTestWorkspace({ file });
  await approve(workspace, { ...(await propose(workspace)), actor: 'ann' });
  await workspace.store.close();
  return file;
}

type Ending = { readonly signal: string | null; readonly text: string; readonly errors: string };

/** Runs the child; kills it after so many ms when asked to. */
function runChild(
  file: string,
  death: { at?: number; afterMs?: number } = {},
  joins = false,
): Promise<Ending> {
  const dieAt = death.at === undefined ? {} : { DIE_AT: String(death.at) };
  const env = { ...process.env, ...dieAt, JOIN: joins ? '1' : '0' };
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, file], { env });
    const timer =
      death.afterMs === undefined
        ? undefined
        : setTimeout(() => running.kill('SIGKILL'), death.afterMs);
    let text = '';
    let errors = '';
    running.stdout.on('data', (part) => {
      text += part;
    });
    running.stderr.on('data', (part) => {
      errors += part;
    });
    running.on('error', reject);
    running.on('close', (_, signal) => {
      clearTimeout(timer);
      resolve({ signal, text, errors });
    });
  });
}

function balancesAfter(fills: readonly Fill[]): Record<string, string> {
  const balances: Record<string, string> = { ...holdings };
  for (const { market, side, quantity, price, fee } of fills) {
    const [base = '', quote = ''] = market.split('/');
    const notional = multiply(quantity, price);
    const [gained, paid] = side === 'buy' ? [add, subtract] : [subtract, add];
    balances[base] = gained(balances[base] ?? '0', quantity);
    balances[quote] = subtract(paid(balances[quote] ?? '0', notional), fee);
  }
  return balances;
}

/** The journal of ours, the books of the venue and the audit trail must tell one story. */
async function expectOneStory({ store, broker }: Workspace, execution: Execution): Promise<void> {
  const fills = await store.executions.fills(execution.id);
  const attempts = await store.executions.attempts(execution.id);
  const ids = attempts.map(({ clientOrderId }) => clientOrderId);
  expect(new Set(ids).size).toBe(ids.length);

  const venueOrders = await Promise.all(ids.map((id) => store.paper.order(id)));
  const venueFills = venueOrders.flatMap((order) => order?.fills ?? []);
  const byTrade = (a: Fill, b: Fill): number => (a.tradeId < b.tradeId ? -1 : 1);
  expect([...fills].sort(byTrade)).toEqual([...venueFills].sort(byTrade));
  expect((await broker.holdings()).total).toEqual(balancesAfter(fills));

  for (const leg of execution.legs) {
    const own = fills.filter(({ market }) => market === leg.symbol);
    const filled = own.map(({ quantity }) => quantity).reduce(add, '0');
    expect(filled).toBe(leg.filled);
    expect(compare(filled, leg.quantity)).toBeLessThanOrEqual(0);
  }
  expect(execution.legs.map(({ status }) => status)).toEqual(['filled', 'filled', 'filled']);
  expect(await store.events.list({ types: ['ExecutionStarted'], limit: 2 })).toHaveLength(1);
  expect((await store.events.verify()).problem).toBeUndefined();
}

/** Opens the store as after a restart and brings to an end what was under way. */
async function recover(file: string): Promise<'not begun' | 'interrupted' | 'ended'> {
  const market = steadyMarket({ levelNotional: 1_500 });
  const workspace = await createTestWorkspace({
    file,
    market,
    clock: createFrozenClock(start + 60_000),
  });
  const { store } = workspace;
  const recovered = await reconcile(workspace);
  const execution = await store.executions.ofRecommendation('r1');
  const state = (await store.recommendations.get('r1'))?.state;
  if (execution === undefined) {
    expect(state).toBe('approved');
    expect((await workspace.broker.holdings()).total).toEqual(holdings);
  } else {
    expect([state, execution.status]).toEqual(['settled', 'settled']);
    await expectOneStory(workspace, execution);
  }
  await store.close();
  if (execution === undefined) return 'not begun';
  return recovered.length > 0 ? 'interrupted' : 'ended';
}

/** Runs the work for each item, two at a time. */
async function inPairs<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      results[next[0]] = await work(next[1]);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

describe('an execution', () => {
  it(`survives kill −9 at ${kills} points`, { timeout: 120_000 }, async () => {
    const began = performance.now();
    const whole = await runChild(await prepared('whole'));
    const wholeMs = performance.now() - began;
    const { ok, points } = JSON.parse(whole.text) as { ok: boolean; points: number };
    expect(ok).toBe(true);
    const random = createRandom(20_230_601);
    const deaths = Array.from({ length: kills }, (_, index) =>
      index < timed
        ? { afterMs: Math.floor(wholeMs * (0.5 + random.uniform() / 2)) }
        : { at: 1 + Math.floor(random.uniform() * points) },
    );
    const outcomes = await inPairs([...deaths.entries()], async ([index, death]) => {
      const file = await prepared(`kill-${index}`);
      const { signal, errors } = await runChild(file, death);
      expect(errors).toBe('');
      if ('at' in death) expect(signal).toBe('SIGKILL');
      return recover(file);
    });
    expect(outcomes.filter((outcome) => outcome === 'interrupted').length).toBeGreaterThan(
      kills / 2,
    );
  });

  it('is started by one of two processes', { timeout: 60_000 }, async () => {
    const file = await prepared('race');
    const endings = await Promise.all([runChild(file), runChild(file)]);
    expect(endings.map(({ errors }) => errors)).toEqual(['', '']);
    const answers = endings.map(({ text }) => JSON.parse(text) as { ok: boolean; code: string });
    expect(answers.some(({ ok }) => ok)).toBe(true);
    // The other finds it under way or over; where it looks before and comes to its turn after the end, it is told how it ended.
    for (const { ok, code } of answers) {
      if (!ok) expect(['EXECUTION_BUSY', 'APPROVAL_STATE']).toContain(code);
    }
    expect(await recover(file)).toBe('ended');
  });

  it('may be driven by two processes side by side', { timeout: 60_000 }, async () => {
    const file = await prepared('side-by-side');
    const endings = await Promise.all([runChild(file, {}, true), runChild(file, {}, true)]);
    expect(endings.map(({ errors }) => errors)).toEqual(['', '']);
    expect(await recover(file)).toBe('ended');
  });
});
