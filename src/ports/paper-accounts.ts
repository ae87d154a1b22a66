/** The books of accounts that no exchange keeps: on paper they stand for one, of advisory accounts for what a person tells. */
import type { Decimal } from '../base/decimal.ts';
import type { Balances, OrderReport, OrderRequest } from '../execution/order.ts';

/** An order as the venue took it, on the terms of that moment. */
export type TakenOrder = {
  readonly account: string;
  readonly request: OrderRequest;
  readonly feeBps: number;
  /** Of its market, in base units. */
  readonly stepSize: Decimal;
  readonly acceptedAt: number;
};

/** What became of it so far. */
export type PaperProgress = Pick<OrderReport, 'status' | 'fills'> & {
  /** How many books it has met. */
  readonly looks: number;
};

export type PaperOrder = TakenOrder & PaperProgress;

export interface PaperAccounts {
  /** Opens an account with these balances; false when it exists. */
  open(account: string, balances: Balances): Promise<boolean>;
  balances(account: string): Promise<Balances | undefined>;
  setBalance(account: string, asset: string, quantity: Decimal): Promise<void>;
  /** Keeps a new order as open. Errors: the database refuses a client order id it has seen. */
  insertOrder(order: TakenOrder): Promise<void>;
  order(clientOrderId: string): Promise<PaperOrder | undefined>;
  /** Those of an account that are open, first taken first. */
  openOrders(account: string): Promise<readonly PaperOrder[]>;
  /** Errors: InvariantError when the order is not open. */
  updateOrder(clientOrderId: string, progress: PaperProgress): Promise<void>;
}
