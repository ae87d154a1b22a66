/** The gradient of a batch beside differences of the loss, and the forward pass beside that of TensorFlow. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { type Backend, openBackend } from '../../src/learning/network/backend.ts';
import { gradientOf } from '../../src/learning/network/gradient.ts';
import { lossOf } from '../../src/learning/network/loss.ts';
import { layersOf, type Network, startingNetwork } from '../../src/learning/network/network.ts';
import { createNetworkForecast } from '../../src/learning/network/predict.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend(['wasm']);
});

/** All weights drawn, the last layer too. */
function drawnNetwork(widths: readonly number[], seed: number): Network {
  const random = createRandom(seed);
  const draw = (length: number, reach: number): Float32Array =>
    Float32Array.from({ length }, () => reach * random.normal());
  return layersOf(widths).map(({ inputs, outputs }) => ({
    ...{ inputs, outputs },
    kernel: draw(inputs * outputs, 1 / Math.sqrt(inputs)),
    bias: draw(outputs, 0.3),
  }));
}

function normals(length: number, seed: number, reach = 1): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => reach * random.normal());
}

describe('the loss', () => {
  it('is ½ and flat at no error', () => {
    expect(lossOf(0)).toBe(0.5);
    expect((lossOf(1e-6) - lossOf(-1e-6)) / 2e-6).toBeCloseTo(0, 9);
  });

  it('is half of QLIKE and half of Huber', () => {
    // ½[e¹ − 1] + ½·½ and ½[e⁻² + 2] + ½·2.
    expect(lossOf(1)).toBeCloseTo(1.10914, 5);
    expect(lossOf(-2)).toBeCloseTo(2.06767, 5);
  });

  it('is a straight line beyond 3, ½(e³ − 1) + ½·3 a unit, and nearly one below −3', () => {
    expect(lossOf(5) - lossOf(4)).toBeCloseTo((Math.exp(3) - 1) / 2 + 1.5, 9);
    const qlike = 1 + Math.exp(-5) - Math.exp(-4);
    expect(lossOf(-5) - lossOf(-4)).toBeCloseTo(qlike / 2 + 1.5, 9);
  });
});

describe('the gradient', () => {
  const widths = [4, 6, 5, 2];
  const rows = 7;
  const features = normals(rows * 4, 2);
  // Wide enough for errors beyond ±3.
  const residuals = normals(rows * 2, 3, 3);
  const weights = Float32Array.from({ length: rows * 2 }, (_, cell) => (cell % 3) / 2);

  /** The loss in plain double precision. */
  function meanLoss(network: Network): number {
    const forecast = createNetworkForecast([network]);
    const out = new Float64Array(2);
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      forecast(features.subarray(row * 4, (row + 1) * 4), out);
      out.forEach((said, at) => {
        const cell = row * 2 + at;
        sum += (weights[cell] as number) * lossOf((residuals[cell] as number) - said);
      });
    }
    return sum / residuals.length;
  }

  it('is the difference of the loss over a small change of each weight', () => {
    const { tensorFlow: tf } = backend;
    const network = drawnNetwork(widths, 1);
    const layers = network.map(({ inputs, outputs, kernel, bias }) => ({
      kernel: tf.variable(tf.tensor2d(kernel, [inputs, outputs])),
      bias: tf.variable(tf.tensor1d(bias)),
    }));
    const found = gradientOf(backend, layers, {
      features: tf.tensor2d(features, [rows, 4]),
      residuals: tf.tensor2d(residuals, [rows, 2]),
      weights: tf.tensor2d(weights, [rows, 2]),
    });
    expect(found.loss.dataSync()[0]).toBeCloseTo(meanLoss(network), 5);
    expect(residuals.filter((residual) => Math.abs(residual) > 3).length).toBeGreaterThan(2);
    const arrays = network.flatMap(({ kernel, bias }) => [kernel, bias]);
    expect(found.slopes.map(({ name }) => name)).toEqual(
      layers.flatMap(({ kernel, bias }) => [kernel.name, bias.name]),
    );
    arrays.forEach((array, at) => {
      const slopes = found.slopes[at]?.tensor.dataSync() as Float32Array;
      array.forEach((weight, k) => {
        // A weight is single precision: what it has become divides the difference, not what was asked for.
        const lossAt = (step: number): [number, number] => {
          array[k] = weight + step;
          const changed = array[k] as number;
          const loss = meanLoss(network);
          array[k] = weight;
          return [changed, loss];
        };
        const [up, high] = lossAt(2e-3);
        const [down, low] = lossAt(-2e-3);
        expect(slopes[k]).toBeCloseTo((high - low) / (up - down), 4);
      });
    });
    tf.disposeVariables();
  });
});

describe('a forecast', () => {
  it('is worked out by hand: two features, one gate, one horizon', () => {
    // a = 1·2 + 3·(−1) + ½ = −½; swish(−½) = −½/(1 + e^½) = −0.188770; 2·swish + 0.1 = −0.277541.
    const network: Network = [
      { inputs: 2, outputs: 1, kernel: Float32Array.of(1, 3), bias: Float32Array.of(0.5) },
      { inputs: 1, outputs: 1, kernel: Float32Array.of(2), bias: Float32Array.of(0.1) },
    ];
    const out = new Float64Array(1);
    createNetworkForecast([network])([2, -1], out);
    expect(out[0]).toBeCloseTo(-0.277541, 6);
  });

  it('is the mean of several networks', () => {
    const [one, two] = [drawnNetwork([3, 4, 2], 1), drawnNetwork([3, 5, 4, 2], 2)];
    const said = (networks: readonly Network[]): Float64Array => {
      const out = new Float64Array(2);
      createNetworkForecast(networks)([0.3, -1, 2], out);
      return out;
    };
    const [first, second, both] = [said([one]), said([two]), said([one, two])];
    expect(both[0]).toBeCloseTo(((first[0] as number) + (second[0] as number)) / 2, 12);
    expect(both[1]).toBeCloseTo(((first[1] as number) + (second[1] as number)) / 2, 12);
  });

  it('of a network that was not trained is 0', () => {
    const out = new Float64Array(3).fill(7);
    createNetworkForecast([startingNetwork([25, 32, 16, 3], createRandom(1))])(normals(25, 5), out);
    expect([...out]).toEqual([0, 0, 0]);
  });

  it.each([{ widths: [25, 16, 3] }, { widths: [25, 32, 16, 3] }])(
    'is what TensorFlow says, to 1e-6: $widths',
    ({ widths }) => {
      const { tensorFlow: tf } = backend;
      const network = drawnNetwork(widths, 4);
      const rows = 200;
      const inputs = normals(rows * 25, 6).map((value) => Math.max(-5, Math.min(5, value)));
      const expected = tf.tidy(() => {
        let values = tf.tensor2d(inputs, [rows, 25]);
        network.forEach((layer, at) => {
          const kernel = tf.tensor2d(layer.kernel, [layer.inputs, layer.outputs]);
          values = tf.add(tf.matMul(values, kernel), layer.bias);
          if (at < network.length - 1) values = tf.mul(values, tf.sigmoid(values));
        });
        return values.dataSync();
      });
      const forecast = createNetworkForecast([network]);
      const out = new Float64Array(3);
      let furthest = 0;
      for (let row = 0; row < rows; row++) {
        forecast(inputs.subarray(row * 25, (row + 1) * 25), out);
        out.forEach((said, at) => {
          furthest = Math.max(furthest, Math.abs(said - (expected[row * 3 + at] as number)));
        });
      }
      expect(furthest).toBeLessThan(1e-6);
    },
  );
});
