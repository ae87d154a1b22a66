/**
 * Networks as bytes: for each layer of each network its kernel, then its bias, as little-endian float32, without gaps. What the
 * bytes mean and their SHA-256 stand beside them as JSON.
 */
import { sha256 } from '../../base/canonical-json.ts';
import { ModelError } from '../../base/errors.ts';
import { isFiniteNetwork, layersOf, type Network } from './network.ts';

export type WeightsDescription = {
  /** Widths of each network from features to horizons: [25, 16, 3] has two layers. */
  readonly networks: readonly (readonly number[])[];
  readonly sha256: string;
};

export type WeightsFile = {
  readonly description: WeightsDescription;
  readonly bytes: Uint8Array;
};

const numberBytes = 4;

export function writeWeights(networks: readonly Network[]): WeightsFile {
  const arrays = networks.flatMap((network) =>
    network.flatMap(({ kernel, bias }) => [kernel, bias]),
  );
  const length = arrays.reduce((sum, array) => sum + array.length, 0);
  const view = new DataView(new ArrayBuffer(numberBytes * length));
  let at = 0;
  for (const array of arrays) {
    for (const value of array) view.setFloat32(numberBytes * at++, value, true);
  }
  const bytes = new Uint8Array(view.buffer);
  return {
    bytes,
    description: {
      networks: networks.map((network) => [
        ...network.slice(0, 1).map(({ inputs }) => inputs),
        ...network.map(({ outputs }) => outputs),
      ]),
      sha256: sha256(bytes),
    },
  };
}

/** SHA-256 of the weights: the same data, seed and backend give the same. */
export function weightsHash(network: Network): string {
  return writeWeights([network]).description.sha256;
}

/** Errors: ModelError when the bytes are not those that were written, or hold no finite number somewhere. */
export function readWeights({ description, bytes }: WeightsFile): readonly Network[] {
  const found = sha256(bytes);
  if (found !== description.sha256) {
    throw new ModelError(`the hash of the weights must be ${description.sha256}, was ${found}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const needed = description.networks.reduce((sum, widths) => sum + numbersOf(widths), 0);
  if (bytes.byteLength !== numberBytes * needed) {
    throw new ModelError(
      `the weights must be ${numberBytes * needed} bytes long, were ${bytes.byteLength}`,
    );
  }
  let at = 0;
  const take = (length: number): Float32Array =>
    Float32Array.from({ length }, () => view.getFloat32(numberBytes * at++, true));
  const networks = description.networks.map((widths) =>
    layersOf(widths).map(
      ({ inputs, outputs }) =>
        ({ inputs, outputs, kernel: take(inputs * outputs), bias: take(outputs) }) as const,
    ),
  );
  const unfit = networks.findIndex((network) => !isFiniteNetwork(network));
  if (unfit >= 0) {
    throw new ModelError(`the weights of network ${unfit + 1} must be finite, one was not`);
  }
  return networks;
}

function numbersOf(widths: readonly number[]): number {
  return layersOf(widths).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
}
