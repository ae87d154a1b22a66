/** How many must approve a plan, and whether one more approval counts. */
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../src/app/plans/approval-rules.ts';
import { approversNeeded, conditionScope, judgeApproval } from '../../src/plan/approval.ts';
import { leg, recommendation, start } from '../support/execution-plans.ts';

const plan = recommendation();
const hash = plan.planHash as string;
const waiting = { plan, state: 'proposed', proposer: 'ann', approvedBy: [], needed: 1 } as const;

describe('the number of approvers', () => {
  // setting: approval.rules.when, approval.rules.approvers, autonomy.level
  const rules = [
    { when: 'turnover <= 2%', approvers: 0 },
    { when: 'turnover <= 10%', approvers: 1 },
    { when: null, approvers: 2 },
  ];

  it.each([
    [0.02, 'autonomous', 0],
    [0.02, 'propose', 1],
    [0.02, 'approve', 1],
    [0.021, 'autonomous', 1],
    [0.15, 'autonomous', 2],
  ] as const)(
    'at a turnover of %s and the level %s is %s: the first rule that holds',
    (turnover, level, expected) => {
      const compiled = compileRules(rules);
      expect(approversNeeded(compiled, recommendation({ turnover }), level)).toBe(expected);
    },
  );

  it('is one where no rule holds', () => {
    const compiled = compileRules([{ when: 'costBps > 100', approvers: 3 }]);
    expect(approversNeeded(compiled, plan, 'autonomous')).toBe(1);
  });

  it('depends on the notional of direct markets at the prices of the plan', () => {
    // 2 ETH for 0.1 BTC of 20,000, and 0.5 BTC of 20,000, of a NAV of 100,000.
    const legs = [leg('sell', 'ETH/BTC', '2'), leg('sell', 'BTC/USDT', '0.5')];
    expect(conditionScope(recommendation({ legs })).planNotional).toBeCloseTo(0.12, 12);
  });
});

describe('an approval', () => {
  it('counts, and says how many are missing', () => {
    const approval = { actor: 'bob', hash, now: start };
    expect(judgeApproval(waiting, approval)).toEqual({ ok: true, missing: 0 });
    const three = { ...waiting, needed: 3, approvedBy: ['cid'] };
    expect(judgeApproval(three, approval)).toEqual({ ok: true, missing: 1 });
  });

  it('may be the proposer’s where one is enough', () => {
    const approval = { actor: 'ann', hash, now: start };
    expect(judgeApproval(waiting, approval)).toEqual({ ok: true, missing: 0 });
  });

  it.each([
    ['of the proposer where two are wanted', { needed: 2 }, { actor: 'ann' }, 'APPROVAL_PROPOSER'],
    ['given twice', { needed: 2, approvedBy: ['bob'] }, {}, 'APPROVAL_REPEATED'],
    ['with another hash', {}, { hash: 'f00' }, 'HASH_MISMATCH'],
    ['after the end', {}, { now: start + 4 * 3_600_000 }, 'APPROVAL_EXPIRED'],
    ['of a plan that is settled', { state: 'settled' }, {}, 'APPROVAL_STATE'],
  ] as const)('%s is refused', (_, candidate, change, code) => {
    const approval = { actor: 'bob', hash, now: start, ...change };
    const judgement = judgeApproval({ ...waiting, ...candidate }, approval);
    expect(judgement).toMatchObject({ ok: false, reason: { code } });
  });
});
