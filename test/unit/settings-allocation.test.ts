/** Every setting of the allocation changes the targets, and what contradicts itself or is not used is refused. */
import { describe, expect, it } from 'vitest';
import { type Candles, slice } from '../../src/market/candles.ts';
import { calm, targetsWith } from '../support/allocated.ts';
import { folderWith } from '../support/market-files.ts';
import { asOf, type Changes, configuredWith } from '../support/settings.ts';

/** 40, 25, 15 and 20 % cash in the file. */
const equal = { 'allocation.method': 'equal' };
const third = 0.8 / 3;

async function targetsOf(changes: Changes): Promise<readonly number[]> {
  return (await targetsWith(changes)).targets.map((target) => Number(target.toFixed(6)));
}

/** 45, 25 and 10 % of NAV. */
const held = { BTC: '2.25', ETH: '25', SOL: '500', USDT: '20000' };

describe('the allocation', () => {
  it('setting: allocation.method sets the targets; fixed leaves those of the file', async () => {
    expect(configuredWith({ 'allocation.method': 'fixed' }).settings.allocation).toBeUndefined();
    expect(await targetsOf(equal)).toEqual([third, third, third].map((x) => Number(x.toFixed(6))));
    const found = await Promise.all(
      ['inverse-volatility', 'erc', 'hrp', 'min-variance', 'max-diversification'].map((method) =>
        targetsOf({ 'allocation.method': method }),
      ),
    );
    for (const targets of found) {
      expect(targets.reduce((sum, target) => sum + target, 0)).toBeCloseTo(0.8, 5);
      // BTC is the calmest, SOL the wildest.
      expect(targets[0]).toBeGreaterThan(targets[2] as number);
    }
    expect(new Set(found.map((targets) => targets.join(' '))).size).toBe(5);
  });

  it('setting: allocation.every is when', async () => {
    expect((await targetsWith(equal)).at).toBe(asOf);
    const mondays = await targetsWith({ ...equal, 'allocation.every': '0 0 * * 1' });
    expect(new Date(mondays.at).toISOString()).toBe('2023-05-29T00:00:00.000Z');
    expect(() => configuredWith({ 'allocation.every': 'monthly' })).toThrow(
      'allocation.every: a schedule must be a cron expression of five fields',
    );
    expect(() => configuredWith({ 'allocation.every': '0 0 30 2 *' })).toThrow(
      'allocation.every was "0 0 30 2 *", which is no day of any year',
    );
  });

  it('setting: allocation.covariance is the forecast, or that of the past', async () => {
    const erc = { 'allocation.method': 'erc' };
    const forecast = await targetsWith({ ...erc, 'allocation.covariance': 'forecast' });
    const past = await targetsWith({ ...erc, 'allocation.covariance': 'past' });
    expect(forecast.covariance?.source).toBe('the forecast of ewma60');
    expect(past.covariance?.source).toBe('the last 120 days, care linear');
    expect(forecast.targets).not.toEqual(past.targets);
  });

  it('setting: allocation.care, allocation.days are of the past', async () => {
    const past = { 'allocation.method': 'min-variance', 'allocation.covariance': 'past' };
    const found = [
      await targetsWith(past),
      await targetsWith({ ...past, 'allocation.care': 'none' }),
      await targetsWith({ ...past, 'allocation.days': 60 }),
    ];
    expect(found.map(({ covariance }) => covariance?.source)).toEqual([
      'the last 120 days, care linear',
      'the last 120 days, as they come',
      'the last 60 days, care linear',
    ]);
    expect(new Set(found.map(({ targets }) => targets.join(' '))).size).toBe(3);
  });

  it('setting: allocation.budgets are shares of risk', async () => {
    const erc = { 'allocation.method': 'erc' };
    const [even, tilted] = [
      await targetsOf(erc),
      await targetsOf({ ...erc, 'allocation.budgets': { BTC: 3, ETH: 1, SOL: 1 } }),
    ];
    expect(tilted[0]).toBeGreaterThan(1.2 * (even[0] as number));
    expect(() => configuredWith({ ...erc, 'allocation.budgets': { BTC: 1 } })).toThrow(
      'allocation.budgets must name each asset, was without ETH, SOL',
    );
  });

  it('setting: allocation.floors, allocation.caps are of single assets, as fractions of NAV', async () => {
    expect(await targetsOf({ ...equal, 'allocation.floors': { BTC: '40%' } })).toEqual([
      ...[0.4, 0.2, 0.2],
    ]);
    expect(await targetsOf({ ...equal, 'allocation.caps': { BTC: '20%' } })).toEqual([
      ...[0.2, 0.3, 0.3],
    ]);
  });

  it('setting: allocation.groups.assets, allocation.groups.min, allocation.groups.max bound sums', async () => {
    const assets = ['ETH', 'SOL'];
    const most = { ...equal, 'allocation.groups': [{ assets, max: '40%' }] };
    expect(await targetsOf(most)).toEqual([0.4, 0.2, 0.2]);
    const least = { ...equal, 'allocation.groups': [{ assets: ['BTC'], min: '50%' }] };
    expect(await targetsOf(least)).toEqual([0.5, 0.15, 0.15]);
    expect(() =>
      configuredWith({ ...equal, 'allocation.groups': [{ assets, max: '10%', min: '20%' }] }),
    ).toThrow('allocation.floors, allocation.caps and allocation.groups cannot all be met');
  });

  it('setting: allocation.maximumStep is the most that a target moves', async () => {
    const { targets } = await targetsWith(
      { ...equal, 'allocation.maximumStep': '5%' },
      { holdings: held },
    );
    expect(targets[0]).toBeCloseTo(0.4, 9);
    expect(targets[2]).toBeCloseTo(0.15, 9);
    expect((await targetsWith(equal, { holdings: held })).targets[0]).toBeCloseTo(third, 9);
  });

  it('setting: allocation.turnoverPenalty weighs what getting there costs', async () => {
    const movedBy = async (penalty: number): Promise<number> => {
      const changes = {
        'allocation.method': 'min-variance',
        'allocation.turnoverPenalty': penalty,
      };
      const { targets } = await targetsWith(changes, { holdings: held });
      return [0.45, 0.25, 0.1].reduce(
        (sum, weight, i) => sum + Math.abs(weight - (targets[i] as number)),
        0,
      );
    };
    const [free, dear, dearer] = [await movedBy(0), await movedBy(20), await movedBy(1_000)];
    expect(dear).toBeLessThan(free);
    expect(dearer).toBeLessThan(1e-9);
  });

  it('setting: allocation.volatilityTarget goes into cash', async () => {
    const whole = await targetsWith({ ...equal, 'allocation.volatilityTarget': '100%' });
    const half = await targetsWith({
      ...equal,
      'allocation.volatilityTarget': (whole.volAnnual ?? 0) / 2,
    });
    expect([whole.scale, whole.cashTarget]).toEqual([1, 0.2]);
    expect(half.scale).toBeCloseTo(0.5, 12);
    expect(half.cashTarget).toBeCloseTo(0.6, 12);
    expect(half.targets[0]).toBeCloseTo(third / 2, 12);
  });

  it('setting: allocation.capitalisations are what market-cap goes by, within caps', async () => {
    const folder = await folderWith({
      'caps.csv': 'symbol,capitalisation\nBTC,600\nETH,300\nSOL,100\nXRP,50\n',
      'few.csv': 'symbol,capitalisation\nBTC,600\n',
      'odd.csv': 'symbol,capitalisation\nBTC,-1\n',
    });
    const index = (name: string) => ({
      'allocation.method': 'market-cap',
      'allocation.capitalisations': `${folder}/${name}`,
    });
    expect(await targetsOf(index('caps.csv'))).toEqual([0.48, 0.24, 0.08]);
    const capped = { ...index('caps.csv'), 'allocation.caps': { BTC: '40%' } };
    expect(await targetsOf(capped)).toEqual([0.4, 0.3, 0.1]);
    expect(() => configuredWith(index('few.csv'))).toThrow('has no capitalisation of ETH, SOL');
    expect(() => configuredWith(index('odd.csv'))).toThrow('capitalisation was "-1"');
    expect(() => configuredWith(index('none.csv'))).toThrow('(ENOENT)');
    expect(() => configuredWith({ 'allocation.method': 'market-cap' })).toThrow(
      'allocation.method market-cap needs allocation.capitalisations',
    );
  });
});

describe('an allocation is refused', () => {
  it.each<[string, Changes, string]>([
    [
      'with floors above what is invested',
      { ...equal, 'allocation.floors': { BTC: '50%', ETH: '40%' } },
      'cannot all be met: the least weights sum to 1.125, more than 1, as shares of the 0.8 that is not in cash',
    ],
    [
      'with a floor above its cap',
      { ...equal, 'allocation.floors': { BTC: '50%' }, 'allocation.caps': { BTC: '40%' } },
      'BTC must have at least 0.625 and at most 0.5',
    ],
    ['with an asset of no target', { ...equal, 'allocation.caps': { XRP: '5%' } }, 'names XRP'],
    [
      'with a key that its method does not use',
      { ...equal, 'allocation.budgets': { BTC: 1 } },
      'allocation.budgets is not used with the allocation.method equal: take it out',
    ],
    [
      'with limits of fixed targets',
      { 'allocation.caps': { BTC: '5%' } },
      'allocation.caps is not',
    ],
    [
      'without a covariance',
      { 'allocation.method': 'erc', 'forecast.model': 'geometry' },
      'needs a covariance, and the forecast.model geometry has none',
    ],
    [
      'with nothing to invest',
      { ...equal, 'portfolio.targets': { BTC: 0, cash: 1 }, 'portfolio.holdings': undefined },
      'leaves nothing to invest',
    ],
    [
      'with a floor of an asset that is only to be sold',
      {
        ...equal,
        'portfolio.targets': { BTC: '80%', ETH: 0, SOL: 0 },
        'allocation.floors': { ETH: '5%' },
      },
      'allocation.floors names ETH, whose target is 0: it is only sold',
    ],
  ])('%s', (_, changes, message) => {
    expect(() => configuredWith(changes)).toThrow(message);
  });
});

describe('an asset without weight in the file', () => {
  const without = {
    'allocation.method': 'erc',
    'portfolio.targets': { BTC: '40%', ETH: '40%', SOL: 0 },
  };

  it('needs no budget and no history', async () => {
    const budgets = { 'allocation.budgets': { BTC: 1, ETH: 2 } };
    const [btc, eth, sol] = calm as readonly [Candles, Candles, Candles];
    const series = [btc, eth, slice(sol, sol.openTime.length - 48, sol.openTime.length)];
    const found = await targetsWith({ ...without, ...budgets }, { series });
    expect(found).toMatchObject({ used: 'erc', fallbacks: [] });
    expect(found.targets[2]).toBe(0);
  });

  it('is not weighed, and so sold', async () => {
    const found = await targetsWith(without);
    expect(found.targets[2]).toBe(0);
    expect(found.targets[0]).toBeGreaterThan(found.targets[1] as number);
    expect(found.cashTarget).toBeCloseTo(0.2, 12);
  });
});
