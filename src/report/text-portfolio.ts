/** The report of a portfolio for a terminal: what it is worth, what was decided and traded, and what holding would be worth. */
import { type Decimal, decimalOf, toNumber } from '../base/decimal.ts';
import { type ExecutionQuality, qualityOfAll } from './execution-quality.ts';
import { bps, fixed, money, plural, utcTime, weight } from './format.ts';
import { leverageWords } from './margin-words.ts';
import { textTable } from './text-table.ts';

export type PortfolioReportView = {
  readonly state: {
    readonly name: string;
    readonly quote: string;
    readonly mode: string;
    readonly asOf: number;
    readonly nav: Decimal;
    readonly assets: readonly {
      readonly symbol: string;
      readonly quantity: Decimal;
      readonly value: Decimal | null;
      readonly weight: number | null;
      readonly target: number;
    }[];
    /** On margin only. */
    readonly leverage?: { readonly used: number | null; readonly most: number };
    readonly cash: {
      readonly symbol: string;
      readonly quantity: Decimal;
      readonly weight: number | null;
      readonly target: number;
    };
  };
  readonly openedAt: number;
  readonly holdNav: Decimal | null;
  readonly decisions: Readonly<Record<string, number>>;
  readonly trading: {
    readonly executions: number;
    readonly legs: number;
    readonly notional: number;
    readonly plannedCost: number;
    readonly realisedCost: number;
    readonly quality: readonly ExecutionQuality[];
  };
};

export function portfolioText(report: PortfolioReportView): string {
  const { state, openedAt } = report;
  const { quote } = state;
  return [
    `${state.name} · ${utcTime(state.asOf)} · ${state.mode}`,
    '',
    ...holdings(state),
    '',
    `NAV ${money(state.nav, quote)} ${quote}, since ${utcTime(openedAt)}`,
    ...(state.leverage === undefined
      ? []
      : [`leverage ${leverageWords(state.leverage.used, state.leverage.most)}`]),
    ...holdLine(report),
    decisionLine(report.decisions),
    ...tradeLines(report),
    ...qualityTable(report),
  ].join('\n');
}

function holdings({ assets, cash, quote }: PortfolioReportView['state']): readonly string[] {
  const share = (fraction: number | null): string => (fraction === null ? '' : weight(fraction));
  const columns = [
    { title: 'asset', align: 'left' as const },
    { title: 'held' },
    { title: `value in ${quote}` },
    { title: 'weight' },
    { title: 'target' },
  ];
  const rows = assets.map((asset) => [
    asset.symbol,
    asset.quantity,
    asset.value === null ? 'no price' : money(asset.value, quote),
    share(asset.weight),
    weight(asset.target),
  ]);
  const last = ['cash', '', money(cash.quantity, quote), share(cash.weight), weight(cash.target)];
  return textTable(columns, [...rows, last]);
}

function holdLine({ state, holdNav }: PortfolioReportView): readonly string[] {
  if (holdNav === null) return [];
  const { nav, quote } = state;
  const ahead = toNumber(nav) - toNumber(holdNav);
  const gap = money(decimalOf(Math.abs(ahead)), quote);
  const than = ahead < 0 ? `${gap} less` : `${gap} more`;
  return [
    `holding the first balances would be worth ${money(holdNav, quote)} ${quote}: the portfolio has ${than}`,
  ];
}

function decisionLine(decisions: PortfolioReportView['decisions']): string {
  const total = Object.values(decisions).reduce((sum, count) => sum + count, 0);
  const parts = Object.entries(decisions).map(
    ([state, count]) => `${count} ${state === 'none' ? 'to trade nothing' : state}`,
  );
  return `${plural(total, 'decision')}: ${parts.join(', ')}`;
}

function tradeLines({ trading, state }: PortfolioReportView): readonly string[] {
  const { executions, legs, notional, plannedCost, realisedCost } = trading;
  if (notional === 0) return ['nothing was traded'];
  const { quote } = state;
  return [
    `traded ${money(decimalOf(notional), quote)} ${quote} in ${plural(legs, 'order')} of ${plural(executions, 'execution')}`,
    `cost ${fixed(realisedCost, 2)} ${quote} (${bps((1e4 * realisedCost) / notional)}), ${fixed(plannedCost, 2)} planned`,
  ];
}

const executionsShown = 10;

/** The newest executions and all of them together; nothing where none met a book. */
function qualityTable({ trading: { quality }, state }: PortfolioReportView): readonly string[] {
  const all = qualityOfAll(quality);
  if (all === null) return [];
  const columns = [
    { title: 'execution quality', align: 'left' as const },
    { title: `traded in ${state.quote}` },
    { title: 'expected' },
    { title: 'realised' },
    { title: 'as maker' },
  ];
  const row = (name: string, of: Omit<ExecutionQuality, 'executionId' | 'startedAt'>) => [
    name,
    money(decimalOf(of.notional), state.quote),
    bps(of.expectedBps),
    bps(of.realisedBps),
    weight(of.makerShare),
  ];
  const newest = quality.slice(0, executionsShown);
  return [
    '',
    ...textTable(columns, [
      ...newest.map((execution) => row(utcTime(execution.startedAt), execution)),
      row(`all ${quality.length}`, all),
    ]),
    'shortfall against the price at which the first order of each leg was made, fees included',
  ];
}
