/** What became of an order at Kraken, Coinbase, Bitvavo and One Trading, told from the reply alone. */
import { describe, expect, it } from 'vitest';
import { classify, limitOf, type Outcome } from '../../src/adapters/ccxt/classify.ts';
import type { Reply } from '../../src/adapters/ccxt/transport.ts';
import { ccxtVenues } from '../../src/adapters/ccxt/venues.ts';

const ourId = '6d0f9d4a-1e0b-4c6e-9d3e-0a4bb3a2c111';

type Given = Partial<Pick<Reply, 'status' | 'body' | 'fault' | 'retryAfterMs'>>;

function replyOf(given: Given): Reply {
  return { method: 'POST', path: '/api/v3/order', sentAt: 0, receivedAt: 1, ...given };
}

function outcomeAt(venue: keyof typeof ccxtVenues, given: Given): Outcome {
  return classify(replyOf(given), ccxtVenues[venue], ourId);
}

const json = (body: unknown): string => JSON.stringify(body);

describe('an order at the other exchanges', () => {
  it.each<[keyof typeof ccxtVenues, string, Given, Partial<Outcome>]>([
    // http_add_order_spot.json
    [
      'kraken',
      'taken',
      {
        status: 200,
        body: json({ error: [], result: { descr: {}, txid: ['OUF4EM-FRGI2-MQMWZD'] } }),
      },
      { kind: 'accepted', orderId: 'OUF4EM-FRGI2-MQMWZD' },
    ],
    [
      'kraken',
      'without an id',
      { status: 200, body: json({ error: [], result: { descr: {} } }) },
      { kind: 'unknown' },
    ],
    [
      'kraken',
      'too little money',
      { status: 200, body: json({ error: ['EOrder:Insufficient funds'] }) },
      { kind: 'refused' },
    ],
    [
      'kraken',
      'too late',
      { status: 200, body: json({ error: ['EService:Deadline elapsed'] }) },
      { kind: 'refused', retryAfterMs: 1_000 },
    ],
    [
      'kraken',
      'busy',
      { status: 200, body: json({ error: ['EService:Busy'] }) },
      { kind: 'degraded' },
    ],
    [
      'kraken',
      'too many requests',
      { status: 200, body: json({ error: ['EAPI:Rate limit exceeded'] }) },
      { kind: 'refused', because: 'limit' },
    ],
    [
      'kraken',
      'an id that is in use',
      { status: 200, body: json({ error: ['EOrder:Duplicate client order id'] }) },
      { kind: 'unknown' },
    ],
    [
      'coinbase',
      'taken',
      {
        status: 200,
        body: json({
          success: true,
          success_response: { order_id: 'o-1', client_order_id: ourId },
        }),
      },
      { kind: 'accepted', orderId: 'o-1' },
    ],
    [
      'coinbase',
      'taken under another id',
      {
        status: 200,
        body: json({ success: true, success_response: { order_id: 'o-1', client_order_id: 'x' } }),
      },
      { kind: 'unknown' },
    ],
    [
      'coinbase',
      'too little money',
      {
        status: 200,
        body: json({
          success: false,
          error_response: {
            error: 'UNKNOWN_FAILURE_REASON',
            preview_failure_reason: 'PREVIEW_INSUFFICIENT_FUND',
          },
        }),
      },
      { kind: 'refused' },
    ],
    [
      'coinbase',
      'failed for a reason that it does not know',
      {
        status: 200,
        body: json({
          success: false,
          error_response: {
            error: 'UNKNOWN_FAILURE_REASON',
            preview_failure_reason: 'UNKNOWN_PREVIEW_FAILURE_REASON',
          },
        }),
      },
      { kind: 'unknown' },
    ],
    [
      'bitvavo',
      'taken',
      { status: 200, body: json({ orderId: 'b-1', clientOrderId: ourId, status: 'new' }) },
      { kind: 'accepted', orderId: 'b-1' },
    ],
    [
      'bitvavo',
      'too little money',
      { status: 400, body: json({ errorCode: 216, error: 'You do not have sufficient balance' }) },
      { kind: 'refused' },
    ],
    [
      'bitvavo',
      'no answer of its engine',
      {
        status: 400,
        body: json({ errorCode: 109, error: 'Operation may or may not have succeeded.' }),
      },
      { kind: 'degraded' },
    ],
    [
      'bitvavo',
      'signed too long ago',
      {
        status: 403,
        body: json({ errorCode: 304, error: 'Request was not received within window' }),
      },
      { kind: 'refused', because: 'clock' },
    ],
    [
      'onetrading',
      'taken',
      { status: 201, body: json({ order_id: 't-1', client_id: ourId }) },
      { kind: 'accepted', orderId: 't-1' },
    ],
    [
      'onetrading',
      'too little money',
      { status: 422, body: json({ error: 'INSUFFICIENT_FUNDS' }) },
      { kind: 'refused' },
    ],
    [
      'onetrading',
      'in trouble',
      { status: 503, body: json({ error: 'SERVICE_UNAVAILABLE' }) },
      { kind: 'degraded' },
    ],
  ])('%s: %s', (venue, _, given, wanted) => {
    expect(outcomeAt(venue, given)).toMatchObject(wanted);
  });

  it('are left alone for as long as they ask', () => {
    expect(
      limitOf(replyOf({ status: 429, body: '', retryAfterMs: 5_000 }), ccxtVenues.kraken),
    ).toBe(5_000);
    expect(
      limitOf(
        replyOf({ status: 400, body: json({ errorCode: 105, error: 'banned' }) }),
        ccxtVenues.bitvavo,
      ),
    ).toBe(60_000);
    expect(limitOf(replyOf({ status: 200, body: '{}' }), ccxtVenues.coinbase)).toBeUndefined();
  });
});
