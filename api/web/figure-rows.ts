/** What targets are judged by, as rows of a table: before and after. */
import type { TargetFigures } from '../../src/plan/target-change.ts';
import { fixed, weight } from '../../src/report/format.ts';
import type { Cell } from './table.ts';

const none = '–';

const names = [
  'Volatility a year, forecast',
  'Diversification ratio',
  'Effective bets',
  'Largest share of risk',
] as const;

export function figureRows(before: TargetFigures | null, after: TargetFigures): Cell[][] {
  const [first, second] = [before === null ? [] : cellsOf(before), cellsOf(after)];
  return names.map((name, k) => [name, first[k] ?? none, second[k] ?? none]);
}

function cellsOf(figures: TargetFigures): readonly string[] {
  const { volAnnual, diversificationRatio, effectiveBets, largestRisk } = figures;
  return [
    weight(volAnnual),
    diversificationRatio === null ? none : fixed(diversificationRatio, 3),
    effectiveBets === null ? none : fixed(effectiveBets, 2),
    largestRisk === null ? none : `${largestRisk.symbol} ${weight(largestRisk.share)}`,
  ];
}
