/** What a forecast is worth in trading, for a terminal: each objective with its portfolios, and the share of foresight captured. */
import { fixed, signed } from './format.ts';
import { textTable } from './text-table.ts';
import type { EstimateJson, WorthJson } from './worth-json.ts';

const none = '–';

const titles: Readonly<Record<string, string>> = {
  cost: 'cost, bp a year',
  spread: 'spread of quarterly tracking errors',
};

export function worthText(found: readonly WorthJson[]): string {
  return found
    .flatMap((worth) => [...objectiveLines(worth), ''])
    .join('\n')
    .trimEnd();
}

function objectiveLines(worth: WorthJson): readonly string[] {
  const columns = [
    { title: `${worth.objective}: ${titles[worth.figure]}`, align: 'left' as const },
    { title: 'simple', align: 'left' as const },
    { title: 'with it' },
    { title: 'with the model' },
    { title: 'with foresight' },
  ];
  const places = worth.figure === 'cost' ? 2 : 3;
  const words = (value: number | null): string => (value === null ? none : fixed(value, places));
  const rows = worth.portfolios.map((portfolio) => [
    portfolio.counts ? portfolio.name : `(${portfolio.name})`,
    portfolio.simple,
    words(portfolio.simpleFigure),
    words(portfolio.modelFigure),
    words(portfolio.foresightFigure),
  ]);
  return [...textTable(columns, rows), worthSentence(worth)];
}

/** One sentence on what the model captured; the interval holds 90 % of the draws. */
export function worthSentence({ capturedPct, gainPct, possiblePct }: WorthJson): string {
  if (gainPct === null || possiblePct === null) {
    return 'The runs have no tracking error in common, so nothing can be said.';
  }
  const gains = `The model saves ${percentWords(gainPct)}, knowing seven days ahead ${percentWords(possiblePct)}`;
  return capturedPct === null
    ? `${gains}: there is nothing to capture.`
    : `${gains}: ${percentWords(capturedPct)} of what is possible is captured.`;
}

function percentWords({ value, low, high }: EstimateJson): string {
  return `${signed(value, 1)} % (${signed(low, 1)} to ${signed(high, 1)})`;
}
