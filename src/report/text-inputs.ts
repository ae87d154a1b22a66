/** What inputs from outside added, for a terminal: a line for each set of them, and how many tries that were. */
import { fixed, signed } from './format.ts';
import type { CardInputs } from './inputs-card.ts';
import { textTable } from './text-table.ts';
import type { CardComparison } from './trial-card.ts';

export function inputLines({ files, sets, tries, neededT }: CardInputs): readonly string[] {
  const horizons = [
    ...new Set(
      sets.flatMap(({ comparisons }) => comparisons.map(({ horizonDays }) => horizonDays)),
    ),
  ];
  const columns = [
    { title: 'with inputs from outside', align: 'left' as const },
    { title: 'columns' },
    { title: 'known' },
    ...horizons.flatMap((days) => [
      { title: `${days} d` },
      { title: 'DM t' },
      { title: 'assets won' },
    ]),
  ];
  const rows = sets.map(({ inputs, columns: count, knownPct, comparisons }) => [
    inputs,
    String(count),
    `${fixed(knownPct, 0)} %`,
    ...horizons.flatMap((days) => cellsOf(comparisons.find((c) => c.horizonDays === days))),
  ]);
  const names = files.map(({ name, lagDays }) => `${name} (${lagWords(lagDays)})`);
  return [
    ...textTable(columns, rows),
    'Loss of the linear champion with them, against itself without; no model above reads any of them.',
    ...(neededT === null
      ? []
      : [
          `${tries} tries: by luck alone one of them has a t below ${signed(neededT, 1)} in 5 of 100 cases.`,
        ]),
    `Counted as known: ${names.join(', ')}.`,
  ];
}

function lagWords(lagDays: number | null): string {
  if (lagDays === null) return 'when the file says';
  if (lagDays === 0) return 'at its stamp';
  return `${lagDays < 1 ? `${Math.round(24 * lagDays)} h` : `${lagDays} d`} after its stamp`;
}

function cellsOf(found: CardComparison | undefined): readonly string[] {
  if (found === undefined) return ['–', '', ''];
  const { changePct, dmT, assetsWonPct } = found;
  return [
    `${signed(changePct, 1)} %`,
    dmT === null ? '' : signed(dmT, 1),
    `${fixed(assetsWonPct, 0)} %`,
  ];
}
