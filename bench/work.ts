/** One piece of work, the same for every contestant: a rule over candles. As JSON it is a file that the peers read too. */
import { fileURLToPath } from 'node:url';
import { readUniverse } from '../src/app/research/research.ts';
import { commonUniverse, type Universe } from '../src/backtest/universe.ts';
import { invariant } from '../src/base/errors.ts';
import { hourMs } from '../src/base/time.ts';
import { loadConfig } from '../src/config/load.ts';
import { settingsOf } from '../src/config/settings.ts';
import { align } from '../src/market/panel.ts';
import type { Settings } from '../src/plan/settings.ts';
import { simulatedCandles } from './candles.ts';

export type Work = {
  readonly policy: 'threshold' | 'risk-aware';
  /** Holds SYMBOL.csv for each symbol; null: the candles are simulated where they are needed. */
  readonly folder: string | null;
  readonly seed: number;
  readonly symbols: readonly string[];
  /** Weights; the rest is cash. */
  readonly targets: readonly number[];
  /** First open and end, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** Of `threshold`, as a weight. */
  readonly band: number;
  /** κ of `risk-aware`. */
  readonly tightness: number;
  /** Of the notional of every trade. */
  readonly costRate: number;
  readonly initialNav: number;
};

/** The portfolio, costs and rule that everything is measured with. */
export const exampleFile = fileURLToPath(new URL('../examples/six-coins.yaml', import.meta.url));

const start = Date.UTC(2020, 0, 1);

function exampleSettings(): Settings {
  return settingsOf(loadConfig(exampleFile), 'backtest').settings;
}

/** The six coins of the example with a threshold of 5 pp, simulated from 2020 on. */
export function exampleWork(bars: number): Work {
  const { portfolio, costs, policy } = exampleSettings();
  invariant(policy.rule.kind === 'risk-aware', 'the rule of the example must be risk-aware');
  return {
    policy: 'threshold',
    folder: null,
    seed: 7,
    symbols: portfolio.symbols,
    targets: portfolio.targets,
    from: start,
    to: start + bars * hourMs,
    band: 0.05,
    tightness: policy.rule.tightness,
    costRate: (costs.takerFeeBps + costs.halfSpreadBps + costs.slippageBps) / 1e4,
    initialNav: 100_000,
  };
}

/** The same for so many assets of equal weight, with a threshold as wide beside the targets as 5 pp is for six. */
export function withAssets(work: Work, count: number): Work {
  const invested = work.targets.reduce((sum, target) => sum + target, 0);
  return {
    ...work,
    symbols: Array.from({ length: count }, (_, k) => `COIN${k + 1}`),
    targets: Array.from({ length: count }, () => invested / count),
    band: (work.band * work.targets.length) / count,
  };
}

export function settingsOfWork({ policy, symbols, targets, band, tightness }: Work): Settings {
  const base = exampleSettings();
  const cashTarget = 1 - targets.reduce((sum, target) => sum + target, 0);
  const rule =
    policy === 'threshold'
      ? ({ kind: 'threshold', band, destination: 'target' } as const)
      : { ...base.policy.rule, tightness };
  return {
    ...base,
    portfolio: { ...base.portfolio, symbols, targets, cashTarget },
    policy: { ...base.policy, rule },
  };
}

/** Errors: DataError when candles of the folder are unfit. */
export async function universeOfWork(work: Work): Promise<Universe> {
  const { folder, symbols, from, to, seed } = work;
  const range = { from, to };
  if (folder !== null) {
    const settings = settingsOfWork(work);
    return readUniverse({ directory: folder, settings, kind: 'common' }, range);
  }
  const bars = Math.round((to - from) / hourMs);
  return commonUniverse(align(simulatedCandles({ symbols, bars, from, seed })), range);
}
