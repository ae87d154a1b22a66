/** A deposit that reaches an account between two looks is seen and used, and not taken for a trade. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { propose } from '../../src/app/plans/propose.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { RecordedInputs } from '../../src/plan/inputs.ts';
import type { RecommendationRecord } from '../../src/ports/store.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';

const hourMs = 3_600_000;

async function lookAgain(workspace: Workspace): Promise<RecommendationRecord> {
  await workspace.clock.sleep(hourMs);
  return propose(workspace, { proposer: 'system' });
}

async function moveCash({ store }: Workspace, by: number): Promise<void> {
  const balances = await store.paper.balances('paper:core');
  const cash = String(Number(balances?.USDT) + by);
  await store.transact(({ paper }) => paper.setBalance('paper:core', 'USDT', cash));
}

function flowOf({ inputs }: RecommendationRecord): string | undefined {
  return (inputs as unknown as RecordedInputs).cashFlow;
}

function codesOf({ recommendation }: RecommendationRecord): string[] {
  return recommendation.reasons.map(({ code }) => code);
}

describe('a cash flow', () => {
  it('is none at the first look, nor when nothing moved', async () => {
    const workspace = await createTestWorkspace();
    expect(flowOf(await propose(workspace, { proposer: 'system' }))).toBeUndefined();
    expect(flowOf(await lookAgain(workspace))).toBeUndefined();
  });

  it('is a deposit since the last look; it stays one until something is traded', async () => {
    const workspace = await createTestWorkspace();
    await propose(workspace, { proposer: 'system' });
    await moveCash(workspace, 2_000);
    const look = await lookAgain(workspace);
    expect(flowOf(look)).toBe('2000');
    expect(codesOf(look)).toContain('CASH_FLOW_USED');
    await moveCash(workspace, -500);
    expect(flowOf(await lookAgain(workspace))).toBe('1500');
  });

  it('is not what the trades of an execution did to the cash', async () => {
    const workspace = await createTestWorkspace();
    const { recommendation } = await propose(workspace, { proposer: 'system' });
    const plan = { id: recommendation.id, hash: recommendation.planHash ?? '' };
    expect(recommendation.outcome).toBe('proposed');
    await approve(workspace, { ...plan, actor: 'ann' });
    const done = await execute(workspace, { ...plan, actor: 'ann' });
    expect(done).toMatchObject({ ok: true });
    expect(flowOf(await lookAgain(workspace))).toBeUndefined();
    await moveCash(workspace, 1_000);
    expect(flowOf(await lookAgain(workspace))).toBe('1000');
  });
});
