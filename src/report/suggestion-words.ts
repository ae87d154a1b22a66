/** Suggestions in sentences, with the numbers before and after, and the line of a configuration that would adopt one. */
import type { TargetFigures, TargetMove } from '../plan/target-change.ts';
import { correlationWords, listed, percentWords } from './forecast-words.ts';
import { bps, fixed, plural } from './format.ts';
import type { LockstepView, SuggestedTargets, Suggestions } from './suggestions.ts';

/** Of every answer. */
export const onlyProposal =
  'This is a proposal and changes nothing: targets change when a change of them is approved, or when you put new ones into the configuration.';

/** How drawdowns are made. */
export const pastMethod =
  'rebalanced to the targets at the close of each day, without costs, cash earning nothing';

export function suggestionSentence(
  { kind, moves, figures, turnover, costBps, swaps }: SuggestedTargets,
  { lockstep, figures: now, turbulentShare }: Suggestions,
): string {
  if (now === null) return '';
  const why =
    kind === 'diversify'
      ? whyDiversify(moves[0]?.from ?? '', lockstep, now)
      : `${percentWords(turbulentShare ?? 0)} of what is invested is in turbulent assets`;
  const ratio =
    now.diversificationRatio === null || figures.diversificationRatio === null
      ? ''
      : `lifts the diversification ratio from ${fixed(now.diversificationRatio, 3)} to ${fixed(figures.diversificationRatio, 3)} and `;
  const effect = `${kind === 'diversify' ? ratio : ''}lowers volatility from ${onePlace(now.volAnnual)} to ${onePlace(figures.volAnnual)} % a year`;
  const price = `for ${plainPercent(turnover)} pp turnover and ${bps(costBps)}`;
  return `${why}: moving ${movesWords(moves)} ${effect}, ${price}${swapWords(swaps)}.`;
}

/** Such as: 5 % of NAV from BTC to PAXG and 2.5 % from ETH to cash. */
export function movesWords(moves: readonly TargetMove[]): string {
  const moved = moves.map(({ from, to, weight }, k) => {
    const share = `${plainPercent(weight)} %${k === 0 ? ' of NAV' : ''}`;
    return `${share} from ${from} to ${to}`;
  });
  return listed(moved);
}

function whyDiversify(from: string, lockstep: readonly LockstepView[], now: TargetFigures): string {
  const group = lockstep.find(({ symbols }) => symbols.includes(from));
  if (group !== undefined) {
    return `${listed(group.symbols)} move in lockstep (${correlationWords(group.meanCorrelation)})`;
  }
  return `${from} bears ${percentWords(now.largestRisk?.share ?? 0)} of the risk`;
}

function swapWords({ made, beaten }: SuggestedTargets['swaps']): string {
  if (made === 0) return '; no other swap of this turnover is possible';
  return `; its risk is lower than after ${percentWords(beaten / made)} of ${plural(made, 'random swap')} of this turnover`;
}

export function lockstepSentence(group: LockstepView): string {
  const { symbols, meanCorrelation, weightShare, riskShare, addedVolAnnual } = group;
  const shares = `${percentWords(weightShare)} of what is invested and ${percentWords(riskShare)} of the risk`;
  const added =
    addedVolAnnual === null
      ? ''
      : `; were they as loosely tied as the other pairs, volatility would be ${fixed(100 * Math.abs(addedVolAnnual), 1)} points ${addedVolAnnual < 0 ? 'higher' : 'lower'}`;
  return `${listed(symbols)} move in lockstep (${correlationWords(meanCorrelation)}) and are ${shares}${added}.`;
}

/** What there is to say first. */
export function suggestionsSentence({
  suggestions,
  figures,
  cause,
  lockstep,
}: Suggestions): string {
  if (figures === null) return `Nothing is suggested, because nothing is forecast: ${cause}.`;
  if (suggestions.length === 1) return 'There is one suggestion.';
  if (suggestions.length > 1) {
    const nested = suggestions.filter(({ kind }) => kind === 'diversify').length > 1;
    const how = nested ? ' Each that spreads risk contains the one before it.' : '';
    return `There are ${suggestions.length} suggestions; adopt one at most.${how}`;
  }
  const groups = lockstep.length === 0 ? 'no held assets move in lockstep, and ' : '';
  return `Nothing is suggested: ${groups}no change within the limits spreads risk better and beats random swaps.`;
}

/** For the configuration; assets that are sold whole stay with nothing, so that they are sold. */
export function targetsYaml(targets: Readonly<Record<string, number>>): string {
  const entries = Object.entries(targets).map(
    ([symbol, weight]) => `${symbol}: ${plainPercent(weight)}%`,
  );
  return `targets: { ${entries.join(', ')} }`;
}

/** As many digits as there are. */
function plainPercent(fraction: number): string {
  return String(Number((100 * fraction).toFixed(8)));
}

function onePlace(fraction: number): string {
  return fixed(100 * fraction, 1);
}
