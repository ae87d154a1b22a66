/** Turns the scenario of a spot account into one on margin: positions of both signs, and plans that close, open and go through zero. */
import {
  compare,
  isPositive,
  minimum,
  multiply,
  roundToStep,
  subtract,
} from '../../../src/base/decimal.ts';
import { createChoices } from './choices.ts';
import { markets } from './markets.ts';
import type { PlannedLeg, Scenario } from './scenario.ts';

/** So that what is drawn here is no part of what the scenario has drawn. */
const ownChoices = 0x5bd1e995;

export function marginScenario(scenario: Scenario): Scenario {
  const choices = createChoices((scenario.seed ^ ownChoices) >>> 0);
  const { chance, between, pick } = choices;
  const positions = new Map(
    markets.map(({ base }) => {
      const sign = pick(['1', '-1', '0']);
      return [base, multiply(scenario.balances[base] ?? '0', sign)];
    }),
  );
  const invested = markets.reduce(
    (sum, { base, price }) => sum + Number(positions.get(base)) * price,
    0,
  );
  const nav = between(8_000, 60_000);
  const legs = scenario.legs.flatMap((leg): readonly PlannedLeg[] => {
    const position = positions.get(leg.market.base) ?? '0';
    const isThrough = chance(0.3);
    const held = isPositive(position) ? position : subtract('0', position);
    const quantity = isThrough
      ? roundToStep(multiply(held, between(0.5, 1.5).toFixed(3)), leg.market.stepSize, 'down')
      : leg.quantity;
    return partsOf({ ...leg, quantity }, position);
  });
  return {
    ...scenario,
    legs: legs.some(({ quantity }) => isPositive(quantity)) ? legs : scenario.legs.map(asOpening),
    balances: {
      ...Object.fromEntries(positions),
      ...{ USDT: String(Math.round(nav - invested)), BNB: '1000' },
    },
    leverage: pick([1, 2, 3]),
    // Nothing is received but the quote.
    feeIn: scenario.feeIn === 'third' ? 'third' : 'quote',
  };
}

function asOpening(leg: PlannedLeg): PlannedLeg {
  return { ...leg, reduceOnly: false };
}

/** What closes the position, and what opens the other side; orders too small for the market are left out. */
function partsOf(leg: PlannedLeg, position: string): readonly PlannedLeg[] {
  const isLong = isPositive(position);
  const closes = isLong ? leg.side === 'sell' : compare(position, '0') < 0 && leg.side === 'buy';
  if (!closes) return [asOpening(leg)];
  const closed = minimum(leg.quantity, isLong ? position : subtract('0', position));
  return [
    { ...leg, quantity: closed, reduceOnly: true },
    { ...leg, quantity: subtract(leg.quantity, closed), reduceOnly: false },
  ].filter(({ quantity, limitPrice }) => compare(multiply(quantity, limitPrice), '6') > 0);
}
