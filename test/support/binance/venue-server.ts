/** Serves a test venue on loopback: requests in, deliveries out, and the hands behind it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRandom } from '../../../src/base/random.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Endpoint } from './endpoint.ts';
import { type Delivery, handle, type VenueReply } from './exchange.ts';
import { createFaults, type FaultScript } from './faults.ts';
import { createJournal, type JournalEntry } from './journal.ts';
import type { VenueOrder, VenueTrade } from './order.ts';
import type { Key } from './security.ts';
import { textOf } from './units.ts';
import type { Venue } from './venue.ts';
import { createVenueHand, type VenueHand } from './venue-hand.ts';

/** A venue on loopback, and what a test sees and does of it from behind. */
export type VenueServer = {
  /** Such as http://127.0.0.1:41234; takes the place of https://api.binance.com. */
  readonly url: string;
  readonly key: Key;
  readonly clock: Clock;
  readonly faults: FaultScript;
  readonly hand: VenueHand;
  /** The venue's clock goes so much ahead of `clock` from now on. */
  setClockOffset(ms: number): void;
  /** All orders of the account, as they are now. */
  orders(): readonly VenueOrder[];
  ordersWithPrefix(prefix: string): readonly VenueOrder[];
  /** All trades of the account, in order of booking. */
  fills(): readonly VenueTrade[];
  balances(): Readonly<Record<string, { readonly free: string; readonly locked: string }>>;
  requests(): readonly JournalEntry[];
  totalWeight(): number;
  /** Rejects with the first mistake of the server's own, if it made one: what it answered then was no scripted fault. */
  close(): Promise<void>;
};

type Endpoints<V extends Venue> = ReadonlyMap<string, Endpoint<V>>;

export function byRoute<V extends Venue>(endpoints: readonly Endpoint<V>[]): Endpoints<V> {
  return new Map(endpoints.map((endpoint) => [endpoint.route, endpoint]));
}

export async function serveVenue<V extends Venue>(
  venue: V,
  endpoints: Endpoints<V>,
  { clock, seed }: { clock: Clock; seed: number },
): Promise<VenueServer> {
  const faults = createFaults(createRandom(seed + 1));
  const journal = createJournal();
  let offsetMs = 0;
  const now = (): number => clock.now() + offsetMs;

  const mistakes: unknown[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      mistakes.push(error);
      response.destroy();
    });
  });
  // Connections that nobody uses are kept: one that closes by itself would be a fault that no test asked for.
  server.keepAliveTimeout = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const [path = '', ...query] = (request.url ?? '').split('?');
    const header = request.headers['x-mbx-apikey'];
    const delivery = handle(
      venue,
      endpoints,
      {
        ...{ method: request.method ?? '', path, body, query: query.join('?') },
        apiKey: typeof header === 'string' ? header : undefined,
      },
      { nowMs: now(), faults, journal },
    );
    if (delivery.how === 'answer' && delivery.afterMs > 0) await clock.sleep(delivery.afterMs);
    send(delivery, response);
  };
  const url = await listen(server);
  /** Brings the books up to the clock, so that fills of resting orders are seen without a request. */
  const settled = () => {
    venue.engine.advance(now());
    return venue.records;
  };

  return {
    ...{ url, key: venue.options.key, clock, faults },
    hand: createVenueHand(venue, { nowMs: now }),
    setClockOffset(ms) {
      offsetMs = ms;
    },
    orders: () => settled().orders(Infinity),
    ordersWithPrefix: (prefix) =>
      settled()
        .orders(Infinity)
        .filter(({ clientOrderId }) => clientOrderId.startsWith(prefix)),
    fills: () => settled().trades(Infinity),
    balances() {
      settled();
      return Object.fromEntries(
        [...venue.wallet.balancesAt(Infinity)].map(([asset, { free, locked }]) => [
          asset,
          { free: textOf(free), locked: textOf(locked) },
        ]),
      );
    },
    requests: () => journal.entries(),
    totalWeight: () => venue.limits.totalWeight(),
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      if (mistakes.length > 0) throw mistakes[0];
    },
  };
}

function listen(server: ReturnType<typeof createServer>): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function send(delivery: Delivery, response: ServerResponse): void {
  switch (delivery.how) {
    case 'hold':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'stall': {
      const { text } = delivery.reply;
      writeHead(response, delivery.reply);
      response.write(text.slice(0, Math.ceil(text.length / 2)));
      return;
    }
    case 'answer':
      writeHead(response, delivery.reply);
      response.end(delivery.reply.text);
  }
}

function writeHead(response: ServerResponse, { status, headers, text }: VenueReply): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
}
