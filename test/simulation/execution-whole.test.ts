/** Some hundred seeds through the gates, the driver, recovery and the real store, with crashes, two workers, halts and clock steps. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWholeRuns, type WholeRuns } from '../support/simulation/run-whole.ts';

const perTest = 50;
const patient = 120_000;

describe('a plan from its approval to its end, under every fault', () => {
  let runs: WholeRuns;
  beforeAll(async () => {
    runs = await createWholeRuns();
  });
  afterAll(() => runs.close());

  it.each([1, 51, 101, 151])(
    'holds all invariants in the fifty seeds from %i',
    async (from) => {
      for (let seed = from; seed < from + perTest; seed += 1) {
        const { violations, status, manual } = await runs.run(seed);
        expect({ seed, violations }).toEqual({ seed, violations: [] });
        if (status === 'executing') expect(manual).toBeGreaterThan(0);
      }
    },
    patient,
  );

  it('is settled when nothing goes wrong and the cash pays for it (I14)', async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const { violations, status } = await runs.run(1_000_000 + seed, { faults: false });
      expect({ seed, violations }).toEqual({ seed, violations: [] });
      expect(['settled', 'partial']).toContain(status);
    }
  });
});
