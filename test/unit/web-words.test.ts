/** Numbers and decisions in words, as the pages and the command line show them. */
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/base/reasons.ts';
import type { Execution, ExecutionLeg } from '../../src/execution/execution.ts';
import {
  decisionSentence,
  planInBrief,
  reasonSentence,
  sortReasons,
} from '../../src/report/decision-sentence.ts';
import {
  averagePrice,
  costOfExecution,
  realisedCostBps,
} from '../../src/report/execution-summary.ts';
import {
  bps,
  duration,
  fixed,
  grouped,
  money,
  points,
  price,
  shortHash,
  utcTime,
  weight,
  weightRange,
} from '../../src/report/format.ts';
import { leg, recommendation } from '../support/execution-plans.ts';

describe('numbers', () => {
  it.each([
    ['1234567.5', '1,234,567.5'],
    ['-1000', '−1,000'],
    ['999', '999'],
    ['0.00001234', '0.00001234'],
  ])('%s is grouped as %s', (given, shown) => {
    expect(grouped(given)).toBe(shown);
  });

  it.each([
    ['104212.4', 'USDT', '104,212.40'],
    ['0.019', 'USDT', '0.01'],
    ['1500.9', 'JPY', '1,500'],
    ['0.5', 'BTC', '0.50000000'],
  ])('%s %s is %s', (given, currency, shown) => {
    expect(money(given, currency)).toBe(shown);
  });

  it.each([
    ['41250.507', '41,250.50'],
    ['20000', '20,000.00'],
    ['12.34567', '12.3456'],
    ['2', '2'],
    ['0.073120000', '0.07312'],
  ])('a price of %s is %s', (given, shown) => {
    expect(price(given)).toBe(shown);
  });

  it('have real minus signs and no minus zero', () => {
    expect([fixed(-1.25, 1), fixed(-0.04, 1), fixed(0.04, 1)]).toEqual(['−1.3', '0.0', '0.0']);
    expect([points(0.018), points(-0.018), points(0.0001), points(0)]).toEqual([
      '+1.8 pp',
      '−1.8 pp',
      '0.0 pp',
      '0.0 pp',
    ]);
  });

  it('of weights have one place, of costs two below ten', () => {
    expect([weight(0.3184), weightRange(0.271, 0.334)]).toEqual(['31.8 %', '27.1 – 33.4 %']);
    expect([bps(0.6), bps(12.34), bps(-0.001)]).toEqual(['0.60 bp', '12.3 bp', '0.00 bp']);
  });

  it('of time have two units at most', () => {
    const minute = 60_000;
    const shown = [
      40_000,
      12 * minute,
      192 * minute,
      240 * minute,
      1500 * minute,
      2880 * minute,
      -5,
    ];
    expect(shown.map(duration)).toEqual([
      '40 s',
      '12 min',
      '3 h 12 min',
      '4 h',
      '1 d 1 h',
      '2 d',
      '0 s',
    ]);
    expect(utcTime(1_685_577_600_000)).toBe('2023-06-01 00:00 UTC');
    expect(shortHash('0123456789abcdef')).toBe('0123456789ab');
  });
});

describe('a decision', () => {
  const inside: Reason = { code: 'BAND_INSIDE', symbol: 'BTC', driftPp: 1.8149, thresholdPp: 3.4 };

  it('not to trade says why, with its numbers', () => {
    const reasons: Reason[] = [
      inside,
      { code: 'COST_EXCEEDS_BENEFIT', costBps: 0.2712, eventCostBps: 0.1, savedBps: 0.0043 },
    ];
    const decision = recommendation({ outcome: 'none', planHash: null, legs: [], reasons });
    expect(decisionSentence(decision)).toBe(
      'Nothing traded: BTC is 1.81 pp off its target, inside its threshold of 3.4 pp; trading would cost 0.27 bp of NAV and 0.1 bp for the event, and save 0.0043 bp of drift penalty.',
    );
  });

  it('to trade says how much and at what cost', () => {
    expect(planInBrief(recommendation())).toBe('3 trades, 15.0 % turnover, cost 4.50 bp of NAV');
    const one = recommendation({
      legs: [leg('buy', 'ETH/USDT', '1')],
      turnover: 0.0212,
      costBps: 0.6,
    });
    expect(decisionSentence(one)).toBe('Proposed: 1 trade, 2.1 % turnover, cost 0.60 bp of NAV.');
  });

  it('that could not be made names the data', () => {
    const reasons: Reason[] = [{ code: 'DATA_STALE', symbol: 'ETH', ageHours: 5, limitHours: 3 }];
    const stale = recommendation({ outcome: 'denied', planHash: null, legs: [], reasons });
    expect(decisionSentence(stale)).toBe(
      'Not decided, the data are unfit: the last bar of ETH closed 5 h before the decision, at most 3 h are allowed.',
    );
  });

  it('that was denied by a check names the check', () => {
    const reasons: Reason[] = [{ code: 'PLAN_EMPTY' }];
    const denied = recommendation({ outcome: 'denied', planHash: null, legs: [], reasons });
    expect(decisionSentence(denied)).toBe(
      'Plan denied: no order is left after rounding and minimums.',
    );
  });

  it('keeps apart why, what was left out, and what was assumed', () => {
    const capped: Reason = { code: 'QUANTITY_CAPPED', sharePct: 93.456 };
    const assumed: Reason = { code: 'RULES_ASSUMED', decimals: 8 };
    expect(sortReasons([assumed, inside, capped])).toEqual({
      why: [inside],
      leftOut: [capped],
      notes: [assumed],
    });
    expect(reasonSentence(capped)).toBe('the buys were scaled to 93.46 % to fit the cash');
  });
});

describe('an execution', () => {
  const sell = leg('sell', 'BTC/USDT', '0.5');
  const filled: ExecutionLeg = {
    ...{ index: 0, symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', side: 'sell', reason: null },
    ...{ quantity: '0.5', limitPrice: '19800', filled: '0.5', status: 'filled' },
    ...{ filledNotional: '9990', fees: '9.99', arrival: null },
  };
  const execution: Execution = {
    ...{ id: 'e1', recommendationId: 'r1', portfolio: 'core', account: 'paper:core' },
    ...{ planHash: 'h', killEpoch: 0, status: 'settled', startedAt: 0, finishedAt: 1 },
    legs: [filled],
  };

  it('that sells 0.5 at 19,980 against 20,000 and pays 9.99 cost 10 + 9.99 bp', () => {
    expect(averagePrice(filled)).toBe('19980');
    expect(realisedCostBps(filled, sell)).toBeCloseTo(19.99, 10);
    const cost = costOfExecution(execution, [sell]);
    expect(cost?.plannedBps).toBe(15);
    expect(cost?.realisedBps).toBeCloseTo(19.99, 10);
  });

  it('that filled nothing has no price and no cost', () => {
    const empty = { ...filled, filled: '0', filledNotional: '0', fees: '0' };
    expect(averagePrice(empty)).toBeNull();
    expect(realisedCostBps(empty, sell)).toBeNull();
    expect(costOfExecution({ ...execution, legs: [empty] }, [sell])).toBeNull();
  });

  it('in several currencies has no sum of costs', () => {
    const cross = { ...filled, index: 1, quote: 'BTC' };
    expect(costOfExecution({ ...execution, legs: [filled, cross] }, [sell, sell])).toBeNull();
  });
});
