/** Models as files: they come back exactly, and what is damaged or made for something else is refused. */
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/base/canonical-json.ts';
import { ModelError } from '../../src/base/errors.ts';
import { createMoments } from '../../src/learning/inputs/standardizer.ts';
import {
  describeModel,
  featureStamp,
  type ModelDescription,
  modelOf,
} from '../../src/learning/stored/model-description.ts';
import { storedModel } from '../support/models.ts';

const model = storedModel();
const { description, bytes } = describeModel(model);
/** Of A and B at three horizons, and the three constants. */
const linearBytes = 8 * (3 * (1 + 3 * 3) + 3 * (1 + 3 * 25) + 3);

/** The same description of other bytes, as if they had been written so. */
function describing(changed: Uint8Array): ModelDescription {
  return { ...description, weights: { ...description.weights, sha256: sha256(changed) } };
}

describe('a model as files', () => {
  it('comes back exactly', () => {
    const told = JSON.parse(JSON.stringify(description)) as ModelDescription;
    expect(modelOf(told, bytes)).toEqual(model);
  });

  it('without networks is 2,088 bytes of weights', () => {
    const linear = describeModel({ ...model, shapes: [] });
    expect(linear.bytes).toHaveLength(2_088);
    expect(linearBytes).toBe(2_088);
    expect(modelOf(linear.description, linear.bytes)).toEqual({ ...model, shapes: [] });
  });

  it('starts with the intercept of A one day ahead, as a little-endian double', () => {
    const view = new DataView(bytes.buffer);
    expect(view.getFloat64(0, true)).toBe(model.har[0]?.intercept);
    expect(view.getFloat64(linearBytes - 8, true)).toBe(model.smearing[2]);
  });

  it('has finite weights also where a feature was never there', () => {
    const moments = createMoments(2);
    moments.observe([1, Number.NaN]);
    moments.observe([3, Number.NaN]);
    expect(moments.standardizer()).toEqual({
      mean: Float64Array.of(2, 0),
      deviation: Float64Array.of(1, 0),
    });
  });
});

describe('a model is refused', () => {
  it('when a byte has changed', () => {
    const changed = bytes.slice();
    changed[100] = (changed[100] as number) ^ 1;
    expect(() => modelOf(description, changed)).toThrow(ModelError);
    expect(() => modelOf(description, changed)).toThrow(
      `the SHA-256 of the weights must be ${sha256(bytes)}, was ${sha256(changed)}`,
    );
  });

  it('when the file was cut', () => {
    const cut = bytes.slice(0, 80);
    expect(() => modelOf(describing(cut), cut)).toThrow('at least 2088 bytes long, were 80');
  });

  it('when a weight is NaN though the hash is right', () => {
    const changed = bytes.slice();
    new DataView(changed.buffer).setFloat64(8, Number.NaN, true);
    expect(() => modelOf(describing(changed), changed)).toThrow(ModelError);
    expect(() => modelOf(describing(changed), changed)).toThrow('number 2 was NaN');
  });

  it('when a weight of a network is NaN though the hashes are right', () => {
    const changed = bytes.slice();
    new DataView(changed.buffer).setFloat32(linearBytes, Number.NaN, true);
    const weights = {
      ...describing(changed).weights,
      networks: {
        ...description.weights.networks,
        sha256: sha256(changed.subarray(linearBytes)),
      },
    };
    expect(() => modelOf({ ...description, weights }, changed)).toThrow(
      'the weights of network 1 must be finite',
    );
  });

  it('when its shapes do not take its networks', () => {
    const weights = { ...description.weights, shapes: [2, 1] };
    expect(() => modelOf({ ...description, weights }, bytes)).toThrow(
      'the shapes must have 4 networks, had 3',
    );
  });

  it.each([
    ['version', { version: 2, hash: featureStamp().hash }],
    ['hash', { version: 1, hash: 'f'.repeat(64) }],
  ])('when it reads features of another %s', (_, features) => {
    expect(() => modelOf({ ...description, features }, bytes)).toThrow(ModelError);
    expect(() => modelOf({ ...description, features }, bytes)).toThrow('train it again');
  });

  it('when it forecasts other horizons', () => {
    expect(() => modelOf({ ...description, horizonsDays: [1, 5] }, bytes)).toThrow(
      'a model must forecast 1, 7, 30 days, it forecasts 1, 5',
    );
  });
});
