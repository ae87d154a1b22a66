/** Every rule at random weights: a wider band never trades where a narrower one rests, and what is traded makes sense. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../src/config/expression-parser.ts';
import { applyFlows, costOfFlows, type FlowMarket } from '../../src/policy/flow-problem.ts';
import type { Policy, PolicyContext } from '../../src/policy/policy.ts';
import type { PolicyRule } from '../../src/policy/settings.ts';
import type { RiskForecast } from '../../src/risk/risk-forecast.ts';
import { flowsOf, forecastOf, lookOf, policyOf } from '../support/panels.ts';

type World = {
  readonly context: PolicyContext;
  readonly forecast: RiskForecast;
  readonly weights: readonly number[];
  readonly cash: number;
};

const eventCostBps = 0.1;
const region = {
  objective: 'adaptive',
  eventCostBps,
  rho: 0.8,
  multiplier: [0.5, 2],
  goal: null,
} as const;

/** Rules by the position of their width between the narrowest (0) and the widest (1), and what they decide by. */
const families: Readonly<Record<string, (width: number) => PolicyRule>> = {
  threshold: (width) => ({ kind: 'threshold', band: 0.2 * width, destination: 'target' }),
  'threshold, half-way': (width) => ({ kind: 'threshold', band: 0.2 * width, destination: 'half' }),
  'threshold-relative': (width) => ({
    kind: 'threshold-relative',
    band: width,
    destination: 'edge',
  }),
  'threshold by an expression': (width) => ({
    kind: 'threshold',
    band: `${0.2 * width + 1e-9} * (0.1 + target + weight + min(vol, 5)) / 6.1`,
    destination: 'edge',
  }),
  percentage: (width) => ({ kind: 'percentage', tolerance: 0.2 * width }),
  'asset-band by λ': (width) => ({
    kind: 'asset-band',
    riskAversion: 1_000 * 1_000 ** -width,
    eventCostBps: 0.1,
  }),
  'calendar by its gate': (width) => ({ kind: 'calendar', every: 1, gate: 0.2 * width }),
  'calendar by its gate, to its edge': (width) => ({
    kind: 'calendar',
    every: 1,
    gate: 0.2 * width,
    destination: 'edge',
  }),
  'geometry by κ': (width) => ({ kind: 'geometry', ...region, tightness: 10 * 1_000 ** -width }),
  'risk-aware by κ': (width) => ({
    kind: 'risk-aware',
    ...region,
    tightness: 10 * 1_000 ** -width,
  }),
};

/** How much wider a band must be to be told from a narrower one where a rule solves up to a gap. */
const leastStep = 0.01;

const share = fc.integer({ min: 0, max: 100 });
const asset = fc.record({
  target: share,
  held: share,
  volatility: fc.double({ min: 0.001, max: 0.05, noNaN: true }),
  cost: fc.double({ min: 0.0001, max: 0.006, noNaN: true }),
});

const anyWorld: fc.Arbitrary<World> = fc
  .record({
    assets: fc.array(asset, { minLength: 1, maxLength: 6 }),
    cashTarget: fc.constantFrom<number>(0, 5, 40),
    cashHeld: fc.constantFrom<number>(0, 1, 30),
    correlation: fc.double({ min: 0, max: 0.9, noNaN: true }),
  })
  .filter(
    ({ assets, cashHeld }) =>
      assets.some(({ target }) => target > 0) &&
      assets.reduce((sum, { held }) => sum + held, cashHeld) > 0,
  )
  .map(({ assets, cashTarget, cashHeld, correlation }) => {
    const targets = assets.reduce((sum, { target }) => sum + target, cashTarget);
    const held = assets.reduce((sum, one) => sum + one.held, cashHeld);
    return {
      context: {
        symbols: assets.map((_, i) => `A${i}`),
        targets: Float64Array.from(assets, ({ target }) => target / targets),
        cashTarget: cashTarget / targets,
        markets: assets.map(({ cost }, base): FlowMarket => ({ base, quote: -1, cost })),
        spreadBps: () => 4,
        parse: parseExpression,
      },
      forecast: forecastOf(
        assets.map(({ volatility }) => volatility),
        { reference: assets.map(() => 0.01), correlation },
      ),
      weights: assets.map((one) => one.held / held),
      cash: cashHeld / held,
    };
  });

function policyIn({ context, forecast }: World, rule: PolicyRule): Policy {
  const policy = policyOf(rule, context);
  policy.observe(forecast);
  return policy;
}

function decisionIn(world: World, rule: PolicyRule, nav = 100_000): readonly number[] | null {
  const look = lookOf(world.weights, { cash: world.cash, nav });
  return flowsOf(policyIn(world, rule), look, world.context.markets.length);
}

/** Penalty and cost saved by flows beside what they cost, in the measure of the rule. */
function gainOf(world: World, rule: PolicyRule, flows: readonly number[]): number {
  const policy = policyIn(world, rule);
  const before = Float64Array.from(world.weights);
  const after = before.slice();
  const traded = Float64Array.from(flows);
  applyFlows(world.context.markets, traded, after);
  const cost = costOfFlows(world.context.markets, traded);
  return policy.distance(before) ** 2 - policy.distance(after) ** 2 - cost;
}

function permuted(world: World, order: readonly number[]): World {
  const { context, forecast, weights } = world;
  const n = order.length;
  const pick = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from(order, (i) => values[i] as number);
  const covariance = order.flatMap((i) =>
    order.map((j) => forecast.covariance[i * n + j] as number),
  );
  return {
    ...world,
    context: {
      ...context,
      symbols: order.map((i) => context.symbols[i] as string),
      targets: pick(context.targets),
      markets: order.map((i, base) => ({ ...(context.markets[i] as FlowMarket), base })),
    },
    forecast: {
      ...forecast,
      covariance: Float64Array.from(covariance),
      referenceVariance: pick(forecast.referenceVariance),
      longRunVariance: pick(forecast.longRunVariance),
    },
    weights: [...pick(weights)],
  };
}

const cases = Object.entries(families);
const width = fc.double({ min: 0, max: 1, noNaN: true });

describe('one decision of every rule', () => {
  it.each(cases)('%s: where a narrower band rests, a wider one does', (_, ruleAt) => {
    fc.assert(
      fc.property(anyWorld, width, width, (world, one, other) => {
        const narrow = Math.min(one, other);
        const wide = Math.max(one, other, narrow + leastStep);
        if (decisionIn(world, ruleAt(narrow)) === null) {
          expect(decisionIn(world, ruleAt(wide))).toBeNull();
        }
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it.each(cases)('%s: leaves weights between 0 and 1, and no debt but costs', (name, ruleAt) => {
    fc.assert(
      fc.property(anyWorld, width, (world, at) => {
        const flows = decisionIn(world, ruleAt(at));
        if (flows === null) return;
        const after = Float64Array.from(world.weights);
        applyFlows(world.context.markets, Float64Array.from(flows), after);
        for (const weight of after) {
          expect(weight).toBeGreaterThan(-1e-9);
          expect(weight).toBeLessThan(1 + 1e-9);
        }
        // One asset back to target may want more than there is: orders are then scaled to the cash.
        if (name === 'percentage') return;
        const cash = 1 - after.reduce((sum, weight) => sum + weight, 0);
        expect(cash).toBeGreaterThan(-1e-9);
      }),
      { numRuns: 200, seed: 6 },
    );
  });

  it.each(cases)('%s: is the same at any NAV', (_, ruleAt) => {
    fc.assert(
      fc.property(anyWorld, width, fc.constantFrom(1e-3, 17, 1e12), (world, at, nav) => {
        expect(decisionIn(world, ruleAt(at), nav)).toEqual(decisionIn(world, ruleAt(at)));
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  it.each(cases)('%s: does not depend on the order of the assets', (name, ruleAt) => {
    const isSolved = name.includes('κ');
    fc.assert(
      fc.property(anyWorld, width, fc.infiniteStream(fc.nat()), (world, at, numbers) => {
        const keys = world.weights.map(() => numbers.next().value as number);
        const order = keys
          .map((_, i) => i)
          .sort((a, b) => (keys[a] as number) - (keys[b] as number));
        const other = permuted(world, order);
        const rule = ruleAt(at);
        const flows = decisionIn(world, rule);
        const swapped = decisionIn(other, rule);
        if (isSolved) {
          // Solved up to a thousandth of the event cost, so the flows may differ where the gain does not.
          const eventCost = eventCostBps / 1e4;
          const gain = flows === null ? eventCost : gainOf(world, rule, flows);
          const gainSwapped = swapped === null ? eventCost : gainOf(other, rule, swapped);
          const isNear = flows === null || swapped === null;
          expect(Math.abs(gain - gainSwapped)).toBeLessThan((isNear ? 4 : 2) * 1e-3 * eventCost);
          return;
        }
        expect(swapped === null).toBe(flows === null);
        order.forEach((from, to) => {
          expect(swapped?.[to] ?? 0).toBeCloseTo(flows?.[from] ?? 0, 12);
        });
      }),
      { numRuns: 100, seed: 8 },
    );
  });
});

describe('finite inputs of every kind', () => {
  const anyNumber = fc.oneof(
    fc.constantFrom(0, -0, 1, -1, 1e-300, 1e9, -1e9),
    fc.double({ min: -2, max: 3, noNaN: true }),
  );

  it.each(cases)('%s: give finite flows and finite figures', (_, ruleAt) => {
    fc.assert(
      fc.property(
        anyWorld,
        width,
        fc.array(anyNumber, { minLength: 6, maxLength: 6 }),
        anyNumber,
        fc.constantFrom(0, 1e-12, 0.01, 1e3),
        (world, at, weights, cash, volatility) => {
          const assets = world.weights.length;
          const flat = forecastOf(new Array<number>(assets).fill(volatility), { correlation: 1 });
          const policy = policyIn({ ...world, forecast: flat }, ruleAt(at));
          const look = lookOf(weights.slice(0, assets), { cash });
          const flows = flowsOf(policy, look, assets) ?? [];
          for (const flow of flows) expect(Number.isFinite(flow)).toBe(true);
          for (const reason of policy.explain(look)) {
            const figures = Object.values(reason).filter((value) => typeof value === 'number');
            for (const figure of figures) expect(Number.isFinite(figure)).toBe(true);
          }
        },
      ),
      { numRuns: 200, seed: 9 },
    );
  });
});
