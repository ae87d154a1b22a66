/** A portfolio of eight assets in a changing market, with models that learnt from it by a day; its clock goes from day to day. */
import { createFileMarketData } from '../../src/adapters/files/file-market-data.ts';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { keepLearning } from '../../src/app/learning/keep-learning.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { Reason } from '../../src/base/reasons.ts';
import type { LearningSettings } from '../../src/config/settings.ts';
import type { DailyPanel } from '../../src/learning/inputs/daily-panel.ts';
import { dailyPanelOf } from '../../src/learning/inputs/daily-panel-of.ts';
import { learnModel } from '../../src/learning/stored/learn-model.ts';
import { describeModel } from '../../src/learning/stored/model-description.ts';
import type { ModelId } from '../../src/learning/stored/model-registry.ts';
import type { StoredModel } from '../../src/learning/stored/stored-model.ts';
import { formatCandles } from '../../src/market/candle-csv.ts';
import { type Candles, head } from '../../src/market/candles.ts';
import type { ModelStore } from '../../src/ports/model-store.ts';
import type { Store } from '../../src/ports/store.ts';
import { changingMarket, firstOpen } from './changing-market.ts';
import { settings } from './execution-plans.ts';
import { createTestWorkspace } from './execution-workspace.ts';
import { emptyFolder, folderWith } from './market-files.ts';
import { cardOf } from './models.ts';
import { dayMs } from './panels.ts';

/** Midnight after so many days of the market. */
export function dayTime(day: number): number {
  return firstOpen + day * dayMs;
}

export function panelBy(market: readonly Candles[], day: number): DailyPanel {
  const known = market.map((candles) => head(candles, day));
  return dailyPanelOf(known, { sessions: false, asOf: dayTime(day) });
}

/** What the linear members learn from the days up to one. */
export function modelBy(market: readonly Candles[], day: number): StoredModel {
  const panel = panelBy(market, day);
  const learnt = learnModel(panel, { day: panel.days - 1, lesson: null, intervals: null });
  return learnt as StoredModel;
}

export type LearningWorld = {
  readonly workspace: Workspace;
  readonly models: ModelStore;
  /** Of the candles of `learning.data`; the portfolio has its own. */
  readonly folder: string;
  readonly modelsFolder: string;
  /** Learns from the days up to one, and stores the model then; its gate stays closed. */
  store(day: number, name?: string): Promise<ModelId>;
  promote(id: ModelId, day: number): Promise<void>;
  /** The news half an hour after a day. */
  newsOf(day: number): Promise<readonly Reason[]>;
  clockAt(day: number): Promise<void>;
};

/** The variances change their kind on day 300, or never. */
export async function learningWorld(
  options: {
    readonly changes?: boolean;
    readonly learning?: Partial<LearningSettings>;
    /** Whether `learning.data` is set. */
    readonly data?: boolean;
    /** Of the portfolio; all by default. */
    readonly symbols?: readonly string[];
    readonly store?: Store;
  } = {},
): Promise<LearningWorld> {
  const { changes = true, data = true } = options;
  const days = 650;
  const market = changingMarket({ seed: 3, assets: 8, days, changeDay: changes ? 300 : days });
  const files = market.map((candles) => [`${candles.symbol}.csv`, formatCandles(candles)]);
  const [folder, own] = [
    await folderWith(Object.fromEntries(files)),
    await folderWith(Object.fromEntries(files)),
  ];
  const modelsFolder = await emptyFolder();
  const models = createModelStore(modelsFolder);
  const clock = createFrozenClock(dayTime(0));
  const { symbols = market.map(({ symbol }) => symbol) } = options;
  const targets = symbols.map(() => 0.1);
  const workspace = await createTestWorkspace({
    ...{ clock, models, ...(options.store ? { store: options.store } : {}) },
    market: createFileMarketData({ directory: own }),
    settings: { portfolio: { ...settings().portfolio, symbols, targets, cashTarget: 0.2 } },
    ...(options.learning ? { learning: options.learning } : {}),
    ...(data ? { learningData: folder } : {}),
  });
  const clockAt = (day: number): Promise<void> =>
    clock.sleep(dayTime(day) + dayMs / 48 - clock.now());
  return {
    ...{ workspace, models, folder, modelsFolder, clockAt },
    async store(day, name = 'crypto') {
      const model = modelBy(market, day);
      const { sha256 } = describeModel(model).description.weights;
      const year = { horizonDays: 30, days: 365, insidePct: 90, thirdsPct: [], worstQuarter: null };
      const { walkForward } = cardOf(sha256);
      const card = cardOf(sha256, {
        walkForward: { ...walkForward, coverage: [year] },
        gate: { passed: false, reasons: [] },
      });
      const id = await models.save(name, { model, card });
      await models.record({ ...id, sessions: false, action: 'trained', at: dayTime(day) });
      return id;
    },
    promote: (id, day) =>
      models.record({ ...id, sessions: false, action: 'promoted', at: dayTime(day) }),
    async newsOf(day) {
      await clockAt(day);
      const { signal } = new AbortController();
      return keepLearning(workspace, { wallClock: clock, signal });
    },
  };
}
