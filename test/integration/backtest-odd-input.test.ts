/** Odd portfolios and odd candles: every figure of a backtest stays a number, or the fault is named. */
import { describe, expect, it } from 'vitest';
import { type BacktestInputs, backtest } from '../../src/backtest/backtest.ts';
import { plainConduct } from '../../src/backtest/conduct.ts';
import { sweepOf, sweptPolicies } from '../../src/backtest/sweep.ts';
import type { BacktestStatistics } from '../../src/backtest/tally.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import { parseConfig } from '../../src/config/load.ts';
import { settingsOf } from '../../src/config/settings.ts';
import { type Candles, slice } from '../../src/market/candles.ts';
import type { PolicyRule } from '../../src/policy/settings.ts';
import {
  hourMs,
  origin,
  panelOf,
  regionRule,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';

const bars = 24 * 400;
const [btc, eth] = simulatedSeries(['BTC', 'ETH'], bars) as [Candles, Candles];

/** Every policy, at the first value of its sweep: the one that trades most. */
const rules: readonly [string, PolicyRule][] = sweptPolicies.map((name) => {
  const sweep = sweepOf(name);
  return [name, sweep.ruleAt(sweep.from, regionRule)];
});

function run(
  series: readonly Candles[],
  targets: Readonly<Record<string, number>>,
  rule: PolicyRule,
  change: Partial<BacktestInputs> = {},
): BacktestStatistics {
  return backtest({
    settings: settingsWith({ targets, rule }),
    universe: commonUniverse(panelOf(...series), { from: origin, to: origin + bars * hourMs }),
    initialNav: 100_000,
    start: 'targets',
    ...change,
  });
}

/** Years with two quarters in the middle are long enough for every figure. */
function expectNumbers(statistics: BacktestStatistics): void {
  for (const [name, value] of Object.entries(statistics)) {
    if (value === null) continue;
    expect(Number.isFinite(value), `${name} was ${value}`).toBe(true);
  }
  expect(statistics.finalNav).toBeGreaterThan(0);
}

function withConstantPrice(candles: Candles): Candles {
  const flat = candles.close.map(() => 100);
  return { ...candles, open: flat, high: flat, low: flat, close: flat };
}

function withoutDays(candles: Candles, days: { from: number; to: number }): Candles {
  const [from, to] = [24 * days.from, 24 * days.to];
  const before = slice(candles, 0, from);
  const after = slice(candles, to, candles.openTime.length);
  const join = (name: 'openTime' | 'open' | 'high' | 'low' | 'close' | 'volume') =>
    Float64Array.from([...before[name], ...after[name]]);
  return {
    ...candles,
    ...{ openTime: join('openTime'), open: join('open'), high: join('high') },
    ...{ low: join('low'), close: join('close'), volume: join('volume') },
  };
}

describe.each(rules)('%s', (_, rule) => {
  const both = { BTC: 0.5, ETH: 0.3 };

  it('goes on after an asset was missing for most of a year, at the prices of the bars there are', () => {
    const gapped = withoutDays(eth, { from: 30, to: 340 });
    const statistics = run([btc, gapped], both, rule);
    expectNumbers(statistics);
    expect(statistics.bars).toBe(24 * 90);
  });

  it('takes an asset whose price never moves', () => {
    expectNumbers(run([btc, withConstantPrice(eth)], both, rule));
    const still = run([withConstantPrice(btc), withConstantPrice(eth)], both, rule);
    expectNumbers(still);
    expect(still).toMatchObject({ trackingErrorPct: 0, maxDrawdownPct: 0 });
  });

  it('takes bars without volume', () => {
    const silent = { ...eth, volume: eth.volume.map(() => 0) };
    expect(run([btc, silent], both, rule)).toEqual(run([btc, eth], both, rule));
  });

  it('holds nothing of an asset with a target of 0', () => {
    const statistics = run([btc, eth], { BTC: 0.5, ETH: 0 }, rule);
    expectNumbers(statistics);
    const alone = run([btc], { BTC: 0.5 }, rule);
    expect(statistics.finalNav / alone.finalNav).toBeCloseTo(1, 2);
  });

  it('takes one asset, with cash and without', () => {
    expectNumbers(run([btc], { BTC: 0.5 }, rule));
    const whole = run([btc], { BTC: 1 }, rule);
    expectNumbers(whole);
    expect(whole).toMatchObject({ trackingErrorPct: 0, eventsPerYear: 0 });
  });

  it('names the moment at which more is withdrawn than there is', () => {
    const contributions = [{ at: origin + 24 * hourMs, notional: -1_000_000 }];
    const conduct = { ...plainConduct, contributions };
    expect(() => run([btc, eth], both, rule, { conduct })).toThrow(
      /at 2022-01-02T00:00:00.000Z 1000000 was to be withdrawn, more than the portfolio was worth/,
    );
  });
});

describe('a portfolio of nothing but cash', () => {
  it('is refused, because there is nothing to rebalance', () => {
    const text = 'portfolio: { name: core, quote: USDT, targets: { cash: 100% } }';
    expect(() => settingsOf(parseConfig(text, { file: 'test.yaml' }), 'backtest')).toThrow(
      /portfolio.targets must name at least one asset beside cash/,
    );
  });
});
