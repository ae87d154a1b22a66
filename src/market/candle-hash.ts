/**
 * The hash of a series of candles, made block by block so that a growing series hashes only its last block again.
 *
 * Block k holds bars 1,024·k up to 1,024·(k + 1), the last one fewer. Its bytes are the columns openTime, open, high, low,
 * close, volume one after the other, each value a little-endian IEEE 754 double.
 * h₋₁ = sha256(canonical JSON of {intervalMs, symbol}); hₖ = sha256(hₖ₋₁ as 64 hexadecimal ASCII characters ‖ bytes of
 * block k). The hash of the first n bars is that of their last block, cut after bar n; of no bars it is h₋₁.
 */
import { hashOf, sha256 } from '../base/canonical-json.ts';
import { type Candles, candleColumns } from './candles.ts';

export const barsPerBlock = 1024;

const bytesPerValue = 8;

export const bytesPerBar = candleColumns.length * bytesPerValue;
const hashLength = 64;

export function blockCount(bars: number): number {
  return Math.ceil(bars / barsPerBlock);
}

/** Bytes of the bars from (inclusive) to (exclusive), a block or the beginning of one. */
export function blockBytes(candles: Candles, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array((to - from) * bytesPerBar);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const column of candleColumns) {
    const values = candles[column];
    for (let bar = from; bar < to; bar += 1) {
      view.setFloat64(offset, values[bar] as number, true);
      offset += bytesPerValue;
    }
  }
  return bytes;
}

/** The bytes of the first `bars` bars of a block. */
export function headOfBlock(bytes: Uint8Array, bars: number): Uint8Array {
  const blockBars = bytes.length / bytesPerBar;
  const width = bars * bytesPerValue;
  const cut = new Uint8Array(bars * bytesPerBar);
  for (let column = 0; column < candleColumns.length; column += 1) {
    const start = column * blockBars * bytesPerValue;
    cut.set(bytes.subarray(start, start + width), column * width);
  }
  return cut;
}

/** Writes the bars of a block's bytes into the columns of a series, from position `at` on. */
export function readBlock(bytes: Uint8Array, into: Candles, at: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bars = bytes.length / bytesPerBar;
  let offset = 0;
  for (const column of candleColumns) {
    const values = into[column];
    for (let bar = 0; bar < bars; bar += 1) {
      values[at + bar] = view.getFloat64(offset, true);
      offset += bytesPerValue;
    }
  }
}

/** The hash of a series without bars. */
export function seedHash({ symbol, intervalMs }: Pick<Candles, 'symbol' | 'intervalMs'>): string {
  return hashOf({ symbol, intervalMs });
}

export function nextHash(previous: string, bytes: Uint8Array): string {
  const input = new Uint8Array(hashLength + bytes.length);
  for (let i = 0; i < hashLength; i += 1) input[i] = previous.charCodeAt(i);
  input.set(bytes, hashLength);
  return sha256(input);
}

/** The hash of the first `bars` bars, given that of the blocks before their last one. */
export function hashOfHead(candles: Candles, bars: number, blocksBefore: string): string {
  const from = Math.max(0, blockCount(bars) - 1) * barsPerBlock;
  return bars === 0 ? blocksBefore : nextHash(blocksBefore, blockBytes(candles, from, bars));
}

/** The hash after each block of the series, the last one being that of the whole series. */
export function blockHashes(candles: Candles): readonly string[] {
  const bars = candles.openTime.length;
  const hashes: string[] = [];
  let hash = seedHash(candles);
  for (let from = 0; from < bars; from += barsPerBlock) {
    hash = nextHash(hash, blockBytes(candles, from, Math.min(from + barsPerBlock, bars)));
    hashes.push(hash);
  }
  return hashes;
}
