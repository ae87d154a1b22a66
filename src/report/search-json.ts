/** A search as JSON: the result, what it is to be compared with, and every choice with the period after it. */
import type { PeriodFigures } from '../backtest/next-periods.ts';
import { type RegimeChange, regimeReason } from '../backtest/regime-change.ts';
import type { Contender } from '../backtest/search-choice.ts';
import type { Range } from '../backtest/universe.ts';
import { isoTime } from './format.ts';
import type { SearchChoice, SearchView } from './search-view.ts';

export function searchJson(view: SearchView) {
  const { configured, hindsight } = view;
  return {
    schemaVersion: 1 as const,
    goalTrackingErrorPct: view.goalTePct,
    policies: view.policies,
    trainDays: view.days.training,
    testDays: view.days.next,
    ...rangeOf(view.next),
    ...figuresOf(view.found),
    training: figuresOf(view.trained),
    configured: {
      policy: configured.policy,
      parameter: configured.parameter,
      ...figuresOf(configured.figures),
    },
    hindsight: {
      usesFuture: true as const,
      policy: hindsight.best.policy,
      parameter: hindsight.best.parameter,
      ...figuresOf(hindsight.figures),
      costBpsPerYearAtReachedTe: hindsight.costAtFoundTe,
    },
    folds: view.folds.map((fold) => ({
      ...choiceJson(fold.choice),
      next: {
        ...rangeOf(fold.next),
        ...figuresOf(fold.found),
        regime: changeJson(fold.changeAfter),
        configured: figuresOf(fold.configured),
      },
    })),
    latest: choiceJson(view.latest),
  };
}

function choiceJson({ window, best, contenders, trials, luck, change, trained }: SearchChoice) {
  const reason = regimeReason(change);
  return {
    choice: contenderJson(best),
    contenders: contenders.map(contenderJson),
    training: { ...rangeOf(window), ...figuresOf(trained) },
    trials,
    luck,
    regime: changeJson(change),
    reasons: reason === null ? [] : [reason],
  };
}

function contenderJson({ policy, parameter, isFitted, ...expected }: Contender) {
  return {
    ...{ policy, parameter },
    expectedCostBpsPerYear: expected.costBpsPerYear,
    expectedTrackingErrorPct: expected.trackingErrorPct,
    isFitted,
  };
}

function changeJson({ volatilityRatio, correlationChange, ...rest }: RegimeChange) {
  return {
    ...{ volatilityRatio, usualVolatilityRatio: rest.usualRatio },
    ...{ correlationChange, usualCorrelationChange: rest.usualChange },
    isChanged: rest.isChanged,
  };
}

function figuresOf(figures: PeriodFigures): PeriodFigures {
  const { trackingErrorPct, costBpsPerYear, eventsPerYear, turnoverPerYear } = figures;
  return { trackingErrorPct, costBpsPerYear, eventsPerYear, turnoverPerYear };
}

function rangeOf({ from, to }: Range) {
  return { from: isoTime(from), to: isoTime(to) };
}
