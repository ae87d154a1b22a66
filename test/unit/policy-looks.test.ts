/** Rules that look only so often. */
import { describe, expect, it } from 'vitest';
import { withLooks } from '../../src/policy/looks.ts';
import { dayMs, flowsOf, hourMs, lookOf, policyOf } from '../support/panels.ts';

const minuteMs = 60_000;
const midnight = 1_000 * dayMs;
const threshold = policyOf({ kind: 'threshold', band: 0.05, destination: 'target' });

/** Times after midnight at which the rule trades, looking every so often at weights beyond its band for two days. */
function tradingTimes(everyMs: number, lookMs: number, first = lookMs): readonly number[] {
  const policy = withLooks(threshold, everyMs);
  const times: number[] = [];
  for (let after = first; after <= 2 * dayMs; after += lookMs) {
    const at = { time: midnight + after, previousTime: midnight + after - lookMs };
    if (flowsOf(policy, lookOf([0.5, 0.2, 0.15], at)) !== null) times.push(after);
  }
  return times;
}

describe('a rule that looks once a day', () => {
  it('trades at the look at midnight, UTC', () => {
    expect(tradingTimes(dayMs, hourMs)).toEqual([dayMs, 2 * dayMs]);
  });

  it('or at the first look after it', () => {
    const closes = [7, 17, 27, 37, 47].map((hour) => hour * hourMs);
    expect(tradingTimes(dayMs, 10 * hourMs, closes[0])).toEqual([closes[0], closes[2]]);
  });

  it('says that it is not due in between, and what its rule says when it is', () => {
    const policy = withLooks(threshold, dayMs);
    const times = { previousTime: midnight, time: midnight + hourMs };
    expect(policy.explain(lookOf([0.5, 0.2, 0.15], times))).toEqual([{ code: 'NOT_DUE' }]);
    const due = { previousTime: midnight - hourMs, time: midnight };
    const [reason] = policy.explain(lookOf([0.5, 0.2, 0.15], due));
    expect(reason).toMatchObject({ code: 'BAND_BREACHED', symbol: 'BTC' });
  });

  it('rests at a look inside the band of its rule', () => {
    const due = { previousTime: midnight - hourMs, time: midnight };
    expect(flowsOf(withLooks(threshold, dayMs), lookOf([0.43, 0.25, 0.15], due))).toBeNull();
  });
});

describe('a rule that looks every 15 minutes', () => {
  it('looks at every bar of an hour, and at every third of 5 minutes', () => {
    expect(tradingTimes(15 * minuteMs, hourMs)).toHaveLength(48);
    expect(tradingTimes(15 * minuteMs, 5 * minuteMs)).toHaveLength(2 * 24 * 4);
  });
});
