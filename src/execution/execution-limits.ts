/** Bounds of an execution; times in ms of the portfolio's clock, which at a venue is the venue's. */
export const executionLimits = {
  attemptsPerLeg: 20,
  /** No new attempt this long after the start. */
  deadlineMs: 10 * 60_000,
  /** The same where a person carries the orders out. */
  instructionsMs: 3 * 86_400_000,
  /** Between two looks at an open order. */
  pollMs: 300,
  /** Before a new attempt when the book was too thin for the last one. */
  refillMs: 2_000,
  /** How far behind its fills an account may tell its balances. */
  balanceLagMs: 5_000,
  /** After which an order that has no end is left to a person. */
  endlessMs: 30 * 60_000,
  /** After which an order that should never rest is cancelled. */
  lingerMs: 10_000,
  /** Between two requests to cancel one order. */
  cancelAgainMs: 2_000,
  /** How long after its signature a venue takes a request (Binance: recvWindow). */
  receiveWindowMs: 5_000,
  /** After the window, until an order that was taken must be visible; and when the venue was in trouble. */
  fenceMs: 15_000,
  degradedFenceMs: 90_000,
  /** Reads past the fence that must not find an order, and the time between two that count. */
  notFoundReads: 3,
  notFoundSpacingMs: 2_000,
  /** A book that was read longer ago is stale. */
  bookAgeMs: 2_000,
  /** How much worse than the walked price an order may take, once for each order of the leg, in bps. */
  slackBps: 2,
  /** Of an order that rests, how often it is placed anew at the touch. */
  mostRepegs: 3,
  /** Between two slices of an order that the book does not hold, and their share of what the market trades meanwhile. */
  shortestSliceMs: 5_000,
  longestSliceMs: 30_000,
  shareOfVolume: 0.1,
  /** The longest single wait, so that a driver shows that it is alive. */
  longestWaitMs: 5_000,
  /** How often a wait looks whether trading was halted. */
  haltCheckMs: 500,
} as const;
