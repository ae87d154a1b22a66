/** A backtest for a terminal: the policy and, below it, every benchmark. */
import type { BacktestStatistics } from '../backtest/tally.ts';
import { decimalOf } from '../base/decimal.ts';
import { intervalText } from '../market/quality.ts';
import type { BacktestView } from './backtest-json.ts';
import { costSummary, fundingRate } from './cost-words.ts';
import { bps, fixed, money, utcTime } from './format.ts';
import { saleDelayText } from './sale-delay-view.ts';
import { scheduleText } from './schedule-view.ts';
import { listText } from './tear-sheet-words.ts';
import { textTable } from './text-table.ts';

const columnsOf = (isFunded: boolean) => [
  { title: '', align: 'left' as const },
  { title: 'parameter' },
  { title: 'tracking error' },
  { title: 'cost/year' },
  ...(isFunded ? [{ title: 'funding/year' }] : []),
  { title: 'events/year' },
  { title: 'turnover/year' },
  { title: 'drift' },
  { title: 'CAGR' },
  { title: 'drawdown' },
  { title: 'final NAV' },
];

export function backtestText(view: BacktestView & { readonly intervalMs: number }): string {
  const { policy, parameter, statistics, from, to, settings, intervalMs } = view;
  const { costs, portfolio } = settings;
  const isFunded = statistics.fundingBpsPerYear !== undefined;
  const row = (name: string, value: number | null, figures: BacktestStatistics) => [
    name,
    value === null ? '' : String(value),
    `${fixed(figures.trackingErrorPct, 3)} %`,
    bps(figures.costBpsPerYear),
    ...(isFunded ? [bps(figures.fundingBpsPerYear ?? 0)] : []),
    fixed(figures.eventsPerYear, 1),
    fixed(figures.turnoverPerYear, 2),
    `${fixed(figures.driftRmsPp, 2)} pp`,
    `${fixed(figures.cagrPct, 1)} %`,
    `${fixed(figures.maxDrawdownPct, 1)} %`,
    money(decimalOf(figures.finalNav), portfolio.quote),
  ];
  return [
    `${portfolio.name} · ${utcTime(from)} to ${utcTime(to)} · ${fixed(statistics.bars, 0)} bars of ${intervalText(intervalMs)} · ${costSummary(costs)}`,
    '',
    ...textTable(columnsOf(isFunded), [
      row(policy, parameter, statistics),
      ...view.benchmarks.map((other) => row(other.name, other.parameter, other.statistics)),
    ]),
    '',
    'Decided at closes, filled at the next open; tracking error and cost a year, against the target weights.',
    ...closingWords(view),
    ...scheduleText(view),
    ...saleDelayText(view.saleDelay),
  ].join('\n');
}

/** What the last benchmarks are; on margin, which are left out, and what funding was reckoned with. */
function closingWords(view: BacktestView): readonly string[] {
  const { leftOut, settings } = view;
  if (leftOut === undefined) {
    return ['The last ones are what people use today; --json says what each does and who says so.'];
  }
  const ruined = [{ name: view.policy, statistics: view.statistics }, ...view.benchmarks]
    .filter(({ statistics }) => statistics.finalNav <= 0)
    .map(({ name }) => name);
  const { leverage } = settings.portfolio;
  return [
    ...(ruined.length === 0
      ? []
      : [`Nothing is left of ${listText(ruined)}: a NAV of 0 closed all positions.`]),
    `Funding of ${fundingRate(settings.costs)} is apart from cost; positions are opened up to ${leverage} times the portfolio.`,
    `Not compared: ${listText(leftOut.map(({ name }) => name))}; ${leftOut[0]?.why}.`,
  ];
}
