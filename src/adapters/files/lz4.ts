/**
 * Expands LZ4, the compression of freqtrade's Feather files and of some Parquet files.
 *
 * Source: LZ4 Block Format and LZ4 Frame Format 1.6.3, github.com/lz4/lz4/tree/dev/doc. Checksums are passed over: what
 * is wrong in candles is found by their own checks.
 */

const frameMagic = 0x184d2204;
const leastMatch = 4;
/** A byte of LZ4 stands for 255 bytes at most. */
const largestRatio = 255;
/** Bits of the frame's flags. */
const hasBlockChecksum = 0x10;
const hasContentSize = 0x08;
const hasDictionary = 0x01;

/** One frame, which must expand to exactly this length. Errors: RangeError when it does not. */
export function expandLz4Frame(bytes: Uint8Array, length: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== frameMagic) throw new RangeError('LZ4 frame without its mark');
  const flags = view.getUint8(4);
  if ((flags & hasDictionary) !== 0) throw new RangeError('LZ4 frame with a dictionary');
  const output = outputFor(bytes, length);
  let position = 7 + ((flags & hasContentSize) === 0 ? 0 : 8);
  let written = 0;
  // Each turn reads four bytes or more, and reading past the end throws.
  for (;;) {
    const mark = view.getUint32(position, true);
    position += 4;
    if (mark === 0) break;
    const size = mark & 0x7fffffff;
    const block = bytes.subarray(position, position + size);
    if (block.length < size) throw new RangeError('LZ4 block cut short');
    written = mark === size ? expand(block, output, written) : copy(block, output, written);
    position += size + ((flags & hasBlockChecksum) === 0 ? 0 : 4);
  }
  return whole(output, written);
}

/** One block alone, which must expand to exactly this length. Errors: RangeError when it does not. */
export function expandLz4Block(bytes: Uint8Array, length: number): Uint8Array {
  const output = outputFor(bytes, length);
  return whole(output, expand(bytes, output, 0));
}

function outputFor(bytes: Uint8Array, length: number): Uint8Array {
  if (!(length >= 0 && length <= bytes.length * largestRatio)) {
    throw new RangeError(`LZ4 length was ${length}, impossible for ${bytes.length} bytes`);
  }
  return new Uint8Array(length);
}

function whole(output: Uint8Array, written: number): Uint8Array {
  if (written === output.length) return output;
  throw new RangeError(`LZ4 length was ${written}, must be ${output.length}`);
}

function copy(block: Uint8Array, output: Uint8Array, from: number): number {
  output.set(block, from);
  return from + block.length;
}

/** Writes a block behind what is written already, to which its matches may refer; the new end. */
function expand(block: Uint8Array, output: Uint8Array, from: number): number {
  let position = 0;
  let written = from;
  const byte = (): number => {
    const value = block[position];
    if (value === undefined) throw new RangeError('LZ4 block cut short');
    position += 1;
    return value;
  };
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; length += more) more = byte();
    return length;
  };
  while (position < block.length) {
    const token = byte();
    const literals = lengthOf(token >> 4);
    if (position + literals > block.length) throw new RangeError('LZ4 block cut short');
    output.set(block.subarray(position, position + literals), written);
    position += literals;
    written += literals;
    // The last sequence has literals only.
    if (position === block.length) break;
    const offset = byte() | (byte() << 8);
    const match = lengthOf(token & 15) + leastMatch;
    if (offset === 0 || offset > written) throw new RangeError('LZ4 match before the start');
    if (written + match > output.length) throw new RangeError('LZ4 match past the end');
    // Byte by byte, because a match may overlap what it writes.
    for (let end = written + match; written < end; written += 1) {
      output[written] = output[written - offset] as number;
    }
  }
  return written;
}
