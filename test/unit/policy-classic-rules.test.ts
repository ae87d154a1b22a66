/** The classic rules by hand: when each trades, where to, and what it says. Targets 40, 25, 15 % and 20 % cash. */
import { describe, expect, it } from 'vitest';
import { fixedWidths } from '../../src/policy/band-widths.ts';
import { createThreshold } from '../../src/policy/threshold.ts';
import { flowsOf, hourMs, lookOf, policyOf, threeAssets } from '../support/panels.ts';

const monday = Date.UTC(2023, 5, 5);

function expectFlows(flows: readonly number[] | null, wanted: readonly number[]): void {
  expect(flows).not.toBeNull();
  wanted.forEach((flow, m) => {
    expect(flows?.[m]).toBeCloseTo(flow, 12);
  });
}

describe('threshold', () => {
  const policy = policyOf({ kind: 'threshold', band: 0.05, destination: 'target' });

  it('rests while every asset is within 5 pp of its target, and names the nearest to its band', () => {
    const look = lookOf([0.43, 0.21, 0.15]);
    expect(flowsOf(policy, look)).toBeNull();
    expect(policy.explain(look)).toEqual([
      { code: 'BAND_INSIDE', symbol: 'ETH', driftPp: -4, thresholdPp: 5 },
    ]);
  });

  it('brings all assets to target when one is beyond', () => {
    const look = lookOf([0.46, 0.22, 0.16]);
    expectFlows(flowsOf(policy, look), [-0.06, 0.03, -0.01]);
    expect(policy.explain(look)).toEqual([
      { code: 'BAND_BREACHED', symbol: 'BTC', driftPp: 6, thresholdPp: 5 },
    ]);
  });

  it('measures its distance as √Σ(w − p)²', () => {
    expect(policy.distance(Float64Array.of(0.43, 0.21, 0.15))).toBeCloseTo(0.05, 12);
  });
});

describe('threshold-relative', () => {
  const policy = policyOf({ kind: 'threshold-relative', band: 0.2, destination: 'target' });

  it('has a band of a fifth of each target: 8, 5 and 3 pp', () => {
    expect(flowsOf(policy, lookOf([0.47, 0.29, 0.13]))).toBeNull();
    expectFlows(flowsOf(policy, lookOf([0.4, 0.25, 0.19])), [0, 0, -0.04]);
  });

  it('names the asset that used most of its own band', () => {
    const [reason] = policy.explain(lookOf([0.46, 0.25, 0.125]));
    expect(reason).toMatchObject({ code: 'BAND_INSIDE', symbol: 'SOL', thresholdPp: 3 });
  });
});

describe('the destinations half and edge', () => {
  const weights = [0.48, 0.25, 0.14];

  it('bring only the breached asset back, to half its band or to its edge', () => {
    const half = policyOf({ kind: 'threshold', band: 0.05, destination: 'half' });
    expectFlows(flowsOf(half, lookOf(weights)), [0.425 - 0.48, 0, 0]);
    const edge = policyOf({ kind: 'threshold', band: 0.05, destination: 'edge' });
    expectFlows(flowsOf(edge, lookOf(weights)), [0.45 - 0.48, 0, 0]);
  });

  it('may be any share of the band', () => {
    const widths = fixedWidths(Float64Array.of(0.05, 0.05, 0.05));
    const policy = createThreshold(threeAssets, { widths, destination: 0.8 });
    expectFlows(flowsOf(policy, lookOf(weights)), [0.44 - 0.48, 0, 0]);
    expectFlows(flowsOf(policy, lookOf([0.34, 0.25, 0.15])), [0.36 - 0.34, 0, 0]);
  });
});

describe('five-twenty-five', () => {
  it('takes the smaller of 5 pp and a quarter of the target: 5, 5 and 3.75 pp', () => {
    const policy = policyOf({ kind: 'five-twenty-five' });
    expect(flowsOf(policy, lookOf([0.445, 0.205, 0.185]))).toBeNull();
    expectFlows(flowsOf(policy, lookOf([0.4, 0.25, 0.19])), [0, 0, -0.04]);
    expectFlows(flowsOf(policy, lookOf([0.451, 0.25, 0.15])), [-0.051, 0, 0]);
  });
});

describe('percentage', () => {
  const policy = policyOf({ kind: 'percentage', tolerance: 0.01 });

  it('brings back each asset on its own', () => {
    const look = lookOf([0.415, 0.245, 0.13]);
    expectFlows(flowsOf(policy, look), [-0.015, 0, 0.02]);
    expect(policy.explain(look)).toEqual([
      {
        ...{ code: 'TOLERANCE_EXCEEDED', count: 2, assets: 3 },
        ...{ symbol: 'SOL', driftPp: -2, thresholdPp: 1 },
      },
    ]);
  });

  it('rests within the tolerance and names the furthest', () => {
    const look = lookOf([0.405, 0.242, 0.15]);
    expect(flowsOf(policy, look)).toBeNull();
    expect(policy.explain(look)).toEqual([
      { code: 'BAND_INSIDE', symbol: 'ETH', driftPp: -0.8, thresholdPp: 1 },
    ]);
  });
});

describe('calendar', () => {
  const drifted = [0.42, 0.25, 0.15];

  it('every 168 hours trades when so long ago was the last rebalance', () => {
    const policy = policyOf({ kind: 'calendar', every: 168, gate: 0 });
    const waited = (hours: number) =>
      lookOf(drifted, { time: monday, lastRebalanceTime: monday - hours * hourMs });
    expect(flowsOf(policy, waited(167))).toBeNull();
    expect(policy.explain(waited(167))).toEqual([{ code: 'NOT_DUE' }]);
    expectFlows(flowsOf(policy, waited(168)), [-0.02, 0, 0]);
  });

  it.each([
    ['Sunday 23:00 to Monday 00:00', -1, 0, true],
    ['Monday 00:00 to 01:00', 0, 1, false],
    ['Friday to Wednesday', -60, 48, true],
    ['Sunday 22:00 to 23:00', -2, -1, false],
  ])('at the slot Monday 00:00 UTC: from %s', (_, before, now, isDue) => {
    const policy = policyOf({ kind: 'calendar', every: '0 0 * * 1', gate: 0 });
    const look = lookOf(drifted, {
      previousTime: monday + before * hourMs,
      time: monday + now * hourMs,
    });
    expect(flowsOf(policy, look) !== null).toBe(isDue);
    expect(policy.explain(look)).toEqual([
      isDue ? { code: 'CALENDAR_DUE', driftPp: 2 } : { code: 'NOT_DUE' },
    ]);
  });

  it('asks its schedule afresh when looks turn back in time', () => {
    const policy = policyOf({ kind: 'calendar', every: '0 0 * * 1', gate: 0 });
    const look = (from: number, to: number) =>
      flowsOf(policy, lookOf(drifted, { previousTime: from, time: to })) !== null;
    expect(look(monday, monday + hourMs)).toBe(false);
    expect(look(monday - hourMs, monday)).toBe(true);
  });

  it('leaves a drift inside its gate alone, and trades one beyond it', () => {
    const policy = policyOf({ kind: 'calendar', every: 24, gate: 0.025 });
    expect(flowsOf(policy, lookOf(drifted))).toBeNull();
    expect(policy.explain(lookOf(drifted))).toEqual([
      { code: 'GATE_INSIDE', driftPp: 2, gatePp: 2.5 },
    ]);
    expectFlows(flowsOf(policy, lookOf([0.426, 0.25, 0.15])), [-0.026, 0, 0]);
    // A quarter off, to the last bit.
    const wide = policyOf({ kind: 'calendar', every: 24, gate: 0.25 });
    expect(flowsOf(wide, lookOf([0.4, 0.5, 0.1]))).toBeNull();
  });

  it.each([
    ['target', [-0.05, 0.03, 0.01]],
    // Only what is beyond 2.5 pp, to 41.25 and 23.75 %.
    ['half', [-0.0375, 0.0175, 0]],
    ['edge', [-0.025, 0.005, 0]],
  ] as const)('with a gate of 2.5 pp goes to its destination: %s', (destination, flows) => {
    const policy = policyOf({ kind: 'calendar', every: 24, gate: 0.025, destination });
    expectFlows(flowsOf(policy, lookOf([0.45, 0.22, 0.14])), flows);
  });

  it('without a gate has one destination, the target', () => {
    const policy = policyOf({ kind: 'calendar', every: 24, gate: 0, destination: 'edge' });
    expectFlows(flowsOf(policy, lookOf([0.45, 0.22, 0.14])), [-0.05, 0.03, 0.01]);
  });
});
