/** What the report of a search is made of: what was chosen on each window, and what the periods after brought. */
import type { PeriodFigures } from '../backtest/next-periods.ts';
import type { RegimeChange } from '../backtest/regime-change.ts';
import type { Contender } from '../backtest/search-choice.ts';
import type { BacktestStatistics } from '../backtest/tally.ts';
import type { Luck } from '../backtest/trial-luck.ts';
import type { Range } from '../backtest/universe.ts';

/** One choice, and all that was known at its moment. */
export type SearchChoice = {
  readonly window: Range;
  readonly best: Contender;
  /** The best of each policy, `best` first. */
  readonly contenders: readonly Contender[];
  /** How many runs it was chosen from. */
  readonly trials: number;
  /** Null where fewer than two policies have a curve to compare the choice by. */
  readonly luck: Luck | null;
  /** The last days of the window against all of it. */
  readonly change: RegimeChange;
  /** The chosen rule, run over the window. */
  readonly trained: BacktestStatistics;
};

export type SearchFold = {
  readonly choice: SearchChoice;
  readonly next: Range;
  readonly found: BacktestStatistics;
  /** The policy of the configuration over the same period. */
  readonly configured: BacktestStatistics;
  /** The next period against the window: known only afterwards. */
  readonly changeAfter: RegimeChange;
};

export type SearchView = {
  readonly portfolio: string;
  /** % a year, to be held at the least cost. */
  readonly goalTePct: number;
  readonly policies: readonly string[];
  readonly days: { readonly training: number; readonly next: number };
  readonly folds: readonly SearchFold[];
  /** All next periods. */
  readonly next: Range;
  /** The result: the next periods, joined. */
  readonly found: PeriodFigures;
  /** The same choices over the windows they were made on. */
  readonly trained: PeriodFigures;
  readonly configured: {
    readonly policy: string;
    readonly parameter: number | null;
    readonly figures: PeriodFigures;
  };
  /** The best fixed choice over all next periods. It uses the future: a yardstick, never a result. */
  readonly hindsight: {
    readonly best: Contender;
    readonly figures: PeriodFigures;
    /** The least that a policy costs at the tracking error of `found`; null where no curve reaches it. */
    readonly costAtFoundTe: number | null;
  };
  /** The choice on the window before the end, which has no next period yet. */
  readonly latest: SearchChoice;
};
