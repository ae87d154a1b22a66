/** Reads the fields of a CSV from its bytes, numbers exactly as Number(text) would but without making the text. */

const comma = 0x2c;
const dot = 0x2e;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const minus = 0x2d;
const zero = 0x30;

/** A whole mantissa below this and a power of ten up to 10^22 are exact doubles, so one division rounds right. */
const exactBelow = 2 ** 53;
const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

export const numberPattern = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

export type FieldReader = {
  /** The number at the reading position, which moves to the end of the field; NaN when it is none. */
  number(): number;
  /** The text between the start of the last number read and the end of its field. */
  text(): string;
  /** Steps over a comma; false when the row ends here. */
  nextField(): boolean;
  /** The text up to the end of the row. */
  restOfRow(): string;
  /** Moves to the start of the next row. */
  nextRow(): void;
};

/** Rows end with LF or CR LF; there is no quoting. */
export function createFieldReader(bytes: Uint8Array, from: number): FieldReader {
  const length = bytes.length;
  const decoder = new TextDecoder();
  let start = from;
  let position = from;

  const byteAt = (at: number): number => (at < length ? (bytes[at] as number) : lineFeed);
  const endsRow = (at: number): boolean =>
    byteAt(at) === lineFeed || (byteAt(at) === carriageReturn && byteAt(at + 1) === lineFeed);
  const endsField = (at: number): boolean => byteAt(at) === comma || endsRow(at);
  const text = (): string => decoder.decode(bytes.subarray(start, position));

  const slowNumber = (): number => {
    position = start;
    while (!endsField(position)) position += 1;
    const field = text();
    const value = numberPattern.test(field) ? Number(field) : Number.NaN;
    return Number.isFinite(value) ? value : Number.NaN;
  };

  const number = (): number => {
    start = position;
    const negative = byteAt(position) === minus;
    if (negative) position += 1;
    const wholeFrom = position;
    let mantissa = 0;
    let digit = byteAt(position) - zero;
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      position += 1;
      digit = byteAt(position) - zero;
    }
    let places = 0;
    let complete = position > wholeFrom;
    if (digit === dot - zero) {
      const fractionFrom = position + 1;
      do {
        position += 1;
        digit = byteAt(position) - zero;
        if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
      } while (digit >= 0 && digit <= 9);
      places = position - fractionFrom;
      complete &&= places > 0;
    }
    if (!complete || mantissa >= exactBelow || places > 22 || !endsField(position)) {
      return slowNumber();
    }
    const value = mantissa / (powersOfTen[places] as number);
    return negative ? -value : value;
  };

  return {
    number,
    text,
    nextField() {
      const more = byteAt(position) === comma;
      if (more) position += 1;
      return more;
    },
    restOfRow() {
      let end = position;
      while (!endsRow(end)) end += 1;
      return decoder.decode(bytes.subarray(position, end));
    },
    nextRow() {
      while (position < length && byteAt(position) !== lineFeed) position += 1;
      position += 1;
    },
  };
}
