/** The account behind the paper venue: what it holds and why it cannot take an order, from its own units or on margin. */
import type { Holdings, OrderRequest } from '../../execution/order.ts';
import type { MarketData } from '../../ports/market-data.ts';
import type { Store, StoreSession } from '../../ports/store.ts';
import { type FundingTerms, isFundingDue } from './funding.ts';
import { balancesOf, holdingsOf, needOf, shortage } from './held-back.ts';
import {
  holdingsOnMargin,
  leverageBreach,
  type MarginTerms,
  type Marks,
  openingBreach,
  readMarks,
} from './margin.ts';

/** Prices are read before a transaction, since that waits for nobody. */
type Read<T> = (session: StoreSession) => Promise<T>;

export type PaperAccount = {
  readonly isOnMargin: boolean;
  holdings(): Promise<Read<Holdings>>;
  /** Why it cannot take an order at this fee, or undefined when it can. */
  refusal(order: { request: OrderRequest; feeBps: number }): Promise<Read<string | undefined>>;
  /** Undefined where nothing is due. */
  fundingDue(until: number): Promise<FundingTerms | undefined>;
};

export function createOwnAccount(account: string): PaperAccount {
  return {
    isOnMargin: false,
    holdings: async () => (session) => holdingsOf(session, account),
    refusal:
      async ({ request, feeBps }) =>
      async (session) => {
        if (request.reduceOnly === true) return 'nothing is held on margin that could be reduced';
        const { free } = await holdingsOf(session, account);
        return shortage(needOf(request, feeBps), free);
      },
    fundingDue: async () => undefined,
  };
}

export function createMarginAccount(
  account: string,
  given: {
    readonly margin: MarginTerms;
    readonly store: Store;
    readonly market: MarketData;
    /** The time whose prices count. */
    readonly pricesAt: () => number;
  },
): PaperAccount {
  const { margin, store, market } = given;
  const marksWith = async (assets: readonly string[]): Promise<Marks> => {
    const held = Object.keys((await store.paper.balances(account)) ?? {});
    const ordered = (await store.paper.openOrders(account)).map(({ request }) => request.base);
    return readMarks(margin, [...held, ...ordered, ...assets], given.pricesAt());
  };
  const stateIn = async (session: StoreSession, marks: Marks) => {
    const total = await balancesOf(session, account);
    return { total, orders: await session.paper.openOrders(account), marks };
  };

  return {
    isOnMargin: true,
    async holdings() {
      const marks = await marksWith([]);
      return async (session) => holdingsOnMargin(margin, await stateIn(session, marks));
    },
    async refusal({ request }) {
      const marks = await marksWith([request.base]);
      return async (session) => {
        const state = await stateIn(session, marks);
        return openingBreach(request, state.total) ?? leverageBreach(margin, state, request);
      };
    },
    async fundingDue(until) {
      const { quote } = margin;
      const isDue = await isFundingDue(store, account, until);
      if (market.fundingPerDay === undefined || !isDue) return undefined;
      const marks = await marksWith([]);
      const perDay = marks.size === 0 ? {} : await market.fundingPerDay([...marks.keys()]);
      return { quote, perDay, marks };
    },
  };
}
