/** The limits of the test venue: request weight by address, unfilled orders by account, refusals and bans (rest-api.md lines 143–169). */
import { Refusal } from './refusal.ts';

export type Limits = {
  /** enums.md lines 135–144. */
  readonly weightPerMinute: number;
  /** enums.md lines 157–166. */
  readonly requestsPer5Minutes: number;
  /** rest-api.md lines 4656–4673. */
  readonly ordersPer10Seconds: number;
  readonly ordersPerDay: number;
  /** Further requests in a minute after the first 429, before the address is banned. */
  readonly refusalsBeforeBan: number;
  /** A first ban lasts two minutes, each further one twice as long as the one before (rest-api.md line 160). */
  readonly firstBanSeconds: number;
};

export const usualLimits: Limits = {
  weightPerMinute: 6_000,
  requestsPer5Minutes: 61_000,
  ordersPer10Seconds: 50,
  ordersPerDay: 160_000,
  refusalsBeforeBan: 10,
  firstBanSeconds: 120,
};

export type RateLimits = {
  readonly limits: Limits;
  /** Counts a request; throws 429 when a limit is exceeded, 418 while the address is banned. */
  charge(weight: number, ms: number): void;
  usedWeight(ms: number): number;
  /** All weight since the start. */
  totalWeight(): number;
  /** Throws −1015 when no further order may be placed. */
  checkOrders(ms: number): void;
  placed(ms: number): void;
  firstFill(fill: { isMaker: boolean }, ms: number): void;
  orderCounts(ms: number): { readonly per10Seconds: number; readonly perDay: number };
};

const minuteMs = 60_000;

/** Windows are fixed, as 12:34:00 to 12:34:10 (faqs/order_count_decrement.md lines 464–475). */
function createWindow(lengthMs: number): {
  count(ms: number): number;
  add(change: number, ms: number): void;
  secondsLeft(ms: number): number;
} {
  let start = 0;
  let count = 0;
  const at = (ms: number): void => {
    const current = Math.floor(ms / lengthMs);
    if (current !== start) count = 0;
    start = current;
  };
  return {
    count(ms) {
      at(ms);
      return count;
    },
    add(change, ms) {
      at(ms);
      count = Math.max(0, count + change);
    },
    secondsLeft: (ms) => Math.ceil((lengthMs - (ms % lengthMs)) / 1_000),
  };
}

export function createRateLimits(limits: Limits): RateLimits {
  const weight = createWindow(minuteMs);
  const requests = createWindow(5 * minuteMs);
  const refused = createWindow(minuteMs);
  const per10Seconds = createWindow(10_000);
  const perDay = createWindow(1_440 * minuteMs);
  let totalWeight = 0;
  let bans = 0;
  let bannedUntilMs = 0;

  /** errors.md line 25. */
  const banned = (ms: number): Refusal =>
    new Refusal(
      -1003,
      `Way too much request weight used; IP banned until ${bannedUntilMs}. Please use WebSocket Streams for live updates to avoid bans.`,
      { status: 418, retryAfterSeconds: Math.ceil((bannedUntilMs - ms) / 1_000) },
    );
  /** errors.md line 24. */
  const tooMuch = (retryAfterSeconds: number): Refusal =>
    new Refusal(
      -1003,
      `Too much request weight used; current limit is ${limits.weightPerMinute} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`,
      { status: 429, retryAfterSeconds },
    );

  return {
    limits,
    charge(cost, ms) {
      if (ms < bannedUntilMs) throw banned(ms);
      weight.add(cost, ms);
      requests.add(1, ms);
      totalWeight += cost;
      const isOverWeight = weight.count(ms) > limits.weightPerMinute;
      if (!isOverWeight && requests.count(ms) <= limits.requestsPer5Minutes) return;
      refused.add(1, ms);
      if (refused.count(ms) > limits.refusalsBeforeBan) {
        bannedUntilMs = ms + limits.firstBanSeconds * 1_000 * 2 ** bans;
        bans += 1;
        throw banned(ms);
      }
      throw tooMuch(isOverWeight ? weight.secondsLeft(ms) : requests.secondsLeft(ms));
    },
    usedWeight: (ms) => weight.count(ms),
    totalWeight: () => totalWeight,
    checkOrders(ms) {
      const isOver10Seconds = per10Seconds.count(ms) >= limits.ordersPer10Seconds;
      if (!isOver10Seconds && perDay.count(ms) < limits.ordersPerDay) return;
      const [limit, interval, window] = isOver10Seconds
        ? ([limits.ordersPer10Seconds, '10 SECOND', per10Seconds] as const)
        : ([limits.ordersPerDay, '1 DAY', perDay] as const);
      // errors.md lines 43–45, status by faqs/order_count_decrement.md lines 482–484.
      throw new Refusal(
        -1015,
        `Too many new orders; current limit is ${limit} orders per ${interval}.`,
        { status: 429, retryAfterSeconds: window.secondsLeft(ms) },
      );
    },
    placed(ms) {
      per10Seconds.add(1, ms);
      perDay.add(1, ms);
    },
    // faqs/order_count_decrement.md lines 519–551: a first fill takes off one, as maker five.
    firstFill({ isMaker }, ms) {
      per10Seconds.add(isMaker ? -5 : -1, ms);
      perDay.add(isMaker ? -5 : -1, ms);
    },
    orderCounts: (ms) => ({ per10Seconds: per10Seconds.count(ms), perDay: perDay.count(ms) }),
  };
}
