/** What a model is bad at, in sentences read off its trials: whom it does not beat, when, where, and what its intervals miss. */
import { fixed, signed } from './format.ts';
import type { CardComparison, CardCoverage, CardPart, CardTrial } from './trial-card.ts';

/** A change that is told from none, one-sided. */
const luckP = 0.05;
/** Points of coverage that are worth a word. */
const coverageSlackPct = 5;
const wantedCoveragePct = 90;

export function weaknessesOf(trials: {
  readonly walkForward: CardTrial;
  readonly unseen: CardTrial | null;
}): readonly string[] {
  const named = [
    { trial: trials.walkForward, when: 'walked forward' },
    ...(trials.unseen === null ? [] : [{ trial: trials.unseen, when: 'after its training' }]),
  ];
  return named.flatMap(({ trial, when }) =>
    [
      ...trial.comparisons.flatMap(comparisonWeakness),
      ...partWeaknesses(trial.parts),
      ...trial.coverage.flatMap(coverageWeakness),
    ].map((sentence) => `${when}, ${sentence}`),
  );
}

function comparisonWeakness(found: CardComparison): readonly string[] {
  const { horizonDays, opponent, changePct, dmP } = found;
  const where = `${horizonDays} d: ${signed(changePct, 1)} % against ${opponent}`;
  if (changePct > 0) return [`${where}, it is worse`];
  if (dmP === null) return [`${where}, too few days to tell`];
  return dmP < luckP ? [] : [`${where}, no more than luck explains (p = ${fixed(dmP, 3)})`];
}

/** Years, assets and histories with a higher loss than the opponent's, in a sentence for each horizon and opponent. */
function partWeaknesses(parts: readonly CardPart[]): readonly string[] {
  const worse = parts.filter(({ changePct }) => changePct > 0);
  const groups = Map.groupBy(
    worse,
    ({ horizonDays, opponent }) => `${horizonDays} d: worse than ${opponent}`,
  );
  return [...groups].map(([start, found]) => {
    const names = found.map(({ name, changePct }) => `${name} (${signed(changePct, 1)} %)`);
    return `${start} for ${names.join(', ')}`;
  });
}

function coverageWeakness({
  horizonDays,
  insidePct,
  thirdsPct,
  worstQuarter,
}: CardCoverage): readonly string[] {
  const isOff = (pct: number): boolean => Math.abs(pct - wantedCoveragePct) > coverageSlackPct;
  const names = ['calm', 'middle', 'wild'];
  const offThirds = thirdsPct.flatMap((pct, third) =>
    isOff(pct) ? [`${fixed(pct, 0)} % of ${names[third]} days`] : [],
  );
  const facts = [
    ...(isOff(insidePct) ? [`${fixed(insidePct, 0)} % of all days`] : []),
    ...offThirds,
    ...(worstQuarter !== null && isOff(worstQuarter.insidePct)
      ? [`${fixed(worstQuarter.insidePct, 0)} % in its worst quarter, ${worstQuarter.name}`]
      : []),
  ];
  if (facts.length === 0) return [];
  return [`${horizonDays} d: the 90 % intervals held ${facts.join(', ')}`];
}
