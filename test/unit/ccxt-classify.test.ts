/** What became of an order, told from the reply alone: one row for each reply that an exchange, or the way to it, may give. */
import { describe, expect, it } from 'vitest';
import { classify, type Outcome } from '../../src/adapters/ccxt/classify.ts';
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

const error = (code: number, msg: string): string => JSON.stringify({ code, msg });
const json = (body: unknown): string => JSON.stringify(body);

/** rest-api.md, "New order": the shape of a receipt. */
const receipt = json({ symbol: 'BTCUSDT', orderId: 28, clientOrderId: ourId, status: 'NEW' });

describe('an order at Binance', () => {
  const rows: readonly (readonly [string, Given, Partial<Outcome>])[] = [
    ['a receipt under our id', { status: 200, body: receipt }, { kind: 'accepted', orderId: '28' }],
    ['no reply', { fault: 'TimeoutError' }, { kind: 'unknown' }],
    ['headers and then nothing', { status: 200, fault: 'TimeoutError' }, { kind: 'unknown' }],
    ['a connection that was reset', { fault: 'ECONNRESET' }, { kind: 'unknown' }],
    ['a page of HTML', { status: 200, body: '<html>502</html>' }, { kind: 'unknown' }],
    ['a cut receipt', { status: 200, body: receipt.slice(0, 40) }, { kind: 'unknown' }],
    ['an empty body', { status: 200, body: '' }, { kind: 'unknown' }],
    ['an empty object', { status: 200, body: '{}' }, { kind: 'unknown' }],
    ['null', { status: 200, body: 'null' }, { kind: 'unknown' }],
    [
      'a receipt without an order id',
      { status: 200, body: json({ clientOrderId: ourId }) },
      { kind: 'unknown' },
    ],
    [
      'a receipt under another id',
      { status: 200, body: json({ orderId: 28, clientOrderId: 'another' }) },
      { kind: 'unknown' },
    ],
    ['500 with HTML', { status: 500, body: '<html>' }, { kind: 'degraded' }],
    ['503 with −1008', { status: 503, body: error(-1008, 'Busy.') }, { kind: 'degraded' }],
    ['504 with −1007', { status: 504, body: error(-1007, 'Timeout.') }, { kind: 'degraded' }],
    ['−1000', { status: 400, body: error(-1000, 'Unknown error.') }, { kind: 'degraded' }],
    ['−1006', { status: 400, body: error(-1006, 'Unexpected.') }, { kind: 'degraded' }],
    ['−1016, maintenance', { status: 503, body: error(-1016, 'Gone.') }, { kind: 'degraded' }],
    [
      '−1008 with a refusal’s status',
      { status: 400, body: error(-1008, 'Busy.') },
      { kind: 'degraded' },
    ],
    [
      '429 with −1003 and Retry-After',
      { status: 429, body: error(-1003, 'Too many.'), retryAfterMs: 7_000 },
      { kind: 'refused', retryAfterMs: 7_000, because: 'limit' },
    ],
    [
      '418 without Retry-After',
      { status: 418, body: '<html>' },
      { kind: 'refused', retryAfterMs: 60_000, because: 'limit' },
    ],
    [
      '−1021, a clock that is off',
      {
        status: 400,
        body: error(-1021, 'Timestamp for this request is outside of the recvWindow.'),
      },
      { kind: 'refused', retryAfterMs: 1_000, because: 'clock' },
    ],
    [
      '−2015, a key that was revoked',
      { status: 401, body: error(-2015, 'Invalid API-key, IP, or permissions for action.') },
      { kind: 'refused', because: 'key' },
    ],
    [
      '−2010, too little money',
      {
        status: 400,
        body: error(-2010, 'Account has insufficient balance for requested action.'),
      },
      { kind: 'refused' },
    ],
    [
      '−2010, the id was used before: an order with it is there',
      { status: 400, body: error(-2010, 'Duplicate order sent.') },
      { kind: 'unknown' },
    ],
    [
      '−2010, a maker that would take',
      { status: 400, body: error(-2010, 'Order would immediately match and take.') },
      { kind: 'refused', retryAfterMs: 1_000 },
    ],
    [
      '−1013, a filter',
      { status: 400, body: error(-1013, 'Filter failure: LOT_SIZE') },
      { kind: 'refused', rulesChanged: true },
    ],
    [
      '−1013, a price too far from the average',
      { status: 400, body: error(-1013, 'Filter failure: PERCENT_PRICE_BY_SIDE') },
      { kind: 'refused', retryAfterMs: 1_000 },
    ],
    ['a code that is not listed', { status: 400, body: error(-9999, 'New.') }, { kind: 'unknown' }],
    ['403 of a firewall', { status: 403, body: '<html>' }, { kind: 'unknown' }],
  ];

  it.each(rows)('%s', (_, given, wanted) => {
    const outcome = outcomeAt('binance', given);
    expect(outcome).toMatchObject(wanted);
    if (outcome.kind === 'refused') {
      const told = 'because' in wanted ? wanted.because : undefined;
      expect(outcome.because).toBe(told);
      expect(outcome.retryAfterMs).toBe('retryAfterMs' in wanted ? wanted.retryAfterMs : undefined);
    }
  });

  it('says what did not come back', () => {
    expect(outcomeAt('binance', { fault: 'ECONNRESET' })).toMatchObject({
      cause: 'Binance did not answer POST /api/v3/order (ECONNRESET)',
    });
    expect(outcomeAt('binance', { status: 200, fault: 'TimeoutError' })).toMatchObject({
      cause: 'Binance broke off its answer to POST /api/v3/order: 200 (TimeoutError)',
    });
  });

  it('says status and hash of what came back, and no query', () => {
    const outcome = outcomeAt('binance', {
      status: 400,
      body: error(-1013, 'Filter failure: LOT_SIZE'),
    });
    expect(outcome).toMatchObject({
      cause: expect.stringMatching(
        /^Binance answered POST \/api\/v3\/order: 400 \{.*LOT_SIZE.*\} \(sha256 [0-9a-f]{16}\)$/,
      ),
    });
  });
});

/** developers.binance.com/docs/derivatives/usds-margined-futures/error-code. */
describe('an order at Binance USD-M', () => {
  const refused = { kind: 'refused' } as const;
  const later = { ...refused, retryAfterMs: 1_000 };
  const otherRules = { ...refused, rulesChanged: true } as const;
  const rows: readonly (readonly [number, string, Partial<Outcome>])[] = [
    [-1111, 'Precision is over the maximum defined for this asset.', otherRules],
    [-2018, 'Balance is insufficient.', refused],
    [-2019, 'Margin is insufficient.', refused],
    [-2022, 'ReduceOnly Order is rejected.', refused],
    [-2027, 'Exceeded the maximum allowable position at current leverage.', refused],
    [-4061, "Order's position side does not match user's setting.", refused],
    [-4003, 'Quantity less than zero.', otherRules],
    [-4005, 'Quantity greater than max quantity.', otherRules],
    [-4013, 'Price less than min price.', otherRules],
    [-4014, 'Price not increased by tick size.', otherRules],
    [-4023, 'Qty not increased by step size.', otherRules],
    [
      -4164,
      "Order's notional must be no smaller than 5.0 (unless you choose reduce only)",
      otherRules,
    ],
    [-4016, 'Price is higher than mark price multiplier cap.', later],
    [-4131, 'The counterparty’s best price does not meet the PERCENT_PRICE filter limit', later],
    [
      -5021,
      'Due to the order could not be filled immediately, the FOK order has been rejected.',
      later,
    ],
    [
      -5022,
      'Due to the order could not be executed as maker, the Post Only order will be rejected.',
      later,
    ],
    [
      -5028,
      'Timestamp for this request is outside of the ME recvWindow.',
      { ...later, because: 'clock' },
    ],
    [-2017, 'API Keys are locked on this account.', { ...refused, because: 'key' }],
    [-1007, 'Timeout waiting for response from backend server.', { kind: 'degraded' }],
    // The id was used before: an order with it is there.
    [-4116, 'ClientOrderId is duplicated.', { kind: 'unknown' }],
    // Not explained.
    [-2010, 'NEW_ORDER_REJECTED', { kind: 'unknown' }],
    [-1013, 'INVALID_MESSAGE', { kind: 'unknown' }],
    [-4999, 'New.', { kind: 'unknown' }],
  ];

  it.each(rows)('%i, %s', (code, message, wanted) => {
    const outcome = outcomeAt('binanceusdm', { status: 400, body: error(code, message) });
    expect(outcome).toEqual({ ...wanted, cause: expect.stringContaining(String(code)) });
  });

  it('is there by its receipt, also when it expired at once', () => {
    const body = json({ symbol: 'BTCUSDT', orderId: 28, clientOrderId: ourId, status: 'EXPIRED' });
    expect(outcomeAt('binanceusdm', { status: 200, body })).toEqual({
      ...{ kind: 'accepted', orderId: '28' },
    });
  });
});
