/** One recommendation as a whole: its outcomes with their reasons, what it is a function of, and what its hash binds. */
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import type { Reason } from '../../src/base/reasons.ts';
import { closedBy, head } from '../../src/market/candles.ts';
import type { RecordedInputs } from '../../src/plan/inputs.ts';
import { planHash, snapshotHash } from '../../src/plan/plan-hash.ts';
import { recommend } from '../../src/plan/recommend.ts';
import { candlesOf, hourMs } from '../support/panels.ts';
import {
  asOf,
  codesOf,
  inputsWith,
  legsOf,
  market,
  marketOf,
  recommendWith,
} from '../support/settings.ts';

const atTargets = { 'portfolio.holdings': { BTC: 2, ETH: 25, SOL: 750, USDT: 20_000 } };

describe('nothing', () => {
  it('is recommended at the targets, with the thresholds and the reason', () => {
    const result = recommendWith(atTargets);
    expect(result).toMatchObject({ outcome: 'none', planHash: null, legs: [], expiresAt: null });
    expect(result).toMatchObject({ turnover: 0, costBps: 0, nav: '100000' });
    expect(codesOf(result)).toEqual(['BAND_INSIDE']);
    const [btc] = result.assets;
    expect(btc).toMatchObject({ symbol: 'BTC', weight: 0.4, target: 0.4, weightAfter: 0.4 });
    expect(btc?.lower).toBeCloseTo(0.35, 6);
    expect(btc?.upper).toBeCloseTo(0.45, 6);
  });

  it('is held back by a cooldown inside the hard bands that it names, wherever the weights are', () => {
    const tenHoursAgo = { lastRebalanceAt: asOf - 10 * hourMs };
    const cooled = (band: string) =>
      recommendWith({ 'policy.cooldownHours': 24, 'policy.band': band }, tenHoursAgo);
    // BTC is 10 pp off its target of 40 %.
    const [wide, narrow] = [cooled('5.1%'), cooled('4.9%')];
    expect(wide.assets[0]?.hardBand).toBeCloseTo(0.102, 6);
    expect(codesOf(wide)).toEqual(['COOLDOWN_ACTIVE', 'BAND_BREACHED']);
    expect(narrow.assets[0]?.hardBand).toBeCloseTo(0.098, 6);
    expect(codesOf(narrow)).toEqual(['HARD_BAND_BREACHED', 'BAND_BREACHED']);
  });

  it.each([
    ['is not due', { 'policy.kind': 'calendar', 'policy.every': 48 }, ['NOT_DUE']],
    ['is inside its gate', { 'policy.kind': 'calendar', 'policy.gate': '50%' }, ['GATE_INSIDE']],
    ['is inside its region', { 'policy.kind': 'geometry', ...atTargets }, ['REGION_INSIDE']],
    [
      'costs more than it saves',
      { 'policy.kind': 'geometry', 'policy.tightness': 0.05, 'policy.eventCostBps': 20 },
      ['COST_EXCEEDS_BENEFIT'],
    ],
    [
      'is left out order by order',
      { 'limits.minimumOrder': 20_000 },
      [
        'BAND_BREACHED',
        'NOTIONAL_BELOW_MINIMUM',
        'NOTIONAL_BELOW_MINIMUM',
        'NOTIONAL_BELOW_MINIMUM',
        'PLAN_EMPTY',
      ],
    ],
  ])('where it %s', (_, changes, codes) => {
    const result = recommendWith(changes, { lastRebalanceAt: asOf - hourMs });
    expect([result.outcome, codesOf(result)]).toEqual(['none', codes]);
  });
});

describe('a plan', () => {
  const result = recommendWith();

  it('is proposed with legs, costs, risk before and after, and what it leaves undone', () => {
    expect(result.outcome).toBe('proposed');
    expect(legsOf(result)).toEqual(['sell BTC/USDT 0.5', 'buy ETH/USDT 4', 'buy SOL/USDT 150']);
    expect(result.turnover).toBeCloseTo(0.085, 12);
    expect(result.costBps).toBeCloseTo(2.55, 12);
    const { trackingErrorBefore, trackingErrorAfter } = result.forecast;
    expect(trackingErrorAfter).toBeLessThan(0.01 * (trackingErrorBefore ?? 0));
    expect(result.residualPp).toBeLessThan(0.02);
    expect(result.expiresAt).toBe(asOf + 4 * hourMs);
  });

  it('shows the thresholds around the weights after it', () => {
    for (const { lower, upper, weightAfter } of result.assets) {
      expect(lower).toBeLessThan(weightAfter);
      expect(upper).toBeGreaterThan(weightAfter);
    }
  });

  it('says what was assumed', () => {
    const codes = codesOf(recommendWith({ 'forecast.model': 'champion' }, { rulesAssumed: true }));
    expect(codes).toEqual(['BAND_BREACHED', 'FORECAST_FALLBACK', 'RULES_ASSUMED']);
  });

  it('values at the prices of the moment where there are some', () => {
    const prices = { BTC: '10000', ETH: '1000', SOL: '20' };
    expect(recommendWith({}, { prices }).nav).toBe('75000');
  });
});

describe('refused', () => {
  it('is what rests on unfit data, without a plan', () => {
    const issues: Reason[] = [{ code: 'DATA_STALE', symbol: 'BTC', ageHours: 9, limitHours: 3 }];
    const result = recommendWith({}, { unfit: true, issues });
    expect(result).toMatchObject({ outcome: 'denied', planHash: null, legs: [], assets: [] });
    expect(codesOf(result)).toEqual(['DATA_STALE']);
  });

  it('is what has no bars in common', () => {
    const series = [market[0], market[1]].flatMap((candles) => candles ?? []);
    const late = candlesOf('SOL', [20, 20], { start: asOf });
    expect(codesOf(recommendWith({}, {}, [...series, late]))).toEqual(['DATA_TOO_SHORT']);
  });

  it('is a plan that lots leave with the wrong half: SOL goes to BTC, and BTC cannot go on to ETH', () => {
    const changes = {
      'portfolio.targets': { BTC: '40%', ETH: '40%', SOL: '20%' },
      'portfolio.holdings': { BTC: 2.1, ETH: 20, SOL: 1_900, USDT: 0 },
      'markets.direct': ['ETH/BTC', 'SOL/BTC'],
      'markets.halfSpreadBps': 0,
      'limits.cashBuffer': 0,
    };
    const coarse = inputsWith(changes).rules.map((rule) =>
      rule.base === 'ETH' ? { ...rule, stepSize: '1000' } : rule,
    );
    const result = recommendWith(changes, { rules: coarse });
    expect(result).toMatchObject({ outcome: 'denied', planHash: null, legs: [] });
    expect(codesOf(result)).toEqual([
      'PLAN_NO_IMPROVEMENT',
      'BAND_BREACHED',
      'QUANTITY_BELOW_STEP',
    ]);
    expect(legsOf(recommendWith(changes))).toEqual(['sell SOL/BTC 900', 'buy ETH/BTC 20']);
  });
});

describe('a recommendation is a function of its inputs', () => {
  it('the same inputs give the same bytes', () => {
    for (const kind of ['threshold', 'risk-aware', 'geometry']) {
      const first = canonicalJson(recommendWith({ 'policy.kind': kind }));
      expect(canonicalJson(recommendWith({ 'policy.kind': kind }))).toBe(first);
    }
  });

  it('does not see bars that close later', () => {
    const longer = marketOf();
    const now = asOf - 24 * hourMs;
    const known = longer.map((candles) => closedBy(candles, now));
    expect(known[0]?.openTime.length).toBe(16 * 24);
    const again = longer.map((candles) => head(candles, 16 * 24));
    const changes = { 'policy.kind': 'risk-aware' };
    expect(canonicalJson(recommendWith(changes, { asOf: now }, known))).toBe(
      canonicalJson(recommendWith(changes, { asOf: now }, again)),
    );
  });

  it('is known by an id made of its inputs', () => {
    const { id, snapshotHash: hash } = recommendWith();
    expect(hash).toBe(snapshotHash(inputsWith()));
    expect(id).toBe(`rec_${hash.slice(0, 24)}`);
  });
});

describe('the hash of a plan', () => {
  const inputs = inputsWith();
  const { legs, expiresAt, planHash: hash } = recommend(inputs, market);
  const hashOfPlan = (
    changed: Partial<RecordedInputs>,
    plan: { legs?: typeof legs; expiresAt?: number } = {},
  ): string => {
    const all = { ...inputs, ...changed };
    return planHash(all, {
      snapshot: snapshotHash(all),
      legs: plan.legs ?? legs,
      expiresAt: plan.expiresAt ?? (expiresAt as number),
    });
  };
  const legsWith = (change: object): typeof legs =>
    legs.map((leg, i) => (i === 0 ? { ...leg, ...change } : leg));

  it('is what the recommendation carries', () => {
    expect(hashOfPlan({})).toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, string]>([
    ['a quantity', hashOfPlan({}, { legs: legsWith({ quantity: '0.501' }) })],
    ['a limit price', hashOfPlan({}, { legs: legsWith({ limitPrice: '19899.99' }) })],
    ['a side', hashOfPlan({}, { legs: legsWith({ side: 'buy' }) })],
    ['a market', hashOfPlan({}, { legs: legsWith({ symbol: 'BTC/EUR' }) })],
    ['a leg less', hashOfPlan({}, { legs: legs.slice(1) })],
    ['the order of the legs', hashOfPlan({}, { legs: legs.toReversed() })],
    ['the expiry', hashOfPlan({}, { expiresAt: (expiresAt as number) + 1 })],
    ['the time', hashOfPlan({ asOf: asOf + 1 })],
    ['the holdings', hashOfPlan({ holdings: { ...inputs.holdings, BTC: '2.50001' } })],
    ['a price', hashOfPlan({ prices: { BTC: '20001' } })],
    ['the candles', hashOfPlan({ candles: inputs.candles.slice(1) })],
    [
      'one candle',
      hashOfPlan({ candles: inputs.candles.map((series) => ({ ...series, sha256: '0' })) }),
    ],
    [
      'a trading rule',
      hashOfPlan({ rules: inputs.rules.map((rule) => ({ ...rule, tickSize: '1' })) }),
    ],
    ['the settings', hashOfPlan({ settings: inputsWith({ 'costs.slippageBps': 4 }).settings })],
    ['the last rebalance', hashOfPlan({ lastRebalanceAt: asOf - 1 })],
    ['the last look', hashOfPlan({ lastLookAt: asOf - 1 })],
  ])('changes with %s', (_, changed) => {
    expect(changed).not.toBe(hash);
  });

  it('does not depend on where the candles were kept, but on what they are', () => {
    expect(hashOfPlan({ origin: { kind: 'files', directory: 'elsewhere' } })).toBe(
      hashOfPlan({ origin: { kind: 'files', directory: 'here' } }),
    );
    const moved = inputs.candles.map((series) => ({
      ...series,
      seriesId: `other ${series.symbol}`,
    }));
    expect(hashOfPlan({ candles: moved })).toBe(hash);
  });
});
