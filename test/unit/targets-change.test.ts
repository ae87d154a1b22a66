/** Target weights and their change: what is compared, what is traded, what a hash covers, and what may follow what. */
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/base/canonical-json.ts';
import {
  changeScope,
  mayTargetsFollow,
  targetChange,
  targetChangeStates,
} from '../../src/plan/target-change.ts';
import {
  assetsOf,
  heldOnly,
  targetsHash,
  targetWeightsOf,
  tradedShare,
  withTargets,
} from '../../src/plan/target-weights.ts';
import { settings } from '../support/execution-plans.ts';
import { sampleTargetChange } from '../support/store-samples.ts';

const before = { BTC: 0.5, ETH: 0.3, cash: 0.2 };
const after = { BTC: 0.45, ETH: 0.3, PAXG: 0.05, cash: 0.2 };

describe('target weights', () => {
  it('are those of the portfolio with its cash, without assets to be sold', () => {
    const portfolio = { name: 'core', quote: 'USDT', symbols: ['BTC', 'DOGE'] };
    const weights = targetWeightsOf({ ...portfolio, targets: [1, 0], cashTarget: 0 });
    expect(weights).toEqual({ BTC: 1, cash: 0 });
    expect(heldOnly({ BTC: 1, DOGE: 0, cash: 0 })).toEqual(weights);
  });

  it('have one hash in any order, with and without assets to be sold', () => {
    expect(targetsHash({ cash: 0.2, ETH: 0.3, DOGE: 0, BTC: 0.5 })).toBe(targetsHash(before));
    expect(targetsHash(after)).not.toBe(targetsHash(before));
  });

  it('are traded by the sum of what each asset moves, cash left out', () => {
    expect(assetsOf(before, after)).toEqual(['BTC', 'ETH', 'PAXG']);
    expect(tradedShare(before, after)).toBe(0.1);
    expect(tradedShare(before, { BTC: 0.45, ETH: 0.3, cash: 0.25 })).toBe(0.05);
  });

  it('take the place of those of settings: assets of the file first, sold ones without weight', () => {
    const file = settings();
    expect(file.portfolio.symbols).toEqual(['BTC', 'ETH', 'LINK']);
    const { portfolio, ...rest } = withTargets(file, after, ['DOGE']);
    expect(portfolio).toMatchObject({
      ...{ name: file.portfolio.name, quote: file.portfolio.quote, cashTarget: 0.2 },
      symbols: ['BTC', 'ETH', 'LINK', 'DOGE', 'PAXG'],
      targets: [0.45, 0.3, 0, 0, 0.05],
    });
    const { portfolio: _, ...others } = file;
    expect(rest).toEqual(others);
  });
});

describe('a change', () => {
  const { id: _, hash: __, schemaVersion: ___, ...proposal } = sampleTargetChange(1);

  it('has half of what is traded as its turnover, and the time of a plan', () => {
    const change = targetChange(proposal, 4);
    expect(change.turnover).toBe(0.05);
    expect(change.expiresAt - change.createdAt).toBe(4 * 3_600_000);
    expect(changeScope(change)).toEqual({ turnover: 0.05, planNotional: 0.1, costBps: 1.5 });
  });

  it('is known by portfolio, account, the targets of the file, of before and after, and its end', () => {
    const change = targetChange(proposal, 4);
    const { portfolio, account, fileTargets, from, to, expiresAt } = change;
    expect(change.hash).toBe(hashOf({ portfolio, account, fileTargets, from, to, expiresAt }));
    expect(change.id).toBe(`chg_${change.hash.slice(0, 24)}`);
    const others = [
      targetChange(proposal, 5),
      targetChange({ ...proposal, portfolio: 'other' }, 4),
      targetChange({ ...proposal, account: 'paper:other' }, 4),
      targetChange({ ...proposal, fileTargets: hashOf('other') }, 4),
      targetChange({ ...proposal, from: after }, 4),
      targetChange({ ...proposal, to: before }, 4),
    ];
    expect(new Set([change, ...others].map(({ hash }) => hash)).size).toBe(7);
    expect(targetChange({ ...proposal, costBps: 9 }, 4).hash).toBe(change.hash);
  });

  it('goes from proposed to an end or to approved, and from there out of force only', () => {
    const steps = targetChangeStates.flatMap((from) =>
      targetChangeStates.filter((to) => mayTargetsFollow(from, to)).map((to) => `${from} ${to}`),
    );
    expect(steps).toEqual([
      ...['proposed approved', 'proposed rejected', 'proposed expired', 'proposed superseded'],
      ...['approved superseded', 'approved withdrawn'],
    ]);
  });
});
