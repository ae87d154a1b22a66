/** Stored models for tests: learnt from simulated variances, with networks of seeded weights in place of trained ones. */
import { createRandom } from '../../src/base/random.ts';
import { type DailyPanel, horizons } from '../../src/learning/inputs/daily-panel.ts';
import { featureNames } from '../../src/learning/inputs/feature-spec.ts';
import { featureCount } from '../../src/learning/inputs/features.ts';
import { type Network, startingNetwork } from '../../src/learning/network/network.ts';
import type { NetworkLesson } from '../../src/learning/network/network-lessons.ts';
import { learnLinear, learnModel } from '../../src/learning/stored/learn-model.ts';
import { featureStamp } from '../../src/learning/stored/model-description.ts';
import type { StoredModel } from '../../src/learning/stored/stored-model.ts';
import type { LinearModel } from '../../src/learning/variance/linear-model.ts';
import { pooledRidgeSpec } from '../../src/learning/variance/pooled-ridge.ts';
import type { ModelCard } from '../../src/report/model-card.ts';
import { panelOfVariances, wanderingVariances } from './daily-panels.ts';

/** Three assets that wander. */
export function wanderingPanel(days: number, change: Partial<DailyPanel> = {}): DailyPanel {
  return panelOfVariances(
    [1, 2, 3].map((seed) => wanderingVariances(seed, days)),
    change,
  );
}

/** Weights that are not zero anywhere. */
export function seededNetwork(hidden: readonly number[], seed: number): Network {
  const random = createRandom(seed);
  const widths = [featureCount, ...hidden, horizons.length];
  return startingNetwork(widths, random).map((layer) => ({
    ...layer,
    kernel: layer.kernel.map(() => 0.1 * random.normal()),
    bias: layer.bias.map(() => 0.1 * random.normal()),
  }));
}

/** Two shapes of two networks each, on the ridge of the day. */
export function seededLesson(panel: DailyPanel, day: number): NetworkLesson {
  const ridge = learnLinear(panel, pooledRidgeSpec, day) as readonly LinearModel[];
  const shapes = [[4], [3, 2]].map((hidden) => [1, 2].map((seed) => seededNetwork(hidden, seed)));
  return { closeTime: panel.closeTime[day] as number, ridge, shapes };
}

/** What 300 days of three assets teach. */
export function storedModel(change: Partial<StoredModel> = {}): StoredModel {
  const panel = wanderingPanel(300);
  const lesson = seededLesson(panel, 299);
  const bounds = horizons.map(() => ({ lower: -1, upper: 1 }));
  const intervals = { coverage: 0.9, variance: bounds, return: [null, null, null] };
  return { ...(learnModel(panel, { day: 299, lesson, intervals }) as StoredModel), ...change };
}

/** A card as short as it may be. */
export function cardOf(weightsSha256: string, change: Partial<ModelCard> = {}): ModelCard {
  const time = '2023-01-01T00:00:00.000Z';
  const trial = { from: time, to: time, days: 1, comparisons: [], parts: [], coverage: [] };
  return {
    schemaVersion: 1,
    forecasts: `variances from ${featureNames.length} features`,
    sessions: false,
    horizonsDays: horizons,
    features: featureStamp(),
    members: ['pooled-har'],
    networks: null,
    weightsSha256,
    versions: {},
    parent: null,
    training: { from: time, to: time, days: 1, symbols: ['A0'] },
    data: { sha256: weightsSha256, files: [] },
    walkForward: trial,
    unseen: null,
    inputs: null,
    worth: null,
    gate: { passed: true, reasons: [] },
    weaknesses: [],
    ...change,
  };
}
