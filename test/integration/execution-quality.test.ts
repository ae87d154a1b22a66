/** The report of a portfolio on how well its orders were carried out, from the store. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { portfolioReport } from '../../src/app/portfolio-report.ts';
import { portfolioJson } from '../../src/report/portfolio-json.ts';
import { portfolioText } from '../../src/report/text-portfolio.ts';
import { steadyMarket } from '../support/execution-plans.ts';
import { createTestWorkspace, propose } from '../support/execution-workspace.ts';

const actor = 'ann';

async function reported(fillIt: boolean) {
  const workspace = await createTestWorkspace({ market: steadyMarket() });
  const plan = await propose(workspace);
  await approve(workspace, { ...plan, actor });
  if (fillIt) await execute(workspace, { ...plan, actor });
  const report = await portfolioReport(workspace);
  if (report === undefined) throw new Error('there is an account');
  return report;
}

describe('the report of a portfolio', () => {
  it('has expected and realised shortfall of each execution and of all, and what makers did', async () => {
    const report = await reported(true);
    const [quality, ...others] = report.trading.quality;
    expect(others).toEqual([]);
    // A taker on a market that stands still pays what the book said at arrival.
    expect(quality?.realisedBps).toBeCloseTo(quality?.expectedBps ?? Number.NaN, 2);
    expect(quality?.makerShare).toBe(0);
    expect(quality?.notional).toBeCloseTo(30_000, 6);
    const text = portfolioText(report);
    expect(text).toMatch(/execution quality +traded in USDT +expected +realised +as maker/);
    expect(text).toMatch(/2023-06-01 00:00 UTC +30,000.00/);
    expect(text).toMatch(/all 1 +30,000.00/);
    const json = portfolioJson(report).trading.quality;
    expect(json.executions).toHaveLength(1);
    expect(json.all).toMatchObject({ notional: '30000', makerShare: 0 });
  });

  it('says nothing of it before anything was traded', async () => {
    const report = await reported(false);
    expect(portfolioText(report)).not.toContain('execution quality');
    expect(portfolioJson(report).trading.quality).toEqual({ all: null, executions: [] });
  });
});
