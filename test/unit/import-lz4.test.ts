/** Expanding LZ4 by examples put together by hand from its specification, and refusing damaged bytes. */
import { describe, expect, it } from 'vitest';
import { expandLz4Block, expandLz4Frame } from '../../src/adapters/files/lz4.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const letters = (word: string): number[] => [...new TextEncoder().encode(word)];

/** Two literals `ab`, then 8 bytes from 2 back (4 stands for 8), then the last five literals. */
const block = [0x24, ...letters('ab'), 2, 0, 0x50, ...letters('hello')];
const expanded = 'ababababab' + 'hello';

const head = (flags: number): number[] => [0x04, 0x22, 0x4d, 0x18, flags, 0x40, 0];
const sized = (size: number, plain = false): number[] => [size, 0, 0, plain ? 0x80 : 0];
const frame = (flags: number, ...blocks: number[][]): Uint8Array =>
  Uint8Array.from([...head(flags), ...blocks.flat(), 0, 0, 0, 0]);

describe('an LZ4 block', () => {
  it('expands literals and matches that overlap what they write', () => {
    expect(text(expandLz4Block(Uint8Array.from(block), 15))).toBe(expanded);
  });

  it('may have lengths that go on over several bytes', () => {
    // One literal, a match of 4 + 15 + 255 + 6 = 280 bytes from 1 back, one literal.
    const long = [0x1f, ...letters('x'), 1, 0, 255, 6, 0x10, ...letters('y')];
    expect(text(expandLz4Block(Uint8Array.from(long), 282))).toBe(`${'x'.repeat(281)}y`);
    // 15 + 3 literals.
    const literals = [0xf0, 3, ...letters('abcdefghijklmnopqr')];
    expect(text(expandLz4Block(Uint8Array.from(literals), 18))).toBe('abcdefghijklmnopqr');
  });

  it.each([
    ['cut short in its literals', block.slice(0, -1), 15, /cut short/],
    ['cut short before a match', block.slice(0, 4), 15, /cut short/],
    ['with a match before the start', [0x14, ...letters('a'), 2, 0, 0x00], 9, /before the start/],
    ['with a match of no distance', [0x14, ...letters('a'), 0, 0, 0x00], 9, /before the start/],
    ['longer than said', block, 9, /past the end/],
    ['shorter than said', block, 16, /length was 15, must be 16/],
    ['said to be impossibly long', block, 1e9, /impossible/],
    ['said to be shorter than nothing', block, -1, /impossible/],
  ])('is refused when it is %s', (_, bytes, length, message) => {
    expect(() => expandLz4Block(Uint8Array.from(bytes), length)).toThrow(message);
  });
});

describe('an LZ4 frame', () => {
  it('holds blocks, plain ones among them, that may refer to those before', () => {
    // The third block: one literal, 4 bytes from 6 back, one literal.
    const linked = [0x10, ...letters('!'), 6, 0, 0x10, ...letters('?')];
    const bytes = frame(
      0x40,
      [...sized(block.length), ...block],
      [...sized(3, true), ...letters('abc')],
      [...sized(linked.length), ...linked],
    );
    expect(text(expandLz4Frame(bytes, 24))).toBe(`${expanded}abc!loab?`);
  });

  it('may carry its length and checksums', () => {
    const withSize = [...head(0x58).slice(0, -1), 15, 0, 0, 0, 0, 0, 0, 0, 0];
    const body = [...sized(block.length), ...block, 1, 2, 3, 4, 0, 0, 0, 0];
    expect(text(expandLz4Frame(Uint8Array.from([...withSize, ...body]), 15))).toBe(expanded);
  });

  it.each([
    ['without its mark', Uint8Array.from(block), /mark/],
    ['with a dictionary', frame(0x41), /dictionary/],
    ['with a block cut short', Uint8Array.from([...head(0x40), ...sized(9), 1, 2]), /cut short/],
    ['without an end', frame(0x40, [...sized(block.length), ...block]).slice(0, -4), /bounds/],
  ])('is refused %s', (_, bytes, message) => {
    expect(() => expandLz4Frame(bytes, 15)).toThrow(message);
  });
});
