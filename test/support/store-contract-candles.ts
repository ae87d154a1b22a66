/** What every store promises of its candle archive. */
import { describe, expect, test } from 'vitest';
import { DataError } from '../../src/base/errors.ts';
import { blockHashes, seedHash } from '../../src/market/candle-hash.ts';
import { type Candles, head } from '../../src/market/candles.ts';
import type { CandleReference, Store } from '../../src/ports/store.ts';
import type { CurrentStore } from './store-contract.ts';
import { sampleCandles } from './store-samples.ts';

const source = 'files:sample';

function keep(store: Store, candles: Candles, from = source): Promise<CandleReference> {
  return store.transact((session) => session.candles.keep(from, candles));
}

function changed(candles: Candles, bar: number): Candles {
  const close = candles.close.slice();
  close[bar] = -1;
  return { ...candles, close };
}

export function candleExpectations(current: CurrentStore): void {
  describe('candle archive', () => {
    const candles = sampleCandles(2500);

    test.each([0, 1, 1023, 1024, 1025, 2048, 2500])('gives back %i bars', async (bars) => {
      const reference = await keep(current(), head(candles, bars));
      const hash = blockHashes(head(candles, bars)).at(-1) ?? seedHash(candles);
      expect(reference).toMatchObject({ symbol: 'BTC', bars, sha256: hash });
      expect(await current().candles.read(reference)).toEqual(head(candles, bars));
    });

    test.each([
      [1000, 1001],
      [1000, 1024],
      [1024, 1025],
      [1024, 2500],
      [0, 1500],
    ])('a series of %i bars grows to %i and both references hold', async (before, after) => {
      const store = current();
      const first = await keep(store, head(candles, before));
      const second = await keep(store, head(candles, after));
      expect(second.seriesId).toBe(first.seriesId);
      expect(second.sha256).toBe(blockHashes(head(candles, after)).at(-1));
      expect(await store.candles.read(first)).toEqual(head(candles, before));
      expect(await store.candles.read(second)).toEqual(head(candles, after));
    });

    test.each([2499, 2048, 2047, 1024, 1000, 1])(
      'asking again for the first %i bars writes nothing and gives their hash',
      async (bars) => {
        const store = current();
        const whole = await keep(store, candles);
        // Outside transact a write would be refused.
        const reference = await store.candles.keep(source, head(candles, bars));
        const sha256 = blockHashes(head(candles, bars)).at(-1);
        expect(reference).toEqual({ ...whole, bars, sha256 });
        expect(await store.candles.read(reference)).toEqual(head(candles, bars));
      },
    );

    test.each([0, 1023, 1024, 2047, 2499])(
      'a change of bar %i starts a new series and keeps the old one',
      async (bar) => {
        const store = current();
        const old = await keep(store, candles);
        const mended = changed(candles, bar);
        const fresh = await keep(store, mended);
        expect(fresh.seriesId).not.toBe(old.seriesId);
        expect(await store.candles.read(old)).toEqual(candles);
        expect(await store.candles.read(fresh)).toEqual(mended);
        expect((await keep(store, mended)).seriesId).toBe(fresh.seriesId);
        expect((await keep(store, candles)).seriesId).toBe(old.seriesId);
      },
    );

    test('tells the newest series of a source, asset and interval whole', async () => {
      const store = current();
      const { symbol, intervalMs } = candles;
      const latest = () => store.candles.latest({ source, symbol, intervalMs });
      expect(await latest()).toBeUndefined();
      await keep(store, head(candles, 1500));
      expect(await latest()).toEqual(head(candles, 1500));
      await keep(store, candles);
      expect(await latest()).toEqual(candles);
      const mended = changed(head(candles, 2048), 1200);
      await keep(store, mended);
      expect(await latest()).toEqual(mended);
      const others = [
        { source: 'files:other', symbol, intervalMs },
        { source, symbol: 'ETH', intervalMs },
        { source, symbol, intervalMs: 2 * intervalMs },
      ];
      for (const other of others) expect(await store.candles.latest(other)).toBeUndefined();
    });

    test('a change inside a shorter series than is kept is noticed', async () => {
      const store = current();
      const old = await keep(store, candles);
      const fresh = await keep(store, changed(head(candles, 1500), 1200));
      expect(fresh.seriesId).not.toBe(old.seriesId);
    });

    test('series differ by source, symbol and interval', async () => {
      const store = current();
      const short = head(candles, 10);
      const references = [
        await keep(store, short),
        await keep(store, short, 'files:other'),
        await keep(store, { ...short, symbol: 'ETH' }),
        await keep(store, { ...short, intervalMs: 60_000 }),
      ];
      expect(new Set(references.map(({ seriesId }) => seriesId)).size).toBe(4);
    });

    test('a reference that does not fit the content is refused', async () => {
      const store = current();
      const reference = await keep(store, candles);
      const read = (change: Partial<CandleReference>) =>
        store.candles.read({ ...reference, ...change });
      await expect(read({ sha256: '0'.repeat(64) })).rejects.toThrow(DataError);
      await expect(read({ bars: 2501 })).rejects.toThrow(/2500 of 2501 bars/);
      await expect(read({ bars: 2499 })).rejects.toThrow(DataError);
      await expect(read({ seriesId: 'none' })).rejects.toThrow(/no series none/);
      await expect(read({ symbol: 'ETH' })).rejects.toThrow(DataError);
    });
  });
}
