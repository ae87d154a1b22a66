/** What an allocator sets, with numbers to check by hand: shares of the invested part, what stands in, steps, and the volatility target. */
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/base/canonical-json.ts';
import {
  type AllocatedSettings,
  allocateTargets,
  type TargetCircumstances,
} from '../../src/plan/allocated-targets.ts';
import type { AllocationSettings } from '../../src/plan/allocation-settings.ts';
import { recommend } from '../../src/plan/recommend.ts';
import { reasonSentence } from '../../src/report/decision-sentence.ts';
import { recommendationText } from '../../src/report/text-recommendation.ts';
import { allocationOf, calm, inputsAllocated, known } from '../support/allocated.ts';
import { covarianceOf } from '../support/hand-covariances.ts';
import { randomCovariance } from '../support/random-covariances.ts';
import { codesOf, configuredWith, marketOf, recommendWith } from '../support/settings.ts';

const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

/** Equal targets of so many assets beside 10 % cash. */
function settingsOf(assets: number, change: Partial<AllocationSettings> = {}): AllocatedSettings {
  const { settings } = configuredWith();
  const symbols = names.slice(0, assets);
  const targets = symbols.map(() => 0.9 / assets);
  const portfolio = { ...settings.portfolio, symbols, targets, cashTarget: 0.1 };
  return { ...settings, portfolio, allocation: allocationOf(assets, change) };
}

/** Volatilities of 10 and 20 % a year, without correlation. */
const two = known(covarianceOf([0.1, 0.2], {}).values.map((value) => value / 365));

function targetsOf(settings: AllocatedSettings, change: Partial<TargetCircumstances> = {}) {
  const costs = new Float64Array(settings.portfolio.symbols.length);
  return allocateTargets(settings, { at: 0, covariance: two, previous: null, costs, ...change });
}

describe('targets by an allocator', () => {
  it('share out what is not in cash', () => {
    const found = targetsOf(settingsOf(2, { method: 'inverse-volatility' }));
    expect(found).toMatchObject({ used: 'inverse-volatility', status: 'optimal', fallbacks: [] });
    expect(found.targets.map((target) => Number(target.toFixed(12)))).toEqual([0.6, 0.3]);
    expect(found.cashTarget).toBe(0.1);
    // Least variance goes as 1/σ²: 4 to 1.
    const least = targetsOf(settingsOf(2, { method: 'min-variance' })).targets;
    expect(least[0]).toBeCloseTo(0.72, 9);
  });

  it('are all of one asset', () => {
    const one = known(Float64Array.of(0.04 / 365));
    for (const method of ['erc', 'hrp', 'min-variance', 'max-diversification', 'equal'] as const) {
      expect(targetsOf(settingsOf(1, { method }), { covariance: one }).targets[0]).toBeCloseTo(0.9);
    }
  });

  it('setting: allocation.linkage is how hrp joins clusters', () => {
    const covariance = known(randomCovariance(8, 3).values);
    const by = (linkage: 'single' | 'ward') =>
      targetsOf(settingsOf(8, { method: 'hrp', linkage }), { covariance }).targets;
    expect(by('single')).not.toEqual(by('ward'));
  });

  it('go a step from the ones before at most, also where the weights of the file stand in', () => {
    const step = settingsOf(2, { method: 'min-variance', maximumStep: 0.09 });
    const previous = Float64Array.of(0.5, 0.5);
    // 9 pp of 90 % are a tenth of the invested part.
    expect(targetsOf(step, { previous }).shares[0]).toBeCloseTo(0.6, 9);
    const far = { previous: Float64Array.of(1, 0), covariance: { cause: 'no days' } };
    expect(targetsOf(step, far)).toMatchObject({ used: 'fixed', status: 'inexact' });
    expect(targetsOf(step, far).shares[0]).toBeCloseTo(0.9, 9);
  });

  it('are those of the file within a step where step and limits contradict each other', () => {
    const groups = [{ members: [2], min: 0.3, max: 1 }];
    const apart = settingsOf(3, { method: 'equal', groups, maximumStep: 0.009 });
    const held = targetsOf(apart, { previous: Float64Array.of(0.5, 0.4, 0.1) });
    expect(held).toMatchObject({ used: 'fixed', status: 'inexact' });
    expect(held.fallbacks).toEqual([
      { method: 'equal', cause: expect.stringContaining('group 1 cannot have between') },
    ]);
    expect(held.shares[2]).toBeCloseTo(0.11, 9);
  });

  it('fall back to inverse volatility, then to the weights of the file, with every cause', () => {
    const still = known(covarianceOf([0.1, 0], {}).values);
    const found = targetsOf(settingsOf(2, { method: 'max-diversification' }), {
      covariance: still,
    });
    expect(found.targets.every(Number.isFinite)).toBe(true);
    const none = targetsOf(settingsOf(2, { method: 'erc' }), { covariance: still });
    expect(none).toMatchObject({ used: 'fixed', status: 'inexact', targets: [0.45, 0.45] });
    expect(none.fallbacks.map(({ method }) => method)).toEqual(['erc', 'inverse-volatility']);
    expect(none.fallbacks[1]?.cause).toBe('B has no variance');
  });

  it('are scaled to a volatility, never above what is invested', () => {
    // Equal parts of 45 %: √(0.045² + 0.09²) = 10.06 % a year.
    const held = (volatilityTarget: number, method: AllocationSettings['method'] = 'equal') =>
      targetsOf(settingsOf(2, { method, volatilityTarget }));
    expect(held(0.2)).toMatchObject({ scale: 1, cashTarget: 0.1, targets: [0.45, 0.45] });
    expect(held(0.2).volAnnual).toBeCloseTo(0.10062, 5);
    const half = held(0.10062305898749054 / 2);
    expect(half.scale).toBeCloseTo(0.5, 12);
    expect(half.cashTarget).toBeCloseTo(0.55, 12);
    expect(held(0.05, 'fixed').targets).toEqual(held(0.05).targets);
  });

  it('keep a volatility target for when there is a covariance', () => {
    const covariance = { cause: 'no days' };
    const found = targetsOf(settingsOf(2, { method: 'equal', volatilityTarget: 0.05 }), {
      covariance,
    });
    expect(found).toMatchObject({ used: 'equal', scale: 1, volAnnual: null });
    expect(found.fallbacks).toEqual([{ method: 'volatility target', cause: 'no days' }]);
  });
});

describe('a recommendation', () => {
  const erc = { 'allocation.method': 'erc' };

  it('goes by the targets in force and says whose they are', async () => {
    const inputs = await inputsAllocated(erc);
    const made = recommend(inputs, calm);
    expect(made.assets.map(({ target }) => target)).toEqual(inputs.allocated.targets);
    expect(made.cashTarget).toBe(0.2);
    expect(made.residualPp).toBeLessThan(0.05);
    expect(codesOf(made)).toContain('TARGETS_ALLOCATED');
    const text = recommendationText(made, 'paper');
    expect(text).toContain('note: the targets are by erc, set for 2023-06-01T00:00:00.000Z');
    expect(text).toContain('they stand until 2023-07-01T00:00:00.000Z');
  });

  it('is the same from the same record, and another with other targets', async () => {
    const inputs = await inputsAllocated(erc);
    const [once, again] = [recommend(inputs, calm), recommend(inputs, calm)];
    expect(hashOf(again)).toBe(hashOf(once));
    const { targets } = inputs.allocated;
    const other = {
      ...inputs,
      allocated: { ...inputs.allocated, targets: [...targets].reverse() },
    };
    expect(recommend(other, calm).planHash).not.toBe(once.planHash);
  });

  it('names what stood in, for the method and for the covariance', async () => {
    const young = marketOf({ days: 17 });
    const short = recommend(await inputsAllocated(erc, young), young);
    expect(short.assets.map(({ target }) => target)).toEqual([0.4, 0.25, 0.15]);
    expect(short.reasons.find(({ code }) => code === 'TARGETS_FALLBACK')).toEqual({
      ...{ code: 'TARGETS_FALLBACK', wanted: 'erc', used: 'fixed' },
      cause: 'erc: BTC: it has 17 days of history, 60 are needed',
    });
    const learned = recommend(
      await inputsAllocated({ ...erc, 'forecast.model': 'champion' }),
      calm,
    );
    const stood = learned.reasons.find(({ code }) => code === 'TARGETS_COVARIANCE');
    expect(stood && reasonSentence(stood)).toContain(
      'the covariance of the targets is the forecast of ewma60: no model is promoted',
    );
  });

  it('says by how much targets are scaled', async () => {
    const inputs = await inputsAllocated({ ...erc, 'allocation.volatilityTarget': 0.1 });
    const made = recommend(inputs, calm);
    expect(codesOf(made)).toContain('TARGETS_SCALED');
    expect(made.cashTarget).toBeGreaterThan(0.5);
    const invested = made.assets.reduce((sum, { target }) => sum + target, 0);
    expect(invested + made.cashTarget).toBeCloseTo(1, 12);
  });

  it('without an allocator says nothing of it', () => {
    expect(codesOf(recommendWith()).some((code) => code.startsWith('TARGETS'))).toBe(false);
  });
});
