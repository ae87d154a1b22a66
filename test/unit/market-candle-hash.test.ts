/** The hash of a series of candles, against its definition. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  blockBytes,
  blockCount,
  blockHashes,
  hashOfHead,
  headOfBlock,
  seedHash,
} from '../../src/market/candle-hash.ts';
import { head } from '../../src/market/candles.ts';
import { sampleCandles } from '../support/store-samples.ts';

const candles = sampleCandles(2050);

function definition(text: string, bytes: Uint8Array): string {
  return createHash('sha256').update(text).update(bytes).digest('hex');
}

test('a block is its six columns one after the other in little-endian doubles', () => {
  const bytes = Buffer.from(blockBytes(candles, 1024, 1026));
  expect(bytes.length).toBe(2 * 6 * 8);
  const values = Array.from({ length: 12 }, (_, position) => bytes.readDoubleLE(position * 8));
  const { openTime, open, high, low, close, volume } = candles;
  expect(values).toEqual(
    [openTime, open, high, low, close, volume].flatMap((column) => [column[1024], column[1025]]),
  );
  // 1024.25 is the double 0x4090010000000000.
  expect(bytes.subarray(16, 24).toString('hex')).toBe('0000000000019040');
});

test('the head of a block is the block of its first bars', () => {
  expect(headOfBlock(blockBytes(candles, 0, 1024), 7)).toEqual(blockBytes(candles, 0, 7));
});

test('each hash is that of the one before as text, followed by the block', () => {
  const seed = createHash('sha256').update('{"intervalMs":3600000,"symbol":"BTC"}').digest('hex');
  expect(seedHash(candles)).toBe(seed);
  const first = definition(seed, blockBytes(candles, 0, 1024));
  const second = definition(first, blockBytes(candles, 1024, 2048));
  const third = definition(second, blockBytes(candles, 2048, 2050));
  expect(blockHashes(candles)).toEqual([first, second, third]);
  expect(blockHashes(head(candles, 0))).toEqual([]);
});

test.each([0, 1, 1023, 1024, 1025, 2048, 2050])('the first %i bars have their own hash', (bars) => {
  const hashes = blockHashes(candles);
  const before = hashes[blockCount(bars) - 2] ?? seedHash(candles);
  const expected = blockHashes(head(candles, bars)).at(-1) ?? seedHash(candles);
  expect(hashOfHead(candles, bars, before)).toBe(expected);
});

test('a change of one bit, the symbol or the interval gives another hash', () => {
  const close = candles.close.slice();
  close[0] = (close[0] as number) + Number.EPSILON;
  const others = [
    { ...candles, close },
    { ...candles, symbol: 'ETH' },
    { ...candles, intervalMs: 60_000 },
  ];
  const ends = [candles, ...others].map((series) => blockHashes(series).at(-1));
  expect(new Set(ends).size).toBe(4);
});
