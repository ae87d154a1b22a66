/** Whatever comes back for an order, it is neither taken nor refused unless the venue is known to say so. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/adapters/ccxt/classify.ts';
import { ccxtVenues } from '../../src/adapters/ccxt/venues.ts';

const ourId = '6d0f9d4a-1e0b-4c6e-9d3e-0a4bb3a2c111';
const receipt = JSON.stringify({ symbol: 'BTCUSDT', orderId: 28, clientOrderId: ourId });
const refusal = JSON.stringify({ code: -1013, msg: 'Filter failure: LOT_SIZE' });

const venues = fc.constantFrom(...Object.values(ccxtVenues));
const statuses = fc.constantFrom(200, 201, 400, 401, 403, 404, 409, 500, 502, 503, 504);
const reply = { method: 'POST', path: '/order', sentAt: 0, receivedAt: 1 };

describe('what became of an order', () => {
  it('is not known from a reply that means nothing', () => {
    fc.assert(
      fc.property(venues, statuses, fc.oneof(fc.json(), fc.string()), (venue, status, body) => {
        const { kind } = classify({ ...reply, status, body }, venue, ourId);
        expect(kind).toBe(status >= 500 ? 'degraded' : 'unknown');
      }),
    );
  });

  it('is not known from a receipt or a refusal that was cut short', () => {
    const texts = fc.constantFrom(receipt, refusal);
    fc.assert(
      fc.property(texts, fc.nat({ max: 1_000 }), (text, cut) => {
        const body = text.slice(0, cut % text.length);
        const { kind } = classify({ ...reply, status: 200, body }, ccxtVenues.binance, ourId);
        expect(kind).toBe('unknown');
      }),
    );
  });

  it('is not known from the receipt of another order', () => {
    fc.assert(
      fc.property(fc.uuid(), (other) => {
        const body = receipt.replace(ourId, other);
        const { kind } = classify({ ...reply, status: 200, body }, ccxtVenues.binance, ourId);
        expect(kind).toBe('unknown');
      }),
    );
  });
});
