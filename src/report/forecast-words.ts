/** What to see in the charts of a forecast, in sentences read off their figures. */
import type { PastVolatility } from '../learning/outlook/past-volatility.ts';
import type { RegimeOutlook } from '../learning/outlook/regime-outlook.ts';
import type { Ahead } from '../learning/outlook/volatility-outlook.ts';
import type { Bounds } from '../learning/uncertainty/adaptive-quantiles.ts';
import type { MultiplierView } from '../plan/multiplier-view.ts';
import type { CorrelationFigures } from '../risk/correlation-figures.ts';
import { fixed, plural } from './format.ts';

/** Changes that are worth a word: of a volatility, as a share, and of a correlation. */
const notable = 0.1;
const notableCorrelation = 0.05;

/** A volatility or a return as a person reads it: two digits where it is small. */
export function percentWords(fraction: number): string {
  const places = Math.abs(fraction) < 0.0995 ? 1 : 0;
  return `${fixed(100 * fraction, places)} %`;
}

export function rangeWords(range: Bounds | null): string {
  if (range === null) return '–';
  const places = Math.max(Math.abs(range.lower), Math.abs(range.upper)) < 0.0995 ? 1 : 0;
  const [lower, upper] = [range.lower, range.upper].map((value) => fixed(100 * value, places));
  return `${lower} to ${upper} %`;
}

/** A correlation: two digits, without the zero before them. */
export function correlationWords(correlation: number): string {
  const text = fixed(Math.abs(correlation), 2);
  const sign = correlation < 0 && /[1-9]/.test(text) ? '−' : '';
  return `${sign}${text.startsWith('0') ? text.slice(1) : text}`;
}

/** Of one asset, from the forecast of a week. */
export function outlookSentence(past: PastVolatility, week: Ahead): string {
  const expected = `${percentWords(week.volAnnual)} a year is expected over the next ${week.days} days`;
  const range =
    week.vol90 === null ? '' : `; nine times out of ten it comes to ${rangeWords(week.vol90)}`;
  return `${expected}${comparedWords(past, week)}${range}.`;
}

function comparedWords({ together, volAnnual }: PastVolatility, week: Ahead): string {
  if (together === null) return '';
  const [before, days] = [percentWords(together), volAnnual.length];
  const change = week.volAnnual / together - 1;
  if (Math.abs(change) < notable) return `, much as over the last ${days} (${before})`;
  return `, ${change > 0 ? 'more' : 'less'} than the ${before} of the last ${days}`;
}

export function correlationSentence(figures: CorrelationFigures): string {
  const { groups, mean, meanYearAgo, absorption, diversificationRatio } = figures;
  const parts = [groupsSentence(groups)];
  if (mean !== null)
    parts.push(`The mean correlation is ${correlationWords(mean)}${sinceYear(mean, meanYearAgo)}.`);
  if (absorption !== null) {
    const { movements, share } = absorption;
    const who =
      movements === 1 ? 'One common movement makes' : `${movements} common movements make`;
    parts.push(`${who} up ${percentWords(share)} of how they vary.`);
  }
  if (diversificationRatio !== null) {
    const saved = 1 - 1 / diversificationRatio;
    parts.push(
      `At the targets, holding them together takes away ${percentWords(saved)} of their volatility.`,
    );
  }
  return parts.join(' ');
}

function groupsSentence(groups: CorrelationFigures['groups']): string {
  if (groups.length === 0) return 'No two assets move together.';
  return `${groups.map((group) => `${listed(group)} move together`).join('; ')}.`;
}

function sinceYear(mean: number, before: number | null): string {
  if (before === null) return '';
  const change = mean - before;
  const ago = `a year ago (${correlationWords(before)})`;
  if (Math.abs(change) < notableCorrelation) return `, much as ${ago}`;
  return `, ${change > 0 ? 'higher' : 'lower'} than ${ago}`;
}

/** `BTC, ETH and SOL`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export function regimeSentence(
  assets: readonly { readonly symbol: string; readonly regime: RegimeOutlook }[],
): string {
  const known = assets.filter(({ regime }) => regime.regime !== null);
  const turbulent = known.filter(({ regime }) => regime.regime === 'turbulent');
  if (known.length === 0) return 'Too few outcomes are known to tell calm from turbulent.';
  const days = known.flatMap(({ regime }) => regime.past.filter((day) => day.regime !== null));
  const share = days.filter((day) => day.regime === 'turbulent').length / days.length;
  const year = `Over the last year ${percentWords(share)} of the days of all assets were turbulent.`;
  if (turbulent.length === 0) return `All is calm now. ${year}`;
  if (turbulent.length === known.length) return `All assets are turbulent now. ${year}`;
  const names = listed(turbulent.map(({ symbol }) => symbol));
  return `${names} ${turbulent.length === 1 ? 'is' : 'are'} turbulent now, the others calm. ${year}`;
}

/** Which thresholds the forecast widens and narrows. */
export function multiplierSentence({ objective, assets, bounds }: MultiplierView): string {
  if (assets.every(({ volAnnual }) => volAnnual === null)) {
    return 'There is no forecast to go by, so every threshold has its base width.';
  }
  if (objective === 'balanced') {
    return 'Under the objective balanced thresholds follow the covariance as a whole, without a multiplier.';
  }
  const wider = assets.filter(({ multiplier }) => multiplier >= 1 + notable / 2).length;
  const narrower = assets.filter(({ multiplier }) => multiplier <= 1 - notable / 2).length;
  const atBound = assets.filter(({ multiplier }) => bounds.includes(multiplier)).length;
  if (wider + narrower === 0) return 'Every threshold is about as wide as usual.';
  const made = [
    ...(wider > 0 ? [`${wider} wider`] : []),
    ...(narrower > 0 ? [`${narrower} narrower`] : []),
  ];
  const bound = atBound === 0 ? '' : `; ${atBound} ${atBound === 1 ? 'is' : 'are'} at a bound`;
  return `Of ${plural(assets.length, 'threshold')} the forecast makes ${listed(made)} than usual${bound}.`;
}
