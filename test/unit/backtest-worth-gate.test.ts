/** Under which objectives a forecast may move thresholds, by what it was worth. */
import { describe, expect, it } from 'vitest';
import {
  type Estimate,
  type ObjectiveWorth,
  type Worth,
  worthOf,
} from '../../src/backtest/worth.ts';
import { worthDoubts } from '../../src/backtest/worth-gate.ts';
import { modelCard, thresholdDoubt } from '../../src/report/model-card.ts';
import { modelCardText } from '../../src/report/text-model-card.ts';
import { panelOfVariances } from '../support/daily-panels.ts';
import { cardOf } from '../support/models.ts';

const sure = (value: number): Estimate => ({ value, low: value - 0.1, high: value + 0.1 });

function worth(gain: number | null, possible: number | null, captured: number | null): Worth {
  const estimate = (value: number | null) => (value === null ? null : sure(value));
  const found = {
    gain: estimate(gain),
    possible: estimate(possible),
    captured: estimate(captured),
  };
  return { portfolios: [{ name: 'a', figures: null, isCounted: false }], ...found };
}

const trial = (
  objective: ObjectiveWorth['objective'],
  figure: ObjectiveWorth['figure'],
  found: Worth,
): ObjectiveWorth => ({ objective, figure, worth: found, bases: ['ewma60'] });

describe('the gate to thresholds', () => {
  it('opens where a share above zero of what is possible was captured', () => {
    expect(worthDoubts([trial('balanced', 'cost', worth(0.01, 0.05, 0.2))])).toEqual([]);
  });

  it('stays closed where nothing was captured, where nothing is possible, and where nothing could be compared', () => {
    const doubts = worthDoubts([
      trial('balanced', 'cost', worth(-0.01, 0.05, -0.2)),
      trial('adaptive', 'cost', worth(0.03, -0.14, null)),
      trial('cost-budget', 'cost', worth(null, null, null)),
    ]);
    expect(doubts).toEqual([
      {
        objective: 'balanced',
        reason: {
          code: 'WORTH_NOT_SHOWN',
          objective: 'balanced',
          figure: 'cost',
          capturedPct: -20,
        },
      },
      {
        objective: 'adaptive',
        reason: {
          ...{ code: 'WORTH_NOTHING_POSSIBLE', objective: 'adaptive', figure: 'cost' },
          possiblePct: -14,
        },
      },
      {
        objective: 'cost-budget',
        reason: { code: 'WORTH_UNTRIED', objective: 'cost-budget', figure: 'cost' },
      },
    ]);
  });

  it('asks of tracking-target steadiness, at one per cent more of cost at most', () => {
    const steady = trial('tracking-target', 'spread', worth(0.1, 0.2, 0.5));
    const cost = (gain: number) => trial('tracking-target', 'cost', worth(gain, -0.1, null));
    expect(worthDoubts([cost(-0.009), steady])).toEqual([]);
    expect(worthDoubts([cost(-0.012), steady])).toEqual([
      {
        objective: 'tracking-target',
        reason: {
          ...{ code: 'WORTH_COSTLY', objective: 'tracking-target', changePct: 1.2, mostPct: 1 },
        },
      },
    ]);
    const unsteady = trial('tracking-target', 'spread', worth(-0.1, 0.2, -0.5));
    expect(worthDoubts([cost(0.1), unsteady]).map(({ reason }) => reason.code)).toEqual([
      'WORTH_NOT_SHOWN',
    ]);
  });

  it('stays closed where there was no portfolio to try it on', () => {
    const wanted = { figure: 'cost', levelsPct: [1] } as const;
    const doubts = worthDoubts([trial('balanced', 'cost', worthOf([], wanted))]);
    expect(doubts.map(({ reason }) => reason.code)).toEqual(['WORTH_UNTRIED']);
  });

  it('is on the card, with its figures and in words', () => {
    const panel = panelOfVariances([[1, 1]]);
    const trialOfDays = {
      ...{ rows: { from: 0, to: 1 }, reference: 'har-log', simplest: 'ewma-returns' },
      ...{ comparisons: [], parts: [], coverage: [] },
    };
    const card = modelCard(cardOf('a'.repeat(64)), {
      walkForward: { panel, trial: trialOfDays },
      unseen: null,
      worth: [
        trial('adaptive', 'cost', worth(-0.02, -0.14, null)),
        trial('balanced', 'cost', worth(0.01, 0.05, 0.2)),
      ],
      reasons: [],
    });
    expect(card.worth?.trials[1]).toMatchObject({
      objective: 'balanced',
      capturedPct: { value: 20, low: 10, high: 30 },
      portfolios: [{ name: 'a', simple: 'ewma60', counts: false, modelFigure: null }],
    });
    expect(thresholdDoubt(card, 'balanced')).toBeNull();
    expect(thresholdDoubt(card, 'adaptive')).toBe(
      'adaptive: nothing is to be gained in cost, knowing seven days ahead saves -14 %',
    );
    const text = modelCardText(card);
    expect(text).toContain('+20.0 % (+10.0 to +30.0) of what is possible is captured');
    expect(text).toContain('WORTH_NOTHING_POSSIBLE: adaptive');
    expect(thresholdDoubt(cardOf('a'.repeat(64)), 'adaptive')).toBeNull();
  });
});
