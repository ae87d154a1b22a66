/**
 * Suggests targets that spread risk better, from the learner's covariance of the portfolio's assets and candidates. A pure function of
 * settings, candles and models: nothing is kept, and no target is changed.
 */
import { type LockstepGroup, lockstepGroups } from '../../allocation/lockstep-groups.ts';
import { deRisk, diversify, type Suggestion } from '../../allocation/suggest.ts';
import { weightFigures } from '../../allocation/suggest-figures.ts';
import { type SuggestionProblem, suggestionProblem } from '../../allocation/suggest-problem.ts';
import { dayMs } from '../../base/time.ts';
import { regimeOutlook } from '../../learning/outlook/regime-outlook.ts';
import type { Candles } from '../../market/candles.ts';
import { dailyCandlesOf } from '../../market/daily-candles.ts';
import { align, barsPerYear } from '../../market/panel.ts';
import { createMarketConditions } from '../../plan/market-conditions.ts';
import { marketsOf } from '../../plan/markets.ts';
import type { Settings } from '../../plan/settings.ts';
import type { TargetFigures } from '../../plan/target-change.ts';
import type { SuggestedTargets, Suggestions } from '../../report/suggestions.ts';
import { leastTogether } from '../../risk/correlation-figures.ts';
import { createLearner, type LearnedDay } from '../learning/learned-day.ts';
import type { Workspace } from '../workspace.ts';
import { pastDrawdowns } from './suggest-past.ts';
import { type SuggestionUniverse, suggestionUniverse } from './suggest-universe.ts';

/** How far a suggestion goes from a target. */
const tilt = 0.05;
/** From this share of the invested targets on, risk is to be taken off. */
const turbulentFrom = 0.5;

export type SuggestionRoom = Pick<Workspace, 'settings' | 'market' | 'learner'>;

/** With a learner of its own: that of a workspace keeps the day of the portfolio alone, which looks go by. */
export function suggestionRoom(
  place: Pick<Workspace, 'settings' | 'market' | 'models'>,
): SuggestionRoom {
  const { settings, market, models } = place;
  return { settings, market, learner: createLearner(models) };
}

/** Without a universe, all assets that the market has. Errors: DataError when candles of the portfolio are unfit. */
export async function suggest(
  room: SuggestionRoom,
  request: { readonly at: number; readonly universe: readonly string[] | null },
): Promise<Suggestions> {
  const { settings } = room;
  const { name: portfolio, symbols, targets, cashTarget } = settings.portfolio;
  const invested = symbols.map((symbol, i): [string, number] => [symbol, targets[i] as number]);
  const asked = {
    ...{ portfolio, asOf: request.at, tilt },
    targets: Object.fromEntries([...invested, ['cash', cashTarget]]),
  };
  if (settings.portfolio.leverage !== undefined) {
    const cause = 'suggestions know no positions on margin';
    return { ...asked, leftOut: [], candidates: [], ...nothing, cause, ...none };
  }
  const { assets, learned } = await learn(room, await suggestionUniverse(room, request));
  const present = {
    ...{ ...asked, leftOut: assets.leftOut },
    candidates: assets.candidates.map(({ symbol }) => symbol),
  };
  if (!('model' in learned)) return { ...present, ...nothing, cause: learned.cause, ...none };
  const { model, name, cause } = learned;
  const forecastAt = learned.data.panel.closeTime.at(-1) as number;
  const said = suggestionsOf(settings, { assets, learned, at: request.at });
  return { ...present, ...{ forecastAt, model, name, cause }, ...said };
}

const nothing = { forecastAt: null, model: null, name: null, turbulentShare: null };
const none = { lockstep: [], figures: null, suggestions: [] };

/** Where the learner has no forecast of all, the candidates are left out. */
async function learn({ settings, learner }: SuggestionRoom, assets: SuggestionUniverse) {
  const { held, candidates, leftOut } = assets;
  const learned = await learner.learn(settings, [...held, ...candidates]);
  if ('model' in learned || candidates.length === 0) return { assets, learned };
  const { cause } = learned;
  const without = candidates.map(({ symbol }) => ({ symbol, cause }));
  return {
    assets: { held, candidates: [], leftOut: [...leftOut, ...without] },
    learned: await learner.learn(settings, held),
  };
}

type Ground = {
  readonly assets: SuggestionUniverse;
  readonly learned: LearnedDay;
  readonly at: number;
};

function suggestionsOf(settings: Settings, ground: Ground) {
  const { held, candidates, leftOut } = ground.assets;
  const series = [...held, ...candidates];
  const symbols = series.map(({ symbol }) => symbol);
  const { risk } = ground.learned;
  const covariance = {
    assets: symbols.length,
    values: risk.covariance.slice(-(symbols.length ** 2)),
  };
  const targets = Float64Array.from(symbols, (_, i) => settings.portfolio.targets[i] ?? 0);
  const daily = series.map(dailyCandlesOf);
  const problem = suggestionProblem({
    ...{ covariance, targets, tilt },
    costs: costsOf(settings, daily),
    unbuyable: leftOut.map(({ symbol }) => symbols.indexOf(symbol)),
  });
  const groups = lockstepGroups(covariance, targets, leastTogether);
  const turbulentShare = turbulentShareOf(ground.learned, targets);
  const isTurbulent = turbulentShare !== null && turbulentShare >= turbulentFrom;
  const offRisk = isTurbulent ? deRisk(problem) : null;
  const found = [...diversify(problem, groups), ...(offRisk === null ? [] : [offRisk])];
  const { sessions } = ground.learned.data.panel;
  const perYear = barsPerYear({ intervalMs: dayMs, sessions });
  const view = { problem, daily, symbols: [...symbols, 'cash'], perYear, at: ground.at };
  return {
    turbulentShare,
    lockstep: groups.map((group) => lockstepView(group, view)),
    figures: figuresOf(problem.targets, view),
    suggestions: found.map((suggestion) => suggestedTargets(suggestion, view)),
  };
}

/** What a trade of each against the quote is expected to cost now, as a fraction of its notional. */
function costsOf(settings: Settings, daily: readonly Candles[]): Float64Array {
  const symbols = daily.map(({ symbol }) => symbol);
  const targets = symbols.map(() => 0);
  const all = {
    ...settings,
    portfolio: { ...settings.portfolio, symbols, targets },
    directMarkets: [],
  };
  const markets = marketsOf(all);
  const panel = align(daily);
  const conditions = createMarketConditions(all, panel, markets);
  for (let bar = 0; conditions !== null && bar < panel.bars; bar++) conditions.observe(panel, bar);
  return Float64Array.from(markets, ({ cost }) => cost);
}

/** Null where no regime is known, or nothing is invested. */
function turbulentShareOf({ data, forecasts }: LearnedDay, targets: Float64Array): number | null {
  let [known, turbulent, invested] = [0, 0, 0];
  for (const [i, { regime }] of regimeOutlook(data.panel, forecasts).entries()) {
    const target = targets[i] as number;
    invested += target;
    if (regime !== null) known += target;
    if (regime === 'turbulent') turbulent += target;
  }
  return known > 0 ? turbulent / invested : null;
}

type View = {
  readonly problem: SuggestionProblem;
  readonly daily: readonly Candles[];
  /** Of all places, cash last. */
  readonly symbols: readonly string[];
  readonly perYear: number;
  readonly at: number;
};

function lockstepView(group: LockstepGroup, { symbols, perYear }: View) {
  const { members, addedVolatility, ...shares } = group;
  return {
    symbols: members.map((i) => symbols[i] as string),
    ...shares,
    addedVolAnnual: addedVolatility && addedVolatility * Math.sqrt(perYear),
  };
}

function figuresOf(weights: Float64Array, { problem, symbols, perYear }: View): TargetFigures {
  const { volatility, largestRisk, ...spread } = weightFigures(problem.covariance, weights);
  return {
    volAnnual: volatility * Math.sqrt(perYear),
    ...spread,
    largestRisk: largestRisk && {
      symbol: symbols[largestRisk.place] as string,
      share: largestRisk.share,
    },
  };
}

function suggestedTargets(suggestion: Suggestion, view: View): SuggestedTargets {
  const { problem, symbols, daily, at } = view;
  const { kind, moves, weights, turnover, cost, swaps } = suggestion;
  const targets = symbols.flatMap((symbol, i): [string, number][] => {
    const weight = rounded(weights[i] as number);
    const isNamed = weight > 0 || (problem.targets[i] as number) > 0 || symbol === 'cash';
    return isNamed ? [[symbol, weight]] : [];
  });
  return {
    ...{ kind, swaps, turnover: rounded(turnover), costBps: rounded(1e4 * cost) },
    moves: moves.map(({ from, to, weight }) => ({
      from: symbols[from] as string,
      to: symbols[to] as string,
      weight: rounded(weight),
    })),
    targets: Object.fromEntries(targets),
    figures: figuresOf(weights, view),
    past: pastDrawdowns(daily, { before: problem.targets, after: weights }, at),
  };
}

/** Without what sums of fractions leave behind. */
function rounded(value: number): number {
  return Number(value.toFixed(10));
}
