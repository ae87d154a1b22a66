/** Whether a plan on margin still fits its account after funding moved the cash. */
import { describe, expect, it } from 'vitest';
import { validityProblem } from '../../src/execution/validity.ts';
import type { RecordedInputs } from '../../src/plan/inputs.ts';
import { inputsWith, recommendWith } from '../support/settings.ts';

const changes = {
  'venue.id': 'binanceusdm',
  'portfolio.targets': { BTC: '60%', ETH: '-30%', SOL: '10%' },
  'portfolio.holdings': { BTC: 2, ETH: -40, USDT: 100_000 },
};
const prices = new Map([
  ['BTC', 20_000],
  ['ETH', 1_000],
  ['SOL', 20],
]);

function problemWith(inputs: RecordedInputs, balances: Readonly<Record<string, string>>) {
  const { settings } = inputs;
  return validityProblem(recommendWith(changes), inputs, {
    ...{ settings, balances, prices, books: new Map() },
  });
}

describe('a plan on margin that waited', () => {
  const inputs = inputsWith(changes);

  it('fits where funding took up to 0.1 % of NAV, 100 of 100,000', () => {
    expect(problemWith(inputs, { BTC: '2', ETH: '-40', USDT: '99905' })).toBeUndefined();
    expect(problemWith(inputs, { BTC: '2', ETH: '-40', USDT: '99890' })).toMatchObject({
      code: 'BALANCES_CHANGED',
      asset: 'USDT',
    });
  });

  it('does not fit where a position changed by more than dust, 10 of 100,000', () => {
    expect(problemWith(inputs, { BTC: '2.001', ETH: '-40', USDT: '100000' })).toMatchObject({
      code: 'BALANCES_CHANGED',
      asset: 'BTC',
    });
  });
});
