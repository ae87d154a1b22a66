/** What an exchange tells of itself, of its markets, and of an account and its key. */
import type { TradingRules } from '../market/trading-rules.ts';

/**
 * A: orders carry our id and are refused after a bound time; fit for trading without a person. B: our id, a longer fence.
 * B-: our id, no bound time. C: no id of ours.
 */
export type Tier = 'A' | 'B' | 'B-' | 'C';

export type KeyRights = {
  readonly canRead: boolean;
  readonly canTrade: boolean;
  readonly canWithdraw: boolean;
  /** 'unknown' where the venue does not tell. */
  readonly ipRestricted: boolean | 'unknown';
};

export type AccountFees = { readonly takerFeeBps: number; readonly makerFeeBps: number };

/** So much in so much time; null where it is not told how much was used. */
export type RequestLimit = {
  readonly of: 'request weight' | 'requests' | 'orders';
  readonly most: number;
  readonly perMs: number;
  readonly used: number | null;
};

export type MarketFacts = {
  readonly market: string;
  readonly state: 'traded' | 'closed' | 'missing';
  /** Null where there is no such market. */
  readonly rules: TradingRules | null;
};

export type KeyFacts =
  /** There is none in the environment, or only a part of one. */
  | { readonly kind: 'none'; readonly cause: string }
  /** The venue does not take it. */
  | { readonly kind: 'refused'; readonly cause: string }
  /** The venue takes it, and does not tell what it may do. */
  | { readonly kind: 'untold' }
  | ({ readonly kind: 'told' } & KeyRights);

/** How an account on margin is set up at the venue. */
export type MarginFacts = {
  /** What must be changed there before anything can be traded, each with how. */
  readonly problems: readonly string[];
  /** The most that a position may be of its margin, as the venue has it set, by market. */
  readonly leverage: Readonly<Record<string, number>>;
};

export type VenueFacts = {
  readonly id: string;
  readonly name: string;
  readonly tier: Tier;
  /** Tried against a server that follows the venue's documentation, and not only written after it. */
  readonly isVerified: boolean;
  /** Time of the venue less that of this machine. */
  readonly offsetMs: number;
  /** Of several requests, one after the other. */
  readonly roundTripsMs: readonly number[];
  readonly limits: readonly RequestLimit[];
  readonly key: KeyFacts;
  readonly markets: readonly MarketFacts[];
  /** Markets between two of the assets that trade now. */
  readonly direct: readonly string[];
  /** The dearest of the markets; null where they cannot be told. */
  readonly fees: AccountFees | null;
  /** Of an account on margin; absent elsewhere, or without its key. */
  readonly margin?: MarginFacts;
};
