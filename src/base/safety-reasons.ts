/** The reason codes of safety: rails before an order, caps of what is traded without a person, demotions, orders to resolve. */
import type { ReasonEntry } from './data-reasons.ts';

export const safetyReasons = {
  COST_RISEN: {
    room: 'approval',
    sentence:
      'the trades would cost {nowBps} bp of NAV, {plannedBps} bp when the plan was made; at most {limitPct} % more are allowed',
    meaning: 'The books got thinner after the plan was made. A new plan is needed.',
  },
  PLAN_CUT: {
    room: 'plan',
    sentence:
      'the plan is cut from {wantedPct} % to {tradedPct} % of NAV, what may be traded without a person; the worst drift goes first',
    meaning:
      'At the autonomy level `autonomous` a plan that no person is asked for keeps inside the caps of `rails`. The rest is for the next looks.',
  },
  ORDER_OVER_CAP: {
    room: 'approval',
    sentence:
      'the order of {symbol} is worth {sharePct} % of NAV; without a person at most {limitPct} % are traded',
    meaning: '`rails.order` binds what a rule approves. A person may approve more.',
  },
  PLAN_OVER_CAP: {
    room: 'approval',
    sentence: 'the plan would {side} {sharePct} % of NAV; without a person at most {limitPct} %',
    meaning: '`rails.plan` binds what a rule approves, one way. A person may approve more.',
  },
  DAY_OVER_CAP: {
    room: 'approval',
    sentence:
      'with what was traded in the last 24 hours it would {side} {sharePct} % of NAV; without a person at most {limitPct} %',
    meaning:
      '`rails.day` binds what a rule approves, one way. A person may approve more, and what they approved counts.',
  },
  ORDERS_OVER_CAP: {
    room: 'approval',
    sentence:
      '{orders} orders would leave in 24 hours with those to come; without a person at most {limit}',
    meaning: '`rails.ordersPerDay` binds what a rule approves.',
  },
  MARKET_NOT_ALLOWED: {
    room: 'execution',
    sentence: '{symbol}: no order leaves, because the market is not among those that may be traded',
    meaning:
      'Orders are placed on the markets of the portfolio only, or where `rails.markets` is given, on those.',
  },
  PRICE_OLD: {
    room: 'execution',
    sentence: '{symbol}: its prices are {ageSeconds} s old, at most {limitSeconds} s are allowed',
    meaning: 'No order is placed on a book that stands still: `rails.priceAgeSeconds`.',
  },
  SPREAD_TOO_WIDE: {
    room: 'execution',
    sentence: '{symbol}: the spread is {spreadBps} bp, at most {limitBps} bp are allowed',
    meaning:
      'No order is placed into a book this wide: `rails.spreadBps`, for BTC and ETH `rails.majorsSpreadBps`.',
  },
  PRICE_UNSURE: {
    room: 'execution',
    sentence:
      '{symbol}: two sources differ, the book says {book} and {source} {other}; at most {limitPct} % are allowed',
    meaning:
      'A price that only one source knows is not traded on: `rails.priceDeviation`. The book is held against the last candle, and before each order against the plan.',
  },
  PEG_BROKEN: {
    room: 'approval',
    sentence:
      '{market} is at {price}, more than {limitPct} % off 1: nothing is traded without a person',
    meaning:
      'One of two stablecoins has lost its peg (`rails.pegDeviation`). Plans wait for a person until it is back.',
  },
  MODEL_EXPIRED: {
    room: 'approval',
    sentence: 'the model in use is too old: nothing is traded without a person',
    meaning:
      'Its training ended longer ago than `forecast.modelMaxAgeDays`. Train and promote another, or wait for a person to approve each plan.',
  },
  DRAWDOWN_REACHED: {
    room: 'approval',
    sentence:
      'the NAV is {nav}, {dropPct} % below its peak of {peak}; from {limitPct} % on a person approves each plan',
    meaning:
      'The breaker `rails.drawdown` took the autonomy down to `approve`. Nothing is sold because of it. A person raises it again with a reason, and the peak begins anew.',
  },
  LEDGER_MISMATCH: {
    room: 'approval',
    sentence:
      'the account holds {actual} {asset}; the last look and the fills since make it {expected}',
    meaning:
      'Something that is not of Ballast moved an asset, or a fill is missing. The autonomy went down to `approve`; a person who has found the cause raises it again with a reason.',
  },
  AUTONOMY_NOT_DEMOTED: {
    room: 'approval',
    sentence: 'the autonomy is at its configured level, {level}',
    meaning: 'There is nothing to lift. The level itself is set by `autonomy.level`.',
  },
  EXECUTION_CLEAR: {
    room: 'execution',
    sentence: 'the execution {id} has no order that waits for a person',
    meaning: 'Only an order whose outcome the venue did not tell is to be resolved.',
  },
  ORDER_STILL_OPEN: {
    room: 'execution',
    sentence: 'the order {order} is still open at the venue; it was asked to cancel it',
    meaning: 'What it filled is booked. Resolve it again when the venue has cancelled it.',
  },
  ORDER_NOT_FOUND: {
    room: 'execution',
    sentence: 'the venue does not know the order {order}, and nothing speaks for it',
    meaning:
      'Look at the account yourself. If the order is not there, say so: --absent, or `"absent": true`.',
  },
  ORDER_CONTRADICTED: {
    room: 'execution',
    sentence: 'the order {order} is not found, but {cause}',
    meaning: 'As long as something speaks for the order it cannot count as never taken.',
  },
} as const satisfies Record<string, ReasonEntry>;
