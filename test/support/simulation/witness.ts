/** Sees everything that is kept, sent and traded in a simulated run, and holds it to the invariants at once. */
import type { Attempt, AttemptState, Execution } from '../../../src/execution/execution.ts';
import type { Fill, Holdings, OrderReport, OrderRequest } from '../../../src/execution/order.ts';
import type { TradingState } from '../../../src/execution/permit.ts';
import type { OrderBook } from '../../../src/market/order-book.ts';
import { invariants } from './invariants.ts';
import type { Scenario } from './scenario.ts';
import type { TrueBooks, VenueOrder } from './true-books.ts';

export type Violation = { readonly invariant: string; readonly at: number; readonly what: string };

/** One thing that a transaction kept. */
export type Note =
  | { readonly kind: 'attempt'; readonly attempt: Attempt; readonly trading: TradingState }
  | { readonly kind: 'move'; readonly clientOrderId: string; readonly to: AttemptState }
  | { readonly kind: 'fill'; readonly fill: Fill }
  | { readonly kind: 'leg'; readonly leg: Execution['legs'][number] }
  | { readonly kind: 'finish'; readonly status: Execution['status']; readonly at: number }
  | { readonly kind: 'lease'; readonly epoch: number };

/** What is known at a moment: the journal as it was kept, and the books as they truly are. */
export type Seen = {
  readonly scenario: Scenario;
  readonly books: TrueBooks;
  execution: Execution;
  readonly attempts: Map<string, Attempt>;
  readonly fills: Fill[];
  readonly sends: Map<string, number>;
  /** What each worker was last told of the account. */
  readonly holdings: Map<string, Holdings>;
  /** The book of each market that each worker was shown last, by both names. */
  readonly shown: Map<string, OrderBook>;
  /** The epoch of the lease that each worker took last, and the highest. */
  readonly epochs: Map<string, number>;
  epoch: number;
  /** What the venue told of orders, oldest first. */
  readonly reports: OrderReport[];
};

export type Witness = {
  readonly seen: Seen;
  readonly violations: readonly Violation[];
  /** Everything in its order, as text, where it is asked for. */
  readonly story: readonly string[];
  kept(worker: string, notes: readonly Note[]): void;
  sent(worker: string, order: OrderRequest): void;
  told(worker: string, answer: OrderReport | Holdings | undefined): void;
  showed(worker: string, book: OrderBook): void;
  accepted(order: VenueOrder): void;
  traded(order: VenueOrder, fill: Fill): void;
  ended(): void;
};

export type WitnessOptions = {
  readonly scenario: Scenario;
  readonly execution: Execution;
  readonly books: () => TrueBooks;
  readonly now: () => number;
  /** Whether the story is kept. */
  readonly tells?: boolean;
};

export function createWitness(options: WitnessOptions): Witness {
  const { scenario, execution, now, tells = false } = options;
  const seen: Seen = {
    ...{ scenario, execution, attempts: new Map(), fills: [], sends: new Map() },
    ...{ holdings: new Map(), shown: new Map(), epochs: new Map(), epoch: 0, reports: [] },
    get books() {
      return options.books();
    },
  };
  const violations: Violation[] = [];
  const story: string[] = [];
  const tell = (what: string, thing: unknown): void => {
    if (tells) story.push(`${now() - execution.startedAt} ${what} ${JSON.stringify(thing)}`);
  };
  const hold = <T>(
    checks: Record<string, (seen: Seen, thing: T) => string | undefined>,
    thing: T,
  ) => {
    for (const [invariant, check] of Object.entries(checks)) {
      const what = problemOf(() => check(seen, thing));
      if (what === undefined) continue;
      violations.push({ invariant, at: now(), what });
      tell(`VIOLATION ${invariant}`, what);
    }
  };

  return {
    ...{ seen, violations, story },
    kept(worker, notes) {
      for (const note of notes) {
        tell(`${worker} keeps`, note);
        if (note.kind === 'attempt') hold(invariants.beforeAttempt, { ...note, worker });
        if (note.kind === 'move') hold(invariants.beforeMove, note);
        keep(seen, worker, note);
      }
      if (notes.length > 0) hold(invariants.afterCommit, undefined);
    },
    sent(worker, order) {
      tell(`${worker} sends`, order);
      seen.sends.set(order.clientOrderId, (seen.sends.get(order.clientOrderId) ?? 0) + 1);
      hold(invariants.onSend, { order, worker });
    },
    told(worker, answer) {
      tell(`${worker} is told`, answer ?? 'not found');
      if (answer === undefined) return;
      if ('free' in answer) seen.holdings.set(worker, answer);
      else seen.reports.push(answer);
    },
    showed(worker, book) {
      seen.shown.set(`${worker} ${book.market}`, book);
    },
    accepted(order) {
      tell('venue accepts', order.request.clientOrderId);
      hold(invariants.onAccept, order);
    },
    traded(order, fill) {
      tell('venue trades', fill);
      hold(invariants.onTrade, { order, fill });
    },
    ended() {
      hold(invariants.atEnd, undefined);
    },
  };
}

/** A check that cannot be made has failed. */
function problemOf(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    return String(error);
  }
}

function keep(seen: Seen, worker: string, note: Note): void {
  switch (note.kind) {
    case 'attempt':
      seen.attempts.set(note.attempt.clientOrderId, note.attempt);
      break;
    case 'move': {
      const attempt = seen.attempts.get(note.clientOrderId);
      if (attempt) seen.attempts.set(note.clientOrderId, { ...attempt, state: note.to });
      break;
    }
    case 'fill':
      seen.fills.push(note.fill);
      break;
    case 'leg': {
      const legs = seen.execution.legs.map((leg) =>
        leg.index === note.leg.index ? note.leg : leg,
      );
      seen.execution = { ...seen.execution, legs };
      break;
    }
    case 'finish':
      seen.execution = { ...seen.execution, status: note.status, finishedAt: note.at };
      break;
    case 'lease':
      seen.epochs.set(worker, note.epoch);
      seen.epoch = Math.max(seen.epoch, note.epoch);
  }
}
