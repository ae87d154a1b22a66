/** What the state of a portfolio says beside its weights: what moved its thresholds, and its week. */
import { describe, expect, it } from 'vitest';
import { createApiWorld, jsonIn, type PortfolioJson } from '../support/api-world.ts';
import { recommendation, record, start, widened } from '../support/execution-plans.ts';
import { propose } from '../support/execution-workspace.ts';

describe('the state of a portfolio', () => {
  it('says what moved a threshold since the day before its look', async () => {
    const world = await createApiWorld();
    await propose(world.workspace, record({ recommendation: widened }));
    const state = await jsonIn<PortfolioJson>(
      world.request('viewer', 'GET', '/api/v1/portfolios/core'),
    );
    const change = {
      since: '2023-05-31T00:00:00.000Z',
      widthPp: 0.42,
      volatilityPp: 0.61,
      correlationPp: -0.19,
      costPp: 0,
    };
    expect(state.assets[0]?.thresholdChange).toEqual(change);
    expect(state.assets[1]?.thresholdChange).toBeNull();
    expect(state.lastDecision?.assets[0]?.thresholdChange).toEqual(change);
  });

  it.each([
    ['a week ago', 7 * 24, '80000', 25],
    ['up to a day before that', 8 * 24 - 1, '125000', -20],
    ['only later', 7 * 24 - 1, '80000', null],
    ['only much earlier', 8 * 24, '80000', null],
    ['then, at unfit data', 7 * 24, '0', null],
  ])('compares the NAV of 100,000 with one recorded %s', async (_, hoursAgo, nav, expected) => {
    const world = await createApiWorld();
    const then = { id: 'then', asOf: start - hoursAgo * 3_600_000, nav };
    await propose(world.workspace, record({ recommendation: recommendation(then), state: 'none' }));
    const state = await jsonIn<PortfolioJson>(
      world.request('viewer', 'GET', '/api/v1/portfolios/core'),
    );
    if (expected === null) expect(state.weekChangePct).toBeNull();
    else expect(state.weekChangePct).toBeCloseTo(expected, 12);
  });
});
