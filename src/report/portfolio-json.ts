/** The report of a portfolio as JSON. */
import { type Decimal, decimalOf, toPlaces } from '../base/decimal.ts';
import { type ExecutionQuality, qualityOfAll } from './execution-quality.ts';
import { isoTime } from './format.ts';
import type { PortfolioReportView } from './text-portfolio.ts';

export function portfolioJson(
  report: PortfolioReportView & { readonly opened: Readonly<Record<string, Decimal>> },
) {
  const { state, openedAt, opened, holdNav, decisions, trading } = report;
  const { name, quote, mode, asOf, nav, assets, cash, leverage } = state;
  const { executions, legs, notional, plannedCost, realisedCost } = trading;
  return {
    schemaVersion: 1 as const,
    ...{ portfolio: name, quote, mode },
    asOf: isoTime(asOf),
    openedAt: isoTime(openedAt),
    ...{ nav, holdNav, opened },
    assets: assets.map(({ symbol, quantity, value, weight, target }) => ({
      ...{ symbol, quantity, value, weight, target },
    })),
    cash: { quantity: cash.quantity, weight: cash.weight, target: cash.target },
    ...(leverage === undefined ? {} : { leverage }),
    decisions,
    trading: {
      ...{ executions, legs },
      notional: money(notional),
      plannedCost: money(plannedCost),
      realisedCost: money(realisedCost),
      quality: qualityJson(trading.quality),
    },
  };
}

function money(value: number): Decimal {
  return toPlaces(decimalOf(value), 8, 'down');
}

/** Shortfalls against the prices at arrival. */
function qualityJson(quality: readonly ExecutionQuality[]) {
  const all = qualityOfAll(quality);
  return {
    all: all === null ? null : { ...all, notional: money(all.notional) },
    executions: quality.map(({ executionId, startedAt, notional, ...shortfall }) => ({
      executionId,
      startedAt: isoTime(startedAt),
      notional: money(notional),
      ...shortfall,
    })),
  };
}
