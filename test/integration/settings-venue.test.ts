/** The settings of the venue and of autonomy, seen in what is composed from them and in what runs on its own. */
import { describe, expect, it } from 'vitest';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { runCycle } from '../../src/app/plans/cycle.ts';
import { runScheduler } from '../../src/app/scheduler.ts';
import { ConfigError } from '../../src/base/errors.ts';
import { openVenue } from '../../src/compose.ts';
import type { AutonomyLevel } from '../../src/plan/settings.ts';
import { start } from '../support/execution-plans.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';
import { dayMs, hourMs } from '../support/panels.ts';
import { type Changes, configuredWith } from '../support/settings.ts';

/** The portfolio of the changed configuration on its venue, with an empty store. */
async function venueWith(changes: Changes) {
  const store = await createSqliteStore({ file: ':memory:' });
  const ground = { store, models: createModelStore('no-models'), secretOf: () => undefined };
  return openVenue(configuredWith(changes), ground);
}

describe('the venue', () => {
  it('setting: venue.id names where to trade; one that is not there is refused', async () => {
    const { workspace } = await venueWith({ 'venue.id': 'simulated' });
    expect(workspace.mode).toContain('simulated market');
    await expect(venueWith({ 'venue.id': 'nowhere' })).rejects.toThrow(ConfigError);
    await expect(venueWith({ 'venue.id': 'nowhere' })).rejects.toThrow('venue.id was "nowhere"');
  });

  it('setting: venue.mode of a simulated market is paper or by hand, and nothing else', async () => {
    const { workspace: paper } = await venueWith({ 'venue.mode': 'paper' });
    expect(paper).toMatchObject({ broker: { account: 'paper:core' } });
    expect(paper.mode).toContain('paper · simulated market');
    const { workspace: byHand } = await venueWith({ 'venue.mode': 'advisory' });
    expect(byHand).toMatchObject({ broker: { account: 'advisory:core', awaitsPerson: true } });
    expect(byHand.mode).toContain('by hand · simulated market');
    expect(() => configuredWith({ 'venue.mode': 'live' })).toThrow(
      'venue.mode was live; nothing on the simulated market is real',
    );
  });

  it('setting: venue.mode live of an exchange needs a key, and an address that nobody can listen to', () => {
    const live = { 'venue.id': 'binance', 'venue.mode': 'live' };
    expect(configuredWith(live).venue).toMatchObject({ mode: 'live', speed: 1, baseUrl: null });
    expect(() => configuredWith({ ...live, 'venue.baseUrl': 'http://exchange.example' })).toThrow(
      'venue.baseUrl was http://exchange.example; live, it must be https or on this machine',
    );
  });

  it('setting: venue.baseUrl is where an exchange is looked for, and nothing of a simulated market', async () => {
    const nowhere = { 'venue.id': 'binance', 'venue.baseUrl': 'http://127.0.0.1:1' };
    await expect(venueWith(nowhere)).rejects.toThrow('Binance did not answer GET /api/v3/time');
    expect(() => configuredWith({ 'venue.baseUrl': 'https://exchange.example' })).toThrow(
      'the simulated market has no address',
    );
    expect(() => configuredWith({ 'venue.id': 'binance', 'venue.baseUrl': 'no address' })).toThrow(
      'venue.baseUrl was "no address"',
    );
  });

  it('setting: venue.speed of an exchange is 1, but of a test host', () => {
    const exchange = { 'venue.id': 'kraken', 'venue.speed': 100 };
    expect(configuredWith(exchange).venue.speed).toBe(1);
    const testHost = { ...exchange, 'venue.baseUrl': 'http://127.0.0.1:8080' };
    expect(configuredWith(testHost).venue.speed).toBe(100);
  });

  it('setting: venue.initialCash is what a paper account without holdings starts with', async () => {
    const { workspace } = await venueWith({
      'portfolio.holdings': undefined,
      'venue.initialCash': 5_000,
    });
    expect(workspace.initialBalances).toEqual({ USDT: '5000' });
  });

  it('setting: venue.seed is another market', async () => {
    const bookOf = async (seed: number) => {
      const { workspace } = await venueWith({ 'venue.seed': seed });
      const { market, clock } = workspace;
      return { source: market.source, book: await market.book('BTC/USDT', clock.now()) };
    };
    const [seven, eight] = [await bookOf(7), await bookOf(8)];
    expect(eight.source).not.toBe(seven.source);
    expect(eight.book?.bids[0]?.price).not.toBe(seven.book?.bids[0]?.price);
  });

  it('setting: venue.speed is how fast its time runs', async () => {
    const speed = async (given: number) =>
      (await venueWith({ 'venue.speed': given })).simulatedClock?.speed();
    expect(await speed(1)).toBe(1);
    expect(await speed(3_600)).toBe(3_600);
  });
});

describe('autonomy', () => {
  it.each([
    ['0 * * * *', [0, hourMs, 2 * hourMs]],
    ['30 */6 * * *', [0, 0.5 * hourMs, 6.5 * hourMs]],
    ['0 0 * * *', [0, dayMs, 2 * dayMs]],
  ])(
    'setting: autonomy.schedule %s is when it looks, and once at the start',
    async (schedule, times) => {
      const workspace = await createTestWorkspace();
      const looked: number[] = [];
      const stop = new AbortController();
      const events = {
        onResult: () => {
          looked.push(workspace.clock.now() - start);
          if (looked.length === times.length) stop.abort();
        },
        onFault: (fault: unknown) => {
          throw fault;
        },
      };
      const autonomy = { ...workspace.autonomy, schedule };
      await runScheduler({ ...workspace, autonomy }, events, stop.signal);
      expect(looked).toEqual(times);
    },
  );

  it.each<[AutonomyLevel, string]>([
    ['observe', 'proposed'],
    ['propose', 'proposed'],
    ['approve', 'proposed'],
    ['autonomous', 'settled'],
  ])('setting: autonomy.level %s leaves a plan that needs no approver %s', async (level, state) => {
    const workspace = await createTestWorkspace({
      level,
      settings: { approvalRules: [{ when: null, approvers: 0 }] },
    });
    const result = await runCycle(workspace);
    expect(result).toMatchObject({ kind: 'looked', record: { state } });
  });
});
