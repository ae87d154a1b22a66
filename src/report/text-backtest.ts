/** A backtest for a terminal: the policy and, below it, every benchmark. */
import type { BacktestStatistics } from '../backtest/tally.ts';
import { decimalOf } from '../base/decimal.ts';
import { intervalText } from '../market/quality.ts';
import type { BacktestView } from './backtest-json.ts';
import { costSummary } from './cost-words.ts';
import { bps, fixed, money, utcTime } from './format.ts';
import { saleDelayText } from './sale-delay-view.ts';
import { scheduleText } from './schedule-view.ts';
import { textTable } from './text-table.ts';

const columns = [
  { title: '', align: 'left' as const },
  { title: 'parameter' },
  { title: 'tracking error' },
  { title: 'cost/year' },
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
  const row = (name: string, value: number | null, figures: BacktestStatistics) => [
    name,
    value === null ? '' : String(value),
    `${fixed(figures.trackingErrorPct, 3)} %`,
    bps(figures.costBpsPerYear),
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
    ...textTable(columns, [
      row(policy, parameter, statistics),
      ...view.benchmarks.map((other) => row(other.name, other.parameter, other.statistics)),
    ]),
    '',
    'Decided at closes, filled at the next open; tracking error and cost a year, against the target weights.',
    'The last ones are what people use today; --json says what each does and who says so.',
    ...scheduleText(view),
    ...saleDelayText(view.saleDelay),
  ].join('\n');
}
