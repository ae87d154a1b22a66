/** The way to a simulated venue and back: requests and answers are lost, late or refused, and what is read may be of some time ago. */
import { VenueError } from '../../../src/base/errors.ts';
import { executionLimits } from '../../../src/execution/execution-limits.ts';
import type {
  Fill,
  OrderReference,
  OrderReport,
  OrderRequest,
  Sweep,
} from '../../../src/execution/order.ts';
import type { Broker, SubmitOutcome } from '../../../src/ports/broker.ts';
import type { Choices } from './choices.ts';
import type { FaultRates, Scenario } from './scenario.ts';
import { quantityOf, type VenueOrder } from './true-books.ts';
import type { Venue } from './venue.ts';
import type { VirtualTime } from './virtual-time.ts';

/** After which a sender gives up. */
const timeoutMs = 10_000;
/** How late the venue may take an order when it is in trouble. */
const troubleMs = 60_000;

type Given = {
  readonly account: string;
  readonly venue: Venue;
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly choices: Choices;
};

/** As the venue's, but told to nobody: one for each worker. */
export function createFaultyBroker(given: Given): Broker {
  const { account, venue, scenario, time, choices } = given;
  const { rates, latencyMs, lagMs } = scenario;
  let quietUntil = 0;

  const travel = (): Promise<void> => time.sleep(Math.round(choices.mostlyNear(10, latencyMs)));
  /** As late as can be half of the time. */
  const past = (kind: keyof Scenario['lagMs']): number => {
    const share = choices.chance(0.5) ? 1 : choices.between(0, 1);
    return time.now() - Math.round(share * lagMs[kind]);
  };

  const ask = async (): Promise<void> => {
    if (time.now() < quietUntil) throw new VenueError('unavailable', 'a Retry-After runs');
    await travel();
    if (!choices.chance(rates.failedRead)) return;
    if (choices.chance(0.3)) await time.sleep(timeoutMs);
    throw new VenueError(choices.chance(0.5) ? 'unknown' : 'unavailable', 'the read failed');
  };

  const find = (clientOrderId: string, asOf: number): VenueOrder | undefined =>
    venue.books.orders.find(
      (order) =>
        order.request.clientOrderId === clientOrderId &&
        order.acceptedAt <= asOf &&
        !isHidden(order, time.now()),
    );

  const report = (order: VenueOrder, asOf: number): OrderReport =>
    reportOf(
      order,
      { asOf, tradesAsOf: past('trades'), isMixed: choices.chance(rates.mixedReports) },
      choices,
    );

  return {
    account,

    async holdings() {
      await ask();
      const holdings = venue.books.holdingsAt(past('balances'));
      await travel();
      return holdings;
    },

    async submit(request) {
      if (time.now() < quietUntil) return refused('a Retry-After runs', quietUntil - time.now());
      const fault = drawFault(rates, choices);
      if (fault === 'rateLimit') {
        const waitMs = Math.round(choices.between(1_000, 60_000));
        quietUntil = time.now() + waitMs;
        return refused('too many requests', waitMs);
      }
      if (fault === 'refusal') return { kind: 'rejected', cause: 'the account may not trade this' };
      if (fault !== undefined) return fail(given, fault, request);
      await travel();
      const answer = venue.arrive(request);
      const told = 'kind' in answer ? answer : accepted(answer, report(answer, time.now()));
      await travel();
      return told;
    },

    async query({ clientOrderId }) {
      await ask();
      const asOf = past('query');
      const order = find(clientOrderId, asOf);
      const told = order && report(order, asOf);
      await travel();
      return told;
    },

    async cancel({ clientOrderId }) {
      if (time.now() < quietUntil) throw new VenueError('unavailable', 'a Retry-After runs');
      if (choices.chance(rates.lostCancel)) throw new VenueError('unknown', 'no answer');
      if (choices.chance(rates.lateCancel)) {
        time.at(time.now() + choices.between(0, 20_000), () => venue.cancel(clientOrderId));
        throw new VenueError('unknown', 'no answer');
      }
      await travel();
      venue.cancel(clientOrderId);
      await travel();
    },

    async sweep(reference): Promise<Sweep> {
      await ask();
      const listsAsOf = past('lists');
      const own = find(reference.clientOrderId, listsAsOf);
      const order = own && report(own, listsAsOf);
      await ask();
      const trades = unknownTrades(reference, listsAsOf, past('trades'));
      await ask();
      return { order, trades, total: venue.books.holdingsAt(past('balances')).total };
    },

    async openOrders() {
      await ask();
      const asOf = past('lists');
      return venue.books.orders
        .filter(({ acceptedAt, closedAt }) => acceptedAt <= asOf && (closedAt ?? asOf + 1) > asOf)
        .map(({ request: { clientOrderId, market } }) => ({ clientOrderId, market }));
    },
  };

  /** Of a market since the order was signed, but for those of orders that the lists show. */
  function unknownTrades(reference: OrderReference, listsAsOf: number, asOf: number): Fill[] {
    const { clientOrderId, market, signedAt } = reference;
    const since = signedAt - executionLimits.receiveWindowMs;
    return venue.books.orders
      .filter((order) => order.request.market === market && !isHidden(order, time.now()))
      .flatMap(({ request, acceptedAt, trades }) => {
        const isOther = request.clientOrderId !== clientOrderId && acceptedAt <= listsAsOf;
        return isOther ? [] : trades.filter(({ at }) => at >= since && at <= asOf);
      });
  }
}

/** One that changed no balance would show nowhere at all. */
function isHidden({ hiddenUntil, trades }: VenueOrder, now: number): boolean {
  return hiddenUntil > now && trades.length > 0;
}

type OrderFault = keyof Pick<
  FaultRates,
  | 'rateLimit'
  | 'refusal'
  | 'troubleBefore'
  | 'troubleAfter'
  | 'troubleLate'
  | 'lostOrder'
  | 'lostAnswer'
  | 'lateOrder'
>;

const orderFaults: readonly OrderFault[] = [
  ...(['rateLimit', 'refusal', 'troubleBefore', 'troubleAfter', 'troubleLate'] as const),
  ...(['lostOrder', 'lostAnswer', 'lateOrder'] as const),
];

function drawFault(rates: FaultRates, { chance }: Choices): OrderFault | undefined {
  return orderFaults.find((fault) => chance(rates[fault]));
}

/** The order may arrive, now or later, and its sender does not learn whether it did. */
async function fail(
  { venue, time, choices, scenario }: Given,
  fault: OrderFault,
  request: OrderRequest,
): Promise<SubmitOutcome> {
  await time.sleep(Math.round(choices.mostlyNear(10, scenario.latencyMs)));
  switch (fault) {
    case 'troubleAfter':
      venue.arrive(request);
      break;
    case 'troubleLate': {
      const isAtGate = time.now() <= request.signedAt + executionLimits.receiveWindowMs;
      const at = time.now() + choices.between(0, troubleMs);
      if (isAtGate) time.at(at, () => void venue.arrive(request, { isLate: true }));
      break;
    }
    case 'lostAnswer':
      venue.arrive(request);
      break;
    case 'lateOrder':
      time.at(time.now() + choices.between(0, 12_000), () => void venue.arrive(request));
      break;
  }
  const isTrouble = fault.startsWith('trouble');
  if (!isTrouble && choices.chance(0.5)) await time.sleep(timeoutMs);
  throw new VenueError(isTrouble ? 'unavailable' : 'unknown', fault);
}

function refused(cause: string, retryAfterMs: number): SubmitOutcome {
  return { kind: 'rejected', cause, retryAfterMs };
}

function accepted({ request }: VenueOrder, report: OrderReport): SubmitOutcome {
  return { kind: 'accepted', report: { ...report, clientOrderId: request.clientOrderId } };
}

/** An order as it was at a time, with the trades that were told by another; an open one may be told of in any way. */
function reportOf(
  { request: { clientOrderId }, trades, closedAt }: VenueOrder,
  { asOf, tradesAsOf, isMixed }: { asOf: number; tradesAsOf: number; isMixed: boolean },
  choices: Choices,
): OrderReport {
  const status = closedAt !== null && closedAt <= asOf ? 'closed' : 'open';
  const told = trades.filter(({ at }) => at <= tradesAsOf);
  const filled = quantityOf(trades, asOf);
  if (!isMixed) return { clientOrderId, status, filled, fills: told };
  const some = status === 'closed' ? told : told.filter(() => choices.chance(0.7));
  const fills = [...some.filter(() => choices.chance(0.3)), ...some].reverse();
  return { clientOrderId, status, filled, fills };
}
