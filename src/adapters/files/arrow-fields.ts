/** The columns of an Arrow file as its schema declares them: which numbers or times each one holds, and in how many buffers. */
import type { TimeUnit } from '../../market/candle-table.ts';
import type { FlatTable } from './flat-table.ts';

type NumberArray =
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

type NumberArrayConstructor = {
  new (buffer: ArrayBuffer): NumberArray;
  readonly BYTES_PER_ELEMENT: number;
};

export type ArrowField = {
  readonly name: string;
  /** What the numbers are stored as; absent when there are none. */
  readonly values?: NumberArrayConstructor;
  /** Of times. */
  readonly unit?: TimeUnit;
  /** What it is, for a person. */
  readonly kind: string;
  /** Of each batch; not a number for nested kinds, behind which nothing is found. */
  readonly buffers: number;
};

/** Type of Schema.fbs, in its order; those after it are nested or rare. */
const kinds = [
  ...['nothing', 'null', 'integer', 'float', 'binary', 'text', 'boolean', 'decimal', 'date'],
  ...['time of day', 'time stamp', 'interval', 'list', 'struct', 'union', 'fixed-size binary'],
  ...['fixed-size list', 'map', 'duration', 'large binary', 'large text'],
];
const nested = /nothing|list|struct|union|map|another/;

const integers: Readonly<Record<number, readonly NumberArrayConstructor[]>> = {
  8: [Uint8Array, Int8Array],
  16: [Uint16Array, Int16Array],
  32: [Uint32Array, Int32Array],
  64: [BigUint64Array, BigInt64Array],
};
const floats: readonly (NumberArrayConstructor | undefined)[] = [
  undefined,
  Float32Array,
  Float64Array,
];
const timeUnits: readonly TimeUnit[] = ['seconds', 'milliseconds', 'microseconds', 'nanoseconds'];

/** One Field of the schema. */
export function arrowFieldOf(field: FlatTable): ArrowField {
  const name = field.text(0);
  const isCoded = field.table(4) !== undefined;
  const kind = isCoded ? 'dictionary' : (kinds[field.number(2, 1, 0)] ?? 'another');
  const buffers = nested.test(kind)
    ? Number.NaN
    : kind === 'null'
      ? 0
      : /text|^(large )?binary/.test(kind)
        ? 3
        : 2;
  const found = { name, kind, buffers };
  const type = field.table(3);
  if (type === undefined) return found;
  switch (kind) {
    case 'integer':
      return withValues(found, integers[type.number(0, 4, 0)]?.[type.number(1, 1, 0)]);
    case 'float':
      return withValues(found, floats[type.number(0, 2, 0)]);
    case 'date': {
      const inDays = type.number(0, 2, 1) === 0;
      const unit = inDays ? 'days' : 'milliseconds';
      return { ...withValues(found, inDays ? Int32Array : BigInt64Array), unit };
    }
    case 'time stamp': {
      const unit = timeUnits[type.number(0, 2, 0)];
      return unit === undefined ? found : { ...withValues(found, BigInt64Array), unit };
    }
    default:
      return found;
  }
}

function withValues(field: ArrowField, values: NumberArrayConstructor | undefined): ArrowField {
  return values === undefined ? field : { ...field, values };
}
