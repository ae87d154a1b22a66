/** A plan on the command line, from recommend to the audit: each gate with its exit code, over a folder of candles. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  askewConfig,
  candleStart,
  simulatedCandles,
  writeCandles,
} from '../support/cli-candles.ts';
import { type Answer, createDesk } from '../support/cli-run.ts';
import { changeOneByte, tamper } from '../support/store-tamper.ts';

const hourMs = 3_600_000;
/** Thirty days after the first bar: 720 closed bars. */
const at = new Date(candleStart + 720 * hourMs).toISOString();

type Plan = {
  id: string;
  planHash: string;
  outcome: string;
  asOf: string;
  expiresAt: string;
  legs: { symbol: string; side: string; quantity: string }[];
};

describe('a plan from files', () => {
  const desk = createDesk();
  const recommend = ['recommend', '--data', 'candles', '--at', at];
  let first: Answer;
  let plan: Plan;

  beforeAll(async () => {
    writeCandles(desk.folder, simulatedCandles(['BTC', 'ETH'], { bars: 800 }));
    writeFileSync(join(desk.folder, 'ballast.yaml'), askewConfig);
    first = await desk.run(...recommend, '--json');
    plan = JSON.parse(first.stdout) as Plan;
  });

  it('is proposed with exit 10, at its own time', () => {
    expect(first.code).toBe(10);
    expect(plan).toMatchObject({ schemaVersion: 1, outcome: 'proposed', asOf: at });
    expect(Date.parse(plan.expiresAt) - Date.parse(at)).toBe(4 * hourMs);
    expect(plan.legs.map(({ side, symbol }) => `${side} ${symbol}`)).toContain('buy ETH/USDT');
    expect(first.stderr).toContain(`bin/ballast approve ${plan.id} --hash ${plan.planHash}`);
  });

  it('is the same to the byte when asked for again, and in another state folder', async () => {
    const again = await desk.run(...recommend, '--json');
    expect(again.stdout).toBe(first.stdout);
    const other = createDesk();
    const elsewhere = await other.run(
      ...['recommend', '--config', join(desk.folder, 'ballast.yaml'), '--json'],
      ...['--data', join(desk.folder, 'candles'), '--at', String(Date.parse(at))],
    );
    expect(elsewhere.stdout).toBe(first.stdout);
  });

  it('is shown with weights, legs, costs and its hash', async () => {
    const { stdout, code } = await desk.run(...recommend);
    expect(code).toBe(10);
    expect(stdout).toMatch(/^asset +weight +target +after +may move then$/m);
    expect(stdout).toMatch(/^buy +ETH\/USDT/m);
    expect(stdout).toContain(`plan hash ${plan.planHash}`);
  });

  it('passes each gate once and no other way', async () => {
    const wrong = await desk.run('approve', plan.id, '--hash', 'f'.repeat(64));
    expect(wrong).toMatchObject({ code: 3, stdout: '' });
    expect(wrong.stderr).toContain('HASH_MISMATCH');
    const early = await desk.run('execute', plan.id);
    expect(early).toMatchObject({ code: 3, stdout: '' });
    expect(early.stderr).toContain('APPROVAL_MISSING');

    const approval = ['approve', plan.id.slice(0, 12), '--hash', plan.planHash, '--as', 'maria'];
    const approved = await desk.run(...approval, '--json');
    expect(approved.code).toBe(0);
    expect(JSON.parse(approved.stdout)).toMatchObject({
      state: 'approved',
      approvals: { given: 1, needed: 1 },
      execution: null,
    });

    const executed = await desk.run('execute', plan.id, '--json');
    expect(executed.code).toBe(0);
    const execution = JSON.parse(executed.stdout);
    expect(execution).toMatchObject({ schemaVersion: 1, status: 'settled' });
    expect(execution.legs.map((leg: { filled: string }) => leg.filled)).toEqual(
      plan.legs.map((leg) => leg.quantity),
    );
    expect(Object.keys(execution.legs[0])).toEqual(
      expect.arrayContaining(['symbol', 'side', 'quantity', 'filled', 'averagePrice', 'fees']),
    );
    expect(execution.residual).toBeTypeOf('number');

    const twice = await desk.run('execute', plan.id);
    expect(twice).toMatchObject({ code: 3, stdout: '' });
    expect(twice.stderr).toContain('settled');
  });

  it('comes out the same when replayed, and is reported beside what was realised', async () => {
    const replayed = await desk.run('replay', plan.id, '--json');
    expect(replayed.code).toBe(0);
    expect(JSON.parse(replayed.stdout)).toMatchObject({ same: true, planHash: plan.planHash });
    const { stdout } = await desk.run('report', plan.id);
    expect(stdout).toContain('approved by maria');
    expect(stdout).toMatch(/planned cost +realised cost/);
  });

  it('holds in the audit until one byte is changed by hand', async () => {
    const sound = await desk.run('audit', 'verify', '--json');
    expect(sound.code).toBe(0);
    expect(JSON.parse(sound.stdout)).toMatchObject({ ok: true, problem: null });
    tamper(databaseOf(desk.home), (database: DatabaseSync) =>
      changeOneByte(database, { table: 'events', column: 'payload' }),
    );
    const broken = await desk.run('audit', 'verify');
    expect(broken.code).toBe(5);
    expect(broken.stdout).toMatch(/broken at event \d+/);
  });
});

describe('other ends', () => {
  const desk = createDesk();

  beforeAll(() => {
    writeCandles(desk.folder, simulatedCandles(['BTC', 'ETH'], { bars: 800 }));
    writeFileSync(join(desk.folder, 'ballast.yaml'), askewConfig);
  });

  const recommendAt = async (hours: number, ...more: readonly string[]): Promise<Plan> => {
    const time = new Date(candleStart + hours * hourMs).toISOString();
    const words = ['recommend', '--data', 'candles', '--at', time, '--json', ...more];
    return JSON.parse((await desk.run(...words)).stdout) as Plan;
  };

  it('rejects with a reason, after which nothing can be approved', async () => {
    const { id, planHash } = await recommendAt(500);
    const rejected = await desk.run('reject', id, '--reason', 'too early', '--json');
    expect(rejected.code).toBe(0);
    expect(JSON.parse(rejected.stdout)).toMatchObject({ state: 'rejected', reason: 'too early' });
    expect((await desk.run('approve', id, '--hash', planHash)).code).toBe(3);
  });

  it('trades nothing inside the band, with exit 0 and the reason', async () => {
    const time = new Date(candleStart + 500 * hourMs).toISOString();
    const wide = ['--set', 'policy.band=90%'];
    const { code, stdout } = await desk.run(
      'recommend',
      '--data',
      'candles',
      '--at',
      time,
      ...wide,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Nothing traded: .* inside its threshold of 90 pp/m);
  });

  it('executes on approval at the autonomy level approve', async () => {
    const { id, planHash } = await recommendAt(501);
    const level = ['--set', 'autonomy.level=approve'];
    const done = await desk.run('approve', id, '--hash', planHash, ...level, '--json');
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({
      state: 'settled',
      execution: { status: 'settled' },
    });
  });

  it('refuses to act in a name that records use for no person', async () => {
    const { id, planHash } = await recommendAt(502);
    const named = await desk.run('approve', id, '--hash', planHash, '--as', 'rule');
    expect(named).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('the simulated market', () => {
  const desk = createDesk();

  it('takes a newcomer from init to a report', { timeout: 60_000 }, async () => {
    expect((await desk.run('init', '--yes')).code).toBe(0);
    // Little money, so that the book holds enough for every order at once.
    const answer = await desk.run('recommend', '--set', 'venue.initialCash=2000', '--json');
    expect(answer.code).toBe(10);
    const { id, planHash } = JSON.parse(answer.stdout) as Plan;
    expect((await desk.run('approve', id, '--hash', planHash)).code).toBe(0);
    const executed = await desk.run('execute', id);
    expect(executed.code).toBe(0);
    expect(executed.stderr).toContain('simulated market');
    const report = await desk.run('report', '--json');
    expect(JSON.parse(report.stdout)).toMatchObject({
      schemaVersion: 1,
      opened: { USDT: '2000' },
      holdNav: '2000',
      decisions: { settled: 1 },
      trading: { executions: 1, legs: 2 },
    });
    expect((await desk.run('audit', 'verify')).code).toBe(0);
  });
});

function databaseOf(home: string): string {
  const name = readdirSync(home).find((file) => file.endsWith('.sqlite'));
  if (name === undefined) throw new Error(`a database was expected in ${home}`);
  return join(home, name);
}
