/** A look that was settled by the proof of another is one that a solve of its own settles too. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { regionRule } from '../support/backtest-worlds.ts';
import { flowsOf, forecastOf, lookOf, policyOf } from '../support/panels.ts';

const looksPerForecast = 12;

describe('a chain of looks', () => {
  it('is decided like each look alone, however weights and forecasts wander', () => {
    const seeds = fc.integer({ min: 1, max: 1e6 });
    const steps = fc.double({ min: 1e-4, max: 0.02, noNaN: true });
    fc.assert(
      fc.property(seeds, steps, (seed, step) => {
        const random = createRandom(seed);
        const chained = policyOf(regionRule);
        const weights = [0.4, 0.25, 0.15];
        let forecast = forecastOf([0.03, 0.04, 0.06]);
        for (let k = 0; k < 5 * looksPerForecast; k++) {
          if (k % looksPerForecast === 0) {
            const volatilities = weights.map(() => 0.04 * Math.exp(0.3 * random.normal()));
            forecast = forecastOf(volatilities, { version: k + 1, correlation: 0.5 });
            chained.observe(forecast);
          }
          weights.forEach((weight, i) => {
            weights[i] = Math.min(0.5, Math.max(0.01, weight + step * random.normal()));
          });
          const alone = policyOf(regionRule);
          alone.observe(forecast);
          const look = lookOf(weights);
          expect(flowsOf(chained, look)).toEqual(flowsOf(alone, look));
        }
      }),
      { numRuns: 60 },
    );
  });
});
