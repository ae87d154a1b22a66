/** Executions at their start, and orders and reports of them, for tests of the pure core. */
import type { Decimal } from '../../src/base/decimal.ts';
import type { Execution, ExecutionLeg } from '../../src/execution/execution.ts';
import type {
  ExecutionEvent,
  ExecutionState,
  ExecutionStep,
  LegTerms,
} from '../../src/execution/execution-step.ts';
import type { Balances, Fill, OrderReport, OrderRequest } from '../../src/execution/order.ts';
import type { OrderBook } from '../../src/market/order-book.ts';

export type LegSketch = {
  readonly side: 'buy' | 'sell';
  readonly symbol: string;
  readonly quantity: Decimal;
  readonly limitPrice: Decimal;
  /** On margin. */
  readonly reduceOnly?: boolean;
};

const terms: LegTerms = {
  ...{ stepSize: '0.01', tickSize: '0.01', minNotional: '5' },
  ...{ takerFeeBps: 10, makerFeeBps: 10, volumePerMs: null },
};

/** An execution of these legs, started at 0; steps of 0.01, orders of 5 or more, a fee of 10 bp. */
export function newState(legs: readonly LegSketch[]): ExecutionState {
  const execution: Execution = {
    id: 'x1',
    recommendationId: 'r1',
    portfolio: 'core',
    account: 'paper:core',
    planHash: 'f00',
    killEpoch: 0,
    status: 'executing',
    startedAt: 0,
    finishedAt: null,
    legs: legs.map(({ reduceOnly: _, ...leg }, index): ExecutionLeg => {
      const [base = '', quote = ''] = leg.symbol.split('/');
      const empty = { filled: '0', filledNotional: '0', fees: '0' };
      return {
        ...leg,
        ...empty,
        index,
        base,
        quote,
        status: 'pending',
        reason: null,
        arrival: null,
      };
    }),
  };
  return {
    ...{ execution, attempts: [], fills: [], style: { kind: 'taker' } },
    terms: legs.map(({ reduceOnly }) => ({ ...terms, reduceOnly })),
    permits: legs.map(() => null),
  };
}

/** The order that a step sends. Errors: when it sends none. */
export function sent({ commands }: ExecutionStep): OrderRequest {
  const [command] = commands;
  if (command?.kind !== 'submit') throw new Error(`an order was expected, was ${command?.kind}`);
  return command.order;
}

/** A fill of an order at a price, with a fee of 10 bp in the quote currency. */
export function fillOf(
  order: OrderRequest,
  fill: { tradeId?: string; quantity: Decimal; price?: Decimal },
): Fill {
  const { clientOrderId, market, side, quote } = order;
  const { tradeId = `${clientOrderId}-1`, quantity, price = order.limitPrice } = fill;
  const fee = String((Number(quantity) * Number(price)) / 1000);
  return { tradeId, clientOrderId, market, side, quantity, price, fee, feeAsset: quote, at: 0 };
}

/** The event that the account and the market of an order were read; everything is there in plenty unless told. */
export function looked(
  market: string,
  readAt: number,
  given: { free?: Balances; total?: Balances; book?: OrderBook } = {},
): ExecutionEvent {
  const [base = '', quote = ''] = market.split('/');
  const { free = { [base]: '1000000', [quote]: '1000000' }, book } = given;
  const { total = free } = given;
  return { kind: 'looked', market, holdings: { free, total }, book, readAt };
}

/** The event that the venue reports an order. */
export function reported(
  { clientOrderId }: OrderRequest,
  status: OrderReport['status'],
  fills: readonly Fill[] = [],
): ExecutionEvent {
  return { kind: 'reported', report: { clientOrderId, status, fills } };
}
