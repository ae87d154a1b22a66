/**
 * The walk-forward search: on each window all policies are swept, and the cheapest that holds a tracking error is chosen; what
 * counts is the period after it, which no choice has seen.
 */
import { setImmediate } from 'node:timers/promises';
import type { Start } from '../../backtest/backtest.ts';
import {
  averaged,
  fromCloseBefore,
  joined,
  type PeriodFigures,
  runNextPeriod,
} from '../../backtest/next-periods.ts';
import { changeAfter, changeBefore } from '../../backtest/regime-change.ts';
import { type Contender, contendersOf, type Trials } from '../../backtest/search-choice.ts';
import { type Fold, walkForward } from '../../backtest/search-folds.ts';
import { figureAt, gridPoints, parameterOf, sweepOf } from '../../backtest/sweep.ts';
import type { BacktestStatistics } from '../../backtest/tally.ts';
import { luckOf } from '../../backtest/trial-luck.ts';
import { openTimes, type Range } from '../../backtest/universe.ts';
import { panelAt, partOf } from '../../backtest/universe-part.ts';
import { parseExpression } from '../../config/expression-parser.ts';
import type { Settings } from '../../plan/settings.ts';
import type { PolicyRule } from '../../policy/settings.ts';
import type { BacktestGround, BacktestPool } from '../../ports/backtest-pool.ts';
import type { SearchChoice, SearchView } from '../../report/search-view.ts';
import { policyName } from './research.ts';
import { sweepPoints } from './sweep-points.ts';

/** Blocks of a window whose costs are compared. */
const costBlocks = 12;
/** Sweeps are to bracket the wanted tracking error by this factor on both sides. */
const bracketFactor = 1.5;

export type SearchRequest = {
  readonly settings: Settings;
  /** That of the pool. */
  readonly ground: BacktestGround;
  /** End of the last period, epoch ms, if the candles go so far; the first window begins with the universe. */
  readonly to: number;
  readonly policies: readonly string[];
  /** % a year, to be held at the least cost. */
  readonly goalTePct: number;
  readonly days: { readonly training: number; readonly next: number };
  readonly signal: AbortSignal;
  readonly onBacktest: (done: number, expected: number) => void;
};

/**
 * Errors: ConfigError when a policy is unknown or the time too short; DataError when a window has no bars; AbortError as soon as
 * it is interrupted.
 */
export function search(pool: BacktestPool, request: SearchRequest): Promise<SearchView> {
  return unlessAborted(request.signal, walk(pool, request));
}

async function walk(pool: BacktestPool, request: SearchRequest): Promise<SearchView> {
  const { settings, ground, policies, goalTePct, days } = request;
  const { folds, next, latest } = walkForward(spanOf(request), days);
  const whole = fromCloseBefore(ground.universe, next);
  // Unfit windows are refused before hundreds of runs over the others.
  for (const range of [
    ...folds.map(({ training }) => training),
    ...folds.map((fold) => fromCloseBefore(ground.universe, fold.next)),
    latest,
  ]) {
    partOf(ground.universe, range);
  }
  // A sweep and the chosen rule for each fold, the latest window and hindsight.
  const desk = openDesk(pool, request, (folds.length + 2) * (policies.length * gridPoints + 1));
  const [choices, last, afterwards] = await Promise.all([
    Promise.all(folds.map(({ training }) => choose(desk, training))),
    choose(desk, latest),
    trialsOn(desk, whole),
  ]);
  const rules = choices.map(({ best }) => ruleOf(best, settings));
  const found = await runNextPeriods(request, folds, rules);
  const { rule } = settings.policy;
  const configured = await runNextPeriods(
    request,
    folds,
    folds.map(() => rule),
  );
  const joinedFound = joined(found);
  return {
    portfolio: settings.portfolio.name,
    ...{ goalTePct, policies, days, next, latest: last },
    folds: folds.map((fold, k) => ({
      choice: choices[k] as SearchChoice,
      next: fold.next,
      found: found[k] as BacktestStatistics,
      configured: configured[k] as BacktestStatistics,
      changeAfter: changeAfter(panelOf(request, fold.training), fold.training, fold.next),
    })),
    found: joinedFound,
    trained: averaged(choices.map(({ trained }) => trained)),
    configured: {
      policy: policyName(rule),
      parameter: parameterOf(rule),
      figures: joined(configured),
    },
    hindsight: await hindsightOf(desk, whole, { trials: afterwards, found: joinedFound }),
  };
}

/** From the first bar to the wanted end, or to that of the candles. */
function spanOf({ ground, to }: SearchRequest): Range {
  const times = openTimes(ground.universe);
  const { intervalMs } = panelAt(ground.universe, to);
  return {
    from: times[0] as number,
    to: Math.min(to, (times[times.length - 1] as number) + intervalMs),
  };
}

/** Where the windows of a search are run. */
type Desk = {
  readonly request: SearchRequest;
  readonly run: (
    rule: PolicyRule,
    range: Range,
  ) => Promise<{ readonly statistics: BacktestStatistics; readonly blockCosts: Float64Array }>;
};

function openDesk(pool: BacktestPool, request: SearchRequest, expected: number): Desk {
  const { settings, onBacktest } = request;
  let done = 0;
  return {
    request,
    async run(rule, range) {
      const answer = await pool.run({
        settings: withRule(settings, rule),
        foresight: false,
        wantsTrades: false,
        window: { range, costBlocks },
      });
      onBacktest(++done, expected);
      return answer;
    },
  };
}

/** Sees the bars of the window and, for forecasts, those before it. */
async function choose(desk: Desk, window: Range): Promise<SearchChoice> {
  const { request } = desk;
  const trials = await trialsOn(desk, window);
  const contenders = contendersOf(trials, request.goalTePct);
  const best = contenders[0] as Contender;
  const { statistics } = await desk.run(ruleOf(best, request.settings), window);
  return {
    ...{ window, best, contenders },
    trials: trials.reduce((sum, { points }) => sum + points.length, 0),
    luck: luckOf(contenders, trials),
    change: changeBefore(panelOf(request, window), window),
    trained: statistics,
  };
}

function trialsOn({ request, run }: Desk, range: Range): Promise<Trials[]> {
  const { goalTePct, settings } = request;
  const bracket = { low: goalTePct / bracketFactor, high: goalTePct * bracketFactor };
  return Promise.all(
    request.policies.map(async (policy) => {
      const sweep = sweepOf(policy);
      const points = await sweepPoints(sweep, bracket, async (parameter) => ({
        parameter,
        ...(await run(sweep.ruleAt(parameter, settings.policy.rule), range)),
      }));
      return { sweep, points };
    }),
  );
}

/** One rule for each period; each begins with what the one before left. */
async function runNextPeriods(
  { settings, ground, signal }: SearchRequest,
  folds: readonly Fold[],
  rules: readonly PolicyRule[],
): Promise<readonly BacktestStatistics[]> {
  const found: BacktestStatistics[] = [];
  let start: Start = ground.start;
  for (const [k, { next }] of folds.entries()) {
    // Lets an interruption through.
    await setImmediate();
    signal.throwIfAborted();
    const own = withRule(settings, rules[k] as PolicyRule);
    const { statistics, end } = runNextPeriod(
      { ...ground, settings: own, start, parse: parseExpression },
      next,
    );
    found.push(statistics);
    start = end;
  }
  return found;
}

async function hindsightOf(
  { request, run }: Desk,
  range: Range,
  { trials, found }: { trials: readonly Trials[]; found: PeriodFigures },
): Promise<SearchView['hindsight']> {
  const { settings, goalTePct } = request;
  const best = contendersOf(trials, goalTePct)[0] as Contender;
  const { statistics } = await run(ruleOf(best, settings), range);
  const costs = trials
    .map(({ points }) =>
      figureAt(points, found.trackingErrorPct, (point) => point.statistics.costBpsPerYear),
    )
    .filter((cost) => cost !== null);
  return {
    best,
    figures: statistics,
    costAtFoundTe: costs.length > 0 ? Math.min(...costs) : null,
  };
}

function panelOf({ ground }: SearchRequest, { to }: Range) {
  return panelAt(ground.universe, to);
}

function ruleOf({ policy, parameter }: Contender, settings: Settings): PolicyRule {
  return sweepOf(policy).ruleAt(parameter, settings.policy.rule);
}

function withRule(settings: Settings, rule: PolicyRule): Settings {
  return { ...settings, policy: { ...settings.policy, rule } };
}

/** What still runs when it is interrupted ends with the pool. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, aborted]);
}
