/** Weights as bytes: their layout, that they come back exactly, and that damage is noticed. */
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/base/canonical-json.ts';
import { ModelError } from '../../src/base/errors.ts';
import { createRandom } from '../../src/base/random.ts';
import { type Network, startingNetwork } from '../../src/learning/network/network.ts';
import { readWeights, weightsHash, writeWeights } from '../../src/learning/network/weights.ts';

const small: Network = [
  { inputs: 2, outputs: 1, kernel: Float32Array.of(1, -2), bias: Float32Array.of(0.5) },
  { inputs: 1, outputs: 1, kernel: Float32Array.of(3), bias: Float32Array.of(0) },
];
const large = startingNetwork([25, 32, 16, 3], createRandom(1));

describe('weights as bytes', () => {
  it('are little-endian float32: kernel, then bias, layer by layer', () => {
    const { bytes, description } = writeWeights([small]);
    expect(Buffer.from(bytes).toString('hex')).toBe(
      ['0000803f', '000000c0', '0000003f', '00004040', '00000000'].join(''),
    );
    expect(description).toEqual({ networks: [[2, 1, 1]], sha256: sha256(bytes) });
  });

  it('come back exactly, several networks in one file', () => {
    expect(readWeights(writeWeights([small, large]))).toEqual([small, large]);
  });

  it('come back from the middle of a larger buffer', () => {
    const { bytes, description } = writeWeights([small]);
    const within = new Uint8Array(bytes.length + 3);
    within.set(bytes, 3);
    expect(readWeights({ description, bytes: within.subarray(3) })).toEqual([small]);
  });

  it('have a hash that tells them apart', () => {
    const other = small.map((layer) => ({ ...layer, bias: layer.bias.map((bias) => bias + 1) }));
    expect(weightsHash(small)).toBe(writeWeights([small]).description.sha256);
    expect(weightsHash(other)).not.toBe(weightsHash(small));
  });
});

describe('damaged weights', () => {
  const { bytes, description } = writeWeights([small, large]);

  it('are refused when a byte has changed', () => {
    const changed = bytes.slice();
    changed[17] = (changed[17] as number) ^ 1;
    expect(() => readWeights({ description, bytes: changed })).toThrow(ModelError);
    expect(() => readWeights({ description, bytes: changed })).toThrow(
      `the hash of the weights must be ${description.sha256}, was ${sha256(changed)}`,
    );
  });

  it('are refused when they are of other networks', () => {
    const other = { ...description, networks: [[2, 1, 1]] };
    expect(() => readWeights({ description: other, bytes })).toThrow(
      `must be 20 bytes long, were ${bytes.length}`,
    );
  });

  it('are refused when one is not a number', () => {
    const unfit = small.map((layer) => ({ ...layer, bias: layer.bias.map(() => Number.NaN) }));
    expect(() => readWeights(writeWeights([large, unfit]))).toThrow(
      'the weights of network 2 must be finite, one was not',
    );
  });
});
