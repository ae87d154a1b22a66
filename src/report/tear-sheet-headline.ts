/** The head of a tear sheet: what was run on what, one sentence with the result, and every figure with how it is computed. */

import { dayMs } from '../base/time.ts';
import { intervalText } from '../market/quality.ts';
import { withAllocated } from '../plan/allocated.ts';
import { html, type Markup } from './charts/markup.ts';
import { costInParts, fundingRate } from './cost-words.ts';
import { bps, fixed, grouped, plural } from './format.ts';
import type { Figure } from './statistics/figure.ts';
import { assumptions, type NamedRun, type TearSheetFigures } from './tear-sheet-figures.ts';
import type { TearSheetView } from './tear-sheet-view.ts';
import { dateText, figureText, lengthText, pct, signed, yearsText } from './tear-sheet-words.ts';

export function headlineOf(view: TearSheetView, { runs }: TearSheetFigures): string {
  const [own, ...others] = runs;
  const { statistics, figures } = own;
  const { name } = view.settings.portfolio;
  const years = yearsText(statistics.bars / view.periodsPerYear);
  const growth = figures.growthRatePct.value;
  const hold = others.find((run) => run.name === 'hold')?.figures.growthRatePct.value ?? null;
  const grew =
    growth === null
      ? `had no growth to speak of`
      : `${growth < 0 ? 'lost' : 'grew'} ${pct(Math.abs(growth))} a year`;
  const beside =
    growth === null || hold === null
      ? ''
      : `, ${fixed(Math.abs(growth - hold), 1)} pp ${growth < hold ? 'less' : 'more'} than holding`;
  return `Over ${years}, ${name} under ${view.policy} ${grew}${beside}. Tracking its targets to ${pct(statistics.trackingErrorPct, 2)} cost ${bps(statistics.costBpsPerYear)} a year.`;
}

export function headerBlock(view: TearSheetView, figures: TearSheetFigures): Markup {
  const { settings, statistics, from, to, intervalMs, source } = view;
  const { portfolio } = settings;
  return html`<header><p class="meta">Ballast · backtest · ${portfolio.name}</p><h1>${headlineOf(view, figures)}</h1><dl class="facts">
<div><dt>Policy</dt><dd>${policyWords(view)}</dd></div>
<div><dt>Targets</dt><dd>${targetWords(view)}</dd></div>
<div><dt>Period</dt><dd>${dateText(from)} to ${dateText(to)}, ${fixed(statistics.bars, 0)} bars of ${intervalText(intervalMs)}, UTC</dd></div>
<div><dt>Prices</dt><dd>${source}</dd></div>
<div><dt>Costs</dt><dd>${costWords(view)}</dd></div></dl>
<p class="notice">A backtest: no order was sent, prices did not react, and one past is not the future. A parameter that was chosen on this period flatters itself.</p></header>`;
}

/** The last ones of an allocator. */
function targetWords({ settings, schedule }: TearSheetView): string {
  const last = schedule?.at(-1);
  const { symbols, targets, cashTarget } = withAllocated(settings, last).portfolio;
  const words = symbols.map((symbol, i) => `${symbol} ${share(targets[i] as number)}`);
  if (cashTarget !== 0) words.push(`cash ${share(cashTarget)}`);
  const list = words.join(' · ');
  return last === undefined
    ? list
    : `by ${last.method}, set ${plural(schedule?.length ?? 0, 'time')}, last ${dateText(last.at)}: ${list}`;
}

function share(fraction: number): string {
  return `${grouped(String(Number((100 * fraction).toFixed(2))))} %`;
}

function policyWords({ policy, parameter, settings }: TearSheetView): string {
  const { rule, cooldownHours } = settings.policy;
  const cooldown = cooldownHours > 0 ? `cooldown ${cooldownHours} h` : '';
  const objective = 'objective' in rule ? `objective ${rule.objective}` : '';
  const value = parameter === null ? '' : `parameter ${parameter}`;
  return [policy, objective, value, cooldown].filter((words) => words !== '').join(', ');
}

function costWords({ settings }: TearSheetView): string {
  const { costs, execution } = settings;
  const style =
    execution.style === 'taker'
      ? 'taker'
      : `maker first at ${costs.makerFeeBps} bp, the rest taken`;
  const funding = costs.fundingBpsPerDay === undefined ? '' : `, funding of ${fundingRate(costs)}`;
  return `assumed: ${costInParts(costs)}, ${style}${funding}${costs.assumed ? '; the fee is a default that nobody configured' : ''}`;
}

type Entry = { readonly name: string; readonly value: string; readonly how: string };

export function figuresBlock(view: TearSheetView, { runs: [own] }: TearSheetFigures): Markup {
  const groups = [
    { title: 'Growth', entries: growthEntries(own, view) },
    { title: 'Risk', entries: riskEntries(own) },
    { title: 'Tracking', entries: trackingEntries(own) },
    { title: 'Cost', entries: costEntries(own) },
  ];
  return html`<section class="figures"><h2 class="unseen">Figures</h2>${groups.map(
    ({ title, entries }) =>
      html`<div class="group"><h3>${title}</h3><dl>${entries.map(
        ({ name, value, how }) =>
          html`<div><dt>${name}</dt><dd>${value}</dd><dd class="how">${how}</dd></div>`,
      )}</dl></div>`,
  )}</section>`;
}

/** The convention, or why there is no figure. */
function entry(
  name: string,
  figure: Figure,
  format: (value: number) => string,
  how: string,
): Entry {
  const reason = figure.value === null ? `none: ${figure.why}` : how;
  return { name, value: figureText(figure, format), how: reason };
}

function growthEntries({ statistics, figures }: NamedRun, view: TearSheetView): readonly Entry[] {
  const { quote } = view.settings.portfolio;
  return [
    {
      name: `Final NAV, ${quote}`,
      value: fixed(statistics.finalNav, 0),
      how: `from ${fixed(statistics.initialNav, 0)} at the close of the first bar, without cost`,
    },
    entry(
      'Growth a year',
      figures.growthRatePct,
      (value) => pct(value),
      '(final NAV / first NAV)^(1/years) − 1',
    ),
    ...moneyEntries({ statistics, figures }, view),
    entry(
      'Growth before costs',
      figures.grossGrowthPct,
      (value) => pct(value, 2),
      '(1 + growth) · e^(cost a year) − 1',
    ),
  ];
}

/** Only where something was paid in or out. */
function moneyEntries(
  { statistics, figures }: Pick<NamedRun, 'statistics' | 'figures'>,
  { settings, equity }: TearSheetView,
): readonly Entry[] {
  if (equity.contributed.every((flow) => flow === 0)) return [];
  return [
    {
      name: `Paid in, ${settings.portfolio.quote}`,
      value: fixed(statistics.contributed, 0),
      how: 'deposits less withdrawals; growth, curves and months are without them',
    },
    entry(
      'Money-weighted growth a year',
      figures.moneyWeightedRatePct,
      (value) => pct(value),
      'the rate at which the first NAV and all flows become the last NAV',
    ),
  ];
}

function riskEntries({ statistics, figures }: NamedRun): readonly Entry[] {
  const level = fixed(100 * assumptions.tailLevel, 0);
  return [
    entry(
      'Volatility a year',
      figures.volatilityPct,
      (value) => pct(value),
      'deviation of daily returns (n − 1) · √days',
    ),
    {
      name: 'Deepest drawdown',
      value: pct(statistics.maxDrawdownPct),
      how: 'largest 1 − NAV / highest NAV before, at closes of bars',
    },
    entry(
      `Mean loss of the worst ${fixed(100 - 100 * assumptions.tailLevel, 0)} % of days`,
      figures.conditionalValueAtRiskPct,
      (value) => pct(value),
      `conditional value at risk at ${level} %, historical`,
    ),
    entry(
      'Sharpe',
      figures.sharpeRatio,
      two,
      `mean over deviation of daily returns, a year; riskless rate ${assumptions.ratePctPerYear} %`,
    ),
    entry('Sortino', figures.sortinoRatio, two, 'the same over the deviation below zero'),
    entry('Calmar', figures.calmarRatio, two, 'growth a year over the deepest drawdown'),
  ];
}

function trackingEntries({ statistics, figures }: NamedRun): readonly Entry[] {
  const spread = statistics.quarterlyTeSpread;
  return [
    {
      name: 'Tracking error',
      value: pct(statistics.trackingErrorPct, 2),
      how: '√(mean of ((w − p)·r)² · periods), w after fills, r close to close; a year',
    },
    entry(
      'With costs',
      figures.trackingErrorWithCostPct,
      (value) => pct(value, 2),
      'of NAV returns against targets at every close without cost',
    ),
    {
      name: 'Spread over quarters',
      value: spread === null ? '–' : fixed(spread, 2),
      how:
        spread === null
          ? 'none: it needs two full quarters'
          : 'deviation of ln tracking error over quarters, first and last left out',
    },
    {
      name: 'Drift',
      value: `${fixed(statistics.driftRmsPp, 2)} pp`,
      how: '√(mean of Σ (w − p)²)',
    },
  ];
}

function costEntries({ statistics, figures }: NamedRun): readonly Entry[] {
  const lost =
    figures.costShareOfGrossPct.value === null
      ? ''
      : `; ${pct(figures.costShareOfGrossPct.value, 2)} of the growth before costs`;
  const yearMs = 365 * dayMs;
  const held = figureText(figures.holdingYears, (years) => lengthText(years * yearMs));
  return [
    {
      name: 'Cost a year',
      value: bps(statistics.costBpsPerYear),
      how: 'Σ cost / NAV before each fill, a year',
    },
    ...fundingEntries(statistics),
    entry('Cost drag', figures.costDragBpsPerYear, bps, `growth before costs − growth${lost}`),
    entry(
      'Effective annual cost',
      figures.effectiveAnnualCostBps,
      bps,
      'all costs / average NAV, a year',
    ),
    {
      name: 'Rebalances a year',
      value: fixed(statistics.eventsPerYear, 1),
      how: 'bars with a fill, a year',
    },
    {
      name: 'Turnover a year',
      value: fixed(statistics.turnoverPerYear, 2),
      how: `Σ |Δw| / 2 over fills, a year; a unit of NAV stays ${held}`,
    },
  ];
}

/** On margin only. */
function fundingEntries({ fundingBpsPerYear }: NamedRun['statistics']): readonly Entry[] {
  if (fundingBpsPerYear === undefined) return [];
  const how =
    'Σ funding / NAV at the close before, a year; beside the cost, below zero where it was paid to the portfolio';
  return [{ name: 'Funding a year', value: bps(fundingBpsPerYear), how }];
}

function two(value: number): string {
  return signed(value, 2).replace('+', '');
}
