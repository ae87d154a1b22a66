/**
 * Reads tables of a FlatBuffer, the format in which Arrow files describe themselves.
 *
 * Source: flatbuffers.dev/internals. Fields have a number, their position in the schema; an absent field has its default.
 * Every offset is checked by the view: one that leads outside of the bytes throws RangeError.
 */

export type FlatTable = {
  /** The number in a field, of so many bytes, signed but for single bytes. */
  number(field: number, bytes: 1 | 2 | 4 | 8, fallback: number): number;
  text(field: number): string;
  table(field: number): FlatTable | undefined;
  tables(field: number): readonly FlatTable[];
  /** Structs of 64-bit numbers, so many each. */
  structs(field: number, width: number): readonly (readonly number[])[];
};

/** The table whose position stands at `at`. */
export function flatTableAt(view: DataView, at: number): FlatTable {
  const start = at + view.getUint32(at, true);
  const fields = start - view.getInt32(start, true);
  const fieldsEnd = fields + view.getUint16(fields, true);

  /** Where the value of a field stands; undefined when it is absent. */
  const placeOf = (field: number): number | undefined => {
    const entry = fields + 4 + 2 * field;
    const offset = entry < fieldsEnd ? view.getUint16(entry, true) : 0;
    return offset === 0 ? undefined : start + offset;
  };

  /** Where the items of a vector begin, and how many there are. */
  const vector = (field: number, itemBytes: number): { from: number; count: number } => {
    const place = placeOf(field);
    if (place === undefined) return { from: 0, count: 0 };
    const head = place + view.getUint32(place, true);
    const count = view.getUint32(head, true);
    const from = head + 4;
    if (from + count * itemBytes > view.byteLength) {
      throw new RangeError(`${count} items are more than the file holds`);
    }
    return { from, count };
  };

  return {
    number(field, bytes, fallback) {
      const place = placeOf(field);
      if (place === undefined) return fallback;
      if (bytes === 1) return view.getUint8(place);
      if (bytes === 2) return view.getInt16(place, true);
      return bytes === 4 ? view.getInt32(place, true) : Number(view.getBigInt64(place, true));
    },
    text(field) {
      const { from, count } = vector(field, 1);
      return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + from, count));
    },
    table(field) {
      const place = placeOf(field);
      return place === undefined ? undefined : flatTableAt(view, place);
    },
    tables(field) {
      const { from, count } = vector(field, 4);
      return Array.from({ length: count }, (_, index) => flatTableAt(view, from + 4 * index));
    },
    structs(field, width) {
      const { from, count } = vector(field, 8 * width);
      return Array.from({ length: count }, (_, index) =>
        Array.from({ length: width }, (__, place) =>
          Number(view.getBigInt64(from + 8 * (width * index + place), true)),
        ),
      );
    },
  };
}
