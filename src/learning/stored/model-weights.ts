/**
 * The weights of a stored model as bytes: first the linear members and the smearing constants as little-endian float64, then the
 * networks as float32. In front stand, for A and then B and each horizon, intercept, slopes, means and deviations; then c.
 */
import { sha256 } from '../../base/canonical-json.ts';
import { ModelError } from '../../base/errors.ts';
import { horizons } from '../inputs/daily-panel.ts';
import { featureNames } from '../inputs/feature-spec.ts';
import type { Network } from '../network/network.ts';
import { readWeights, type WeightsDescription, writeWeights } from '../network/weights.ts';
import type { LinearModel } from '../variance/linear-model.ts';
import { pooledHarSpec } from '../variance/pooled-har.ts';
import type { LearntMembers, StoredModel } from './stored-model.ts';

export type LearntWeights = LearntMembers & Pick<StoredModel, 'smearing'>;

/** What the bytes mean. */
export type ModelWeightsDescription = {
  /** Of all bytes. */
  readonly sha256: string;
  /** Number of networks of each shape. */
  readonly shapes: readonly number[];
  readonly networks: WeightsDescription;
};

const numberBytes = 8;
const widths = [pooledHarSpec.features.length, featureNames.length];
/** Numbers before those of the networks. */
const linearNumbers =
  widths.reduce((sum, width) => sum + horizons.length * (1 + 3 * width), 0) + horizons.length;

export function writeModelWeights({ har, ridge, shapes, smearing }: LearntWeights) {
  const linear = [...har, ...ridge].flatMap(({ intercept, slopes, standardizer }) => [
    intercept,
    ...slopes,
    ...standardizer.mean,
    ...standardizer.deviation,
  ]);
  const networks = writeWeights(shapes.flat());
  const bytes = new Uint8Array(numberBytes * linearNumbers + networks.bytes.length);
  const view = new DataView(bytes.buffer);
  [...linear, ...smearing].forEach((value, at) => {
    view.setFloat64(numberBytes * at, value, true);
  });
  bytes.set(networks.bytes, numberBytes * linearNumbers);
  const description: ModelWeightsDescription = {
    sha256: sha256(bytes),
    shapes: shapes.map(({ length }) => length),
    networks: networks.description,
  };
  return { bytes, description };
}

/** Errors: ModelError when the bytes are not those that were written, or one of their numbers is not finite. */
export function readModelWeights(
  bytes: Uint8Array,
  description: ModelWeightsDescription,
): LearntWeights {
  const found = sha256(bytes);
  if (found !== description.sha256) {
    throw new ModelError(`the SHA-256 of the weights must be ${description.sha256}, was ${found}`);
  }
  if (bytes.length < numberBytes * linearNumbers) {
    throw new ModelError(
      `the weights must be at least ${numberBytes * linearNumbers} bytes long, were ${bytes.length}`,
    );
  }
  const numbers = linearNumbersOf(bytes);
  const [harWidth = 0, ridgeWidth = 0] = widths;
  const har = horizons.map(() => readLinear(numbers, harWidth));
  const ridge = horizons.map(() => readLinear(numbers, ridgeWidth));
  const smearing = numbers(horizons.length);
  const networks = readWeights({
    description: description.networks,
    bytes: bytes.subarray(numberBytes * linearNumbers),
  });
  return { har, ridge, smearing, shapes: grouped(networks, description.shapes) };
}

/** Takes the next numbers each time it is called. Errors: ModelError for one that is not finite. */
function linearNumbersOf(bytes: Uint8Array): (count: number) => Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let next = 0;
  return (count) =>
    Float64Array.from({ length: count }, () => {
      const value = view.getFloat64(numberBytes * next++, true);
      if (!Number.isFinite(value)) {
        throw new ModelError(`weights must be finite, number ${next} was ${value}`);
      }
      return value;
    });
}

function readLinear(numbers: (count: number) => Float64Array, width: number): LinearModel {
  const [intercept = Number.NaN] = numbers(1);
  const slopes = numbers(width);
  const mean = numbers(width);
  const deviation = numbers(width);
  return { intercept, slopes, standardizer: { mean, deviation } };
}

/** Errors: ModelError when the shapes do not take all networks. */
function grouped(
  networks: readonly Network[],
  shapes: readonly number[],
): readonly (readonly Network[])[] {
  const total = shapes.reduce((sum, count) => sum + count, 0);
  if (total !== networks.length) {
    throw new ModelError(`the shapes must have ${networks.length} networks, had ${total}`);
  }
  let next = 0;
  return shapes.map((count) => {
    next += count;
    return networks.slice(next - count, next);
  });
}
