/** An allocation as text for a terminal: weights from the largest down, which of them are at a limit, and how exact they are. */
import { namedCause } from '../allocation/named-cause.ts';
import { type AllocationView, mendedSentence } from './allocation-view.ts';
import { fixed, plural, utcTime, weight } from './format.ts';
import { textTable } from './text-table.ts';

const atLimit = 1e-9;

export function allocationText(view: AllocationView): string {
  const { method, allocation, volatility, diversificationRatio } = view;
  const { status, residual } = allocation;
  const lines = [
    ...sourceLines(view),
    ...leftOutLines(view),
    ...(view.mended === null ? [] : [mendedSentence(view.mended), '']),
    ...failureLines(view),
  ];
  if (status === 'infeasible') return lines.join('\n');
  const risk = [
    `volatility ${percent(volatility)}${view.forecast === null && view.past === null ? '' : ' a day'}`,
  ];
  if (diversificationRatio !== null) {
    risk.push(`diversification ratio ${fixed(diversificationRatio, 3)}`);
  }
  return [
    ...lines,
    ...weightTable(view),
    '',
    `${method}: ${status}, residual ${residual.toExponential(1)}`,
    risk.join(', '),
  ].join('\n');
}

function weightTable({ symbols, allocation: { weights }, bounds }: AllocationView) {
  const limitOf = (value: number, i: number): string => {
    if (value >= (bounds.upper[i] as number) - atLimit) return 'at its most';
    return value <= (bounds.lower[i] as number) + atLimit && value > atLimit ? 'at its least' : '';
  };
  const rows = Array.from(weights, (value, i) => ({ value, i }))
    .sort((a, b) => b.value - a.value || a.i - b.i)
    .map(({ value, i }) => [symbols[i] as string, weight(value), limitOf(value, i)]);
  return textTable(
    [{ title: 'asset', align: 'left' }, { title: 'weight' }, { title: '', align: 'left' }],
    rows,
  );
}

function sourceLines({ forecast, past }: AllocationView): readonly string[] {
  if (past !== null) {
    const { care, days, asOf } = past;
    const shrinkage = care === 'none' ? 'as they come' : `care ${care}`;
    return [
      `covariance of the last ${plural(days, 'day')}, ${shrinkage}, as of ${utcTime(asOf)}`,
      '',
    ];
  }
  if (forecast === null) return [];
  const { model, name, cause, asOf, horizonDays } = forecast;
  const who = name === null ? model : `${model} (${name})`;
  const why = cause === null ? '' : `, because ${cause}`;
  return [
    `covariance of the next ${plural(horizonDays, 'day')} by ${who}${why}, as of ${utcTime(asOf)}`,
    '',
  ];
}

function leftOutLines({ leftOut }: AllocationView): readonly string[] {
  const lines = leftOut.map(({ symbol, cause }) => `${symbol} is left out: ${cause}`);
  return lines.length === 0 ? [] : [...lines, ''];
}

function failureLines({ allocation, symbols }: AllocationView): readonly string[] {
  const { fallbacks, status } = allocation;
  const verb = status === 'infeasible' ? 'is infeasible' : 'has no answer';
  const lines = fallbacks.map(
    ({ method, cause }) => `${method} ${verb}: ${namedCause(cause, symbols)}`,
  );
  return lines.length === 0 || status === 'infeasible' ? lines : [...lines, ''];
}

function percent(fraction: number | null): string {
  return `${fixed(100 * (fraction ?? 0), 3)} %`;
}
