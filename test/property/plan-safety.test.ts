/** Plans for random holdings, targets, prices, lots and rules: never more than is held, never more than there is, always nearer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, isPositive, roundToStep, toNumber } from '../../src/base/decimal.ts';
import type { Recommendation } from '../../src/plan/plan.ts';
import { candlesOf } from '../support/panels.ts';
import { type Changes, inputsWith, recommendWith } from '../support/settings.ts';

const symbols: readonly string[] = ['BTC', 'ETH', 'SOL'];

type World = {
  readonly changes: Changes;
  readonly prices: readonly number[];
  readonly units: readonly number[];
  readonly cash: number;
  readonly steps: readonly string[];
  readonly result: Recommendation;
};

const share = fc.integer({ min: 0, max: 100 });
const price = fc.double({ min: -2, max: 5, noNaN: true }).map((power) => 10 ** power);

const anyWorld = fc
  .record({
    kind: fc.constantFrom('threshold', 'threshold-relative', 'percentage', 'calendar', 'geometry'),
    destination: fc.constantFrom('target', 'half', 'edge'),
    targets: fc.tuple(share, share, share, share),
    held: fc.tuple(share, share, share, fc.constantFrom(0, 0, 5, 30)),
    nav: fc.constantFrom(300, 10_000, 1_000_000),
    prices: fc.tuple(price, price, price),
    steps: fc.array(fc.constantFrom('1', '0.01', '0.001', '0.00000001'), {
      minLength: 3,
      maxLength: 3,
    }),
    direct: fc.subarray(['ETH/BTC', 'SOL/BTC', 'SOL/ETH']),
    buffer: fc.constantFrom(0, 0.005, 0.05),
    minimum: fc.constantFrom(0, 10),
  })
  .filter(({ targets, held }) => sum(targets.slice(0, 3)) > 0 && sum(held) > 0)
  .map(worldOf);

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function worldOf(given: {
  kind: string;
  destination: string;
  targets: readonly number[];
  held: readonly number[];
  nav: number;
  prices: readonly number[];
  steps: readonly string[];
  direct: readonly string[];
  buffer: number;
  minimum: number;
}): World {
  const { prices, steps, nav } = given;
  const total = sum(given.targets);
  const targets = [...symbols, 'cash'].map((symbol, i) => [
    symbol,
    (given.targets[i] ?? 0) / total,
  ]);
  const worth = sum(given.held);
  const units = symbols.map((_, i) => {
    const held = ((given.held[i] ?? 0) / worth) * nav;
    return Number((held / (prices[i] as number)).toPrecision(9));
  });
  const cash = Math.round(((given.held[3] ?? 0) / worth) * nav);
  const holdings = Object.fromEntries([
    ...symbols.map((symbol, i) => [symbol, units[i]]),
    ['USDT', cash],
  ]);
  const changes = {
    'portfolio.targets': Object.fromEntries(targets),
    'portfolio.holdings': holdings,
    'policy.kind': given.kind,
    'policy.destination': given.destination,
    'policy.tightness': 1,
    'markets.direct': given.direct,
    'limits.cashBuffer': given.buffer,
    'limits.minimumOrder': given.minimum,
  };
  const rules = inputsWith(changes).rules.map((rule) => ({
    ...rule,
    stepSize: steps[symbols.indexOf(rule.base)] as string,
    tickSize: '0.00000001',
    minNotional: '0',
  }));
  const series = symbols.map((symbol, i) =>
    candlesOf(symbol, [prices[i] as number, prices[i] as number]),
  );
  return { changes, prices, units, cash, steps, result: recommendWith(changes, { rules }, series) };
}

/** The account after the legs at their reference prices, costs paid in the quote of each. */
function settled({ result, units, cash, prices }: World) {
  const account = new Map<string, number>([['USDT', cash]]);
  symbols.forEach((symbol, i) => {
    account.set(symbol, units[i] as number);
  });
  const change = (symbol: string, by: number) =>
    account.set(symbol, (account.get(symbol) ?? Number.NaN) + by);
  let cost = 0;
  for (const { side, base, quote, quantity, notional, costBps } of result.legs) {
    const sign = side === 'buy' ? 1 : -1;
    const fee = (toNumber(notional) * costBps) / 1e4;
    change(base, sign * toNumber(quantity));
    change(quote, -sign * toNumber(notional) - fee);
    cost += quote === 'USDT' ? fee : 0;
  }
  const values = symbols.map(
    (symbol, i) => (account.get(symbol) as number) * (prices[i] as number),
  );
  const left = account.get('USDT') as number;
  return {
    account,
    cost,
    cash: left,
    weights: values.map((value) => value / (sum(values) + left)),
  };
}

describe('a plan', () => {
  it('sells no more than is held and spends no more than there is', () => {
    const check = (world: World): void => {
      const { result, cash, changes } = world;
      const after = settled(world);
      const nav = toNumber(result.nav);
      for (const symbol of symbols) {
        expect(after.account.get(symbol)).toBeGreaterThanOrEqual(-1e-9 * nav);
      }
      if (result.legs.every(({ side }) => side === 'sell')) return;
      const buffer = changes['limits.cashBuffer'] as number;
      const least = buffer === 0 ? -after.cost : Math.min(cash, buffer * nav);
      expect(after.cash).toBeGreaterThanOrEqual(least - 1e-6 * nav);
    };
    fc.assert(fc.property(anyWorld, check), { seed: 31, numRuns: 600 });
  });

  it('is refused only where coarse lots leave out so much that the rest brings it no nearer', () => {
    const outcomes = new Map<string, number>();
    const check = ({ result, steps }: World): void => {
      const { outcome, reasons, legs } = result;
      expect(legs.length > 0).toBe(outcome === 'proposed');
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (outcome !== 'denied') return;
      expect(reasons[0]?.code).toBe('PLAN_NO_IMPROVEMENT');
      expect(steps).not.toEqual(steps.map(() => '0.00000001'));
    };
    fc.assert(fc.property(anyWorld, check), { seed: 32, numRuns: 600 });
    expect(outcomes.get('proposed')).toBeGreaterThan(400);
    expect(outcomes.get('denied') ?? 0).toBeLessThan(30);
  });

  it('comes nearer to the targets, with every weight between 0 and 1', () => {
    const check = (world: World): void => {
      const { result, changes } = world;
      if (result.outcome !== 'proposed') return;
      const { weights } = settled(world);
      for (const weight of weights) {
        expect(weight).toBeGreaterThanOrEqual(-1e-9);
        expect(weight).toBeLessThanOrEqual(1 + 1e-9);
      }
      if (changes['policy.kind'] === 'geometry') return;
      const away = (values: readonly number[]): number =>
        Math.hypot(...values.map((value, i) => value - (result.assets[i]?.target ?? Number.NaN)));
      expect(away(weights)).toBeLessThan(away(result.assets.map(({ weight }) => weight)));
    };
    fc.assert(fc.property(anyWorld, check), { seed: 33, numRuns: 600 });
  });

  it('has legs of whole steps above the smallest order, sells first', () => {
    const check = ({ result, changes, steps, prices }: World): void => {
      const sides = result.legs.map(({ side }) => side);
      expect(sides).toEqual([...sides].sort().reverse());
      const smallest = Math.max(
        changes['limits.minimumOrder'] as number,
        0.001 * toNumber(result.nav),
      );
      for (const { base, quantity } of result.legs) {
        const asset = symbols.indexOf(base);
        expect(isPositive(quantity)).toBe(true);
        expect(compare(roundToStep(quantity, steps[asset] as string, 'down'), quantity)).toBe(0);
        const notional = toNumber(quantity) * (prices[asset] as number);
        expect(notional).toBeGreaterThanOrEqual(smallest * (1 - 1e-9));
      }
    };
    fc.assert(fc.property(anyWorld, check), { seed: 34, numRuns: 400 });
  });
});
