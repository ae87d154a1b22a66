/** The card of a model for a terminal: what it learnt, how it did beside every opponent, whether it passed the gate, and what it is bad at. */
import { fixed, plural, signed } from './format.ts';
import type { ModelCard } from './model-card.ts';
import { inputLines } from './text-inputs.ts';
import { textTable } from './text-table.ts';
import { worthText } from './text-worth.ts';
import type { CardComparison, CardTrial } from './trial-card.ts';

export function modelCardText(card: ModelCard): string {
  const { walkForward, unseen, inputs, gate, weaknesses } = card;
  return [
    ...headLines(card),
    '',
    ...trialTable(walkForward, 'walked forward, refitted each quarter'),
    ...(unseen === null ? [] : ['', ...trialTable(unseen, 'after its training, as it is')]),
    ...(inputs === null ? [] : ['', ...inputLines(inputs)]),
    '',
    ...worthLines(card),
    gate.passed ? 'Gate: passed.' : `Gate: closed for ${plural(gate.reasons.length, 'reason')}.`,
    ...gate.reasons.map(({ code, sentence }) => `  ${code}: ${sentence}`),
    '',
    'Bad at:',
    ...weaknesses.map((sentence) => `  ${sentence}`),
  ].join('\n');
}

function worthLines({ worth }: ModelCard): readonly string[] {
  if (worth === null) return [];
  return [
    'In trading, on the days walked forward over:',
    '',
    worthText(worth.trials),
    '',
    ...(worth.doubts.length === 0
      ? ['It moves thresholds under every objective.']
      : [
          'It moves no thresholds where these hold:',
          ...worth.doubts.map(({ code, sentence }) => `  ${code}: ${sentence}`),
        ]),
    '',
  ];
}

function headLines({ forecasts, members, networks, training, parent, ...card }: ModelCard) {
  const { symbols, from, to, days } = training;
  return [
    `Forecasts ${forecasts}.`,
    `Learnt from ${plural(symbols.length, 'asset')}, ${plural(days, 'day')} from ${endedOn(from)} to ${endedOn(to)}: ${symbols.join(' ')}.`,
    `Members: ${members.join(', ')}${networks === null ? '' : `; ${plural(networks.networks.length, 'network')} by ${networks.backend}`}.`,
    `Weights ${card.weightsSha256}, data ${card.data.sha256}.`,
    ...(parent === null ? [] : [`The champion was ${parent}.`]),
  ];
}

function trialTable(
  { from, to, days, comparisons, coverage }: CardTrial,
  title: string,
): readonly string[] {
  const horizons = [...new Set(comparisons.map(({ horizonDays }) => horizonDays))];
  const opponents = [...new Set(comparisons.map(({ opponent }) => opponent))];
  const columns = [
    { title: 'loss against', align: 'left' as const },
    ...horizons.flatMap((horizon) => [
      { title: `${horizon} d` },
      { title: '95 % interval' },
      { title: 'DM t' },
      { title: 'assets won' },
    ]),
  ];
  const rows = opponents.map((opponent) => [
    opponent,
    ...horizons.flatMap((horizon) =>
      cellsOf(comparisons.find((c) => c.opponent === opponent && c.horizonDays === horizon)),
    ),
  ]);
  const held = coverage.map(
    ({ horizonDays, insidePct }) => `${fixed(insidePct, 1)} % at ${horizonDays} d`,
  );
  return [
    `${title}: ${plural(days, 'close')} from ${dayOf(from)} to ${dayOf(to)}`,
    ...textTable(columns, rows),
    ...(held.length === 0 ? [] : [`90 % intervals held ${held.join(', ')}`]),
  ];
}

function cellsOf(found: CardComparison | undefined): readonly string[] {
  if (found === undefined) return ['–', '', '', ''];
  const { changePct, lowPct, highPct, dmT, assetsWonPct } = found;
  return [
    `${signed(changePct, 1)} %`,
    lowPct === null || highPct === null ? '' : `${signed(lowPct, 1)} to ${signed(highPct, 1)}`,
    dmT === null ? '' : signed(dmT, 1),
    `${fixed(assetsWonPct, 0)} %`,
  ];
}

/** The day that ended with a close, such as 2022-12-31 with that at midnight after it. */
export function endedOn(close: string): string {
  return dayOf(new Date(Date.parse(close) - 1).toISOString());
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}
