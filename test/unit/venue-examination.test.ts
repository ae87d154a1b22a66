/** What doctor concludes from what an exchange tells: which keys, clocks and markets are unsafe, and what to do. */
import { describe, expect, it } from 'vitest';
import { examineVenue, type VenuePurpose } from '../../src/app/examine-venue.ts';
import type { KeyRights, VenueFacts } from '../../src/ports/venue-facts.ts';

const rules = {
  ...{ market: 'BTC/USDT', base: 'BTC', quote: 'USDT' },
  ...{ stepSize: '0.00001', tickSize: '0.01', minNotional: '5' },
};
const rights: KeyRights = {
  ...{ canRead: true, canTrade: true, canWithdraw: false },
  ipRestricted: true,
};
const facts: VenueFacts = {
  ...{ id: 'binance', name: 'Binance', tier: 'A', isVerified: true },
  offsetMs: 12.4,
  roundTripsMs: [80, 40, 300, 50, 45],
  limits: [
    { of: 'request weight', most: 6_000, perMs: 60_000, used: 24 },
    { of: 'orders', most: 50, perMs: 10_000, used: null },
  ],
  key: { kind: 'told', ...rights },
  markets: [{ market: 'BTC/USDT', state: 'traded', rules }],
  direct: ['ETH/BTC'],
  fees: { takerFeeBps: 10, makerFeeBps: 8 },
};
const purpose: VenuePurpose = {
  ...{ isLive: true, acceptUnknownKeyRights: false, direct: null, takerFeeBps: null, speed: 1 },
  leverage: null,
};

function lineOf(check: string, found: Partial<VenueFacts>, wanted: Partial<VenuePurpose> = {}) {
  return examineVenue({ ...facts, ...found }, { ...purpose, ...wanted }).find(
    (line) => line.check === check,
  );
}

describe('an exchange where all is well', () => {
  it('is told in one line for each thing', () => {
    const lines = examineVenue(facts, purpose);
    expect(lines.map(({ status }) => status)).toEqual(lines.map(() => 'ok'));
    expect(lines.map(({ check, found }) => `${check}: ${found}`)).toEqual([
      'venue: Binance, tier A: orders carry our id and lapse after seconds, so that trading without a person is possible',
      'venue clock: this machine is 12 ms behind',
      'round trip: 50 ms, the median of 5 (40 to 300)',
      'request limits: request weight 24 of 6,000 in 1 min, orders 50 in 10 s',
      'API key: may read, trade; bound to addresses',
      'market BTC/USDT: trades; steps of 0.00001 BTC, prices in 0.01 USDT, at least 5 USDT',
      'direct markets: ETH/BTC',
      'fees: taker 10 bp, maker 8 bp at the most',
    ]);
  });
});

describe('a key', () => {
  it.each([
    ['may withdraw', { canWithdraw: true }, 'fail', 'delete this one'],
    ['may not trade', { canTrade: false }, 'fail', 'rights to read and to trade'],
    ['may not read', { canRead: false }, 'fail', 'rights to read and to trade'],
    ['works from anywhere', { ipRestricted: false }, 'warn', 'bind it to the address'],
    ['is not told to be bound', { ipRestricted: 'unknown' }, 'ok', ''],
  ] as const)('that %s', (_, change, status, advice) => {
    const found = lineOf('API key', { key: { kind: 'told', ...rights, ...change } });
    expect(found).toMatchObject({ status });
    expect(found?.advice ?? '').toContain(advice);
  });

  it('whose rights are not told is refused unless that is accepted', () => {
    const key = { kind: 'untold' } as const;
    expect(lineOf('API key', { key })).toMatchObject({
      status: 'fail',
      found: 'Binance does not tell what it may do',
      advice: expect.stringContaining('venue.acceptUnknownKeyRights: true'),
    });
    expect(lineOf('API key', { key }, { acceptUnknownKeyRights: true })).toMatchObject({
      status: 'warn',
    });
  });

  it('is needed to trade, and not to look', () => {
    const key = { kind: 'none', cause: 'venue.mode live needs a key' } as const;
    expect(lineOf('API key', { key })).toMatchObject({ status: 'fail', found: key.cause });
    expect(lineOf('API key', { key }, { isLive: false })).toMatchObject({ status: 'ok' });
    const refused = { kind: 'refused', cause: 'Binance answered 401' } as const;
    expect(lineOf('API key', { key: refused })).toMatchObject({ status: 'fail' });
  });
});

describe('a clock', () => {
  it.each([
    [-400, 'ok', '400 ms ahead'],
    [-501, 'warn', '501 ms ahead'],
    [2_500, 'warn', '2,500 ms behind'],
    [2_501, 'fail', '2,501 ms behind'],
  ] as const)('that is off by %i ms, of 5,000 in which an order counts: %s', (...given) => {
    const [offsetMs, status, found] = given;
    expect(lineOf('venue clock', { offsetMs })).toMatchObject({
      ...{ status, found: `this machine is ${found}` },
    });
  });

  it('of a test host that runs faster is not compared', () => {
    expect(lineOf('venue clock', { offsetMs: 1e9 }, { speed: 20 })).toMatchObject({ status: 'ok' });
  });

  it('is of no use where an answer takes half of that time', () => {
    expect(lineOf('round trip', { roundTripsMs: [2_600, 2_600, 10] })?.status).toBe('fail');
    expect(lineOf('round trip', { roundTripsMs: [600, 600, 10] })?.status).toBe('warn');
  });
});

describe('the rest', () => {
  it('of an exchange that was not tried: begin small', () => {
    expect(lineOf('venue', { tier: 'B-', isVerified: false })).toMatchObject({
      status: 'warn',
      advice: expect.stringContaining('begin small'),
    });
  });

  it('of markets: missing, closed, direct and left out', () => {
    const missing = { market: 'BTC/USDT', state: 'missing', rules: null } as const;
    expect(lineOf('market BTC/USDT', { markets: [missing] })?.status).toBe('fail');
    const closed = { market: 'BTC/USDT', state: 'closed', rules } as const;
    expect(lineOf('market BTC/USDT', { markets: [closed] })?.found).toMatch(/^does not trade now/);
    expect(lineOf('direct markets', {}, { direct: [] })?.found).toBe(
      'ETH/BTC; markets.direct leaves out ETH/BTC',
    );
    expect(lineOf('direct markets', { direct: [] })?.found).toMatch(/^none between/);
  });

  it('of fees: others than the configuration says, or not told', () => {
    expect(lineOf('fees', {}, { takerFeeBps: 10 })?.status).toBe('ok');
    expect(lineOf('fees', {}, { takerFeeBps: 7.5 })).toMatchObject({
      status: 'warn',
      advice: expect.stringContaining('costs.takerFeeBps: 7.5'),
    });
    expect(lineOf('fees', { fees: null })?.found).toContain('cannot be told without its key');
  });

  it('of limits: much is used, or nothing is told', () => {
    const limits = [{ of: 'request weight', most: 100, perMs: 60_000, used: 51 }] as const;
    expect(lineOf('request limits', { limits })?.status).toBe('warn');
    expect(lineOf('request limits', { limits: [] })?.found).toBe('not told; requests are paced');
  });
});

describe('an account on margin', () => {
  const margin = { problems: [], leverage: { 'BTC/USDT': 20, 'ETH/USDT': 3 } };

  it('is told with the leverage that is set', () => {
    expect(lineOf('margin', {})).toBeUndefined();
    expect(lineOf('margin', { margin })).toEqual({
      ...{ check: 'margin', status: 'ok' },
      found: 'one-way, cross, in one currency; leverage of BTC/USDT 20, ETH/USDT 3',
    });
  });

  it('is a warning where less leverage is set than the portfolio may need', () => {
    expect(lineOf('margin', { margin }, { leverage: 3 })?.status).toBe('ok');
    expect(lineOf('margin', { margin }, { leverage: 4 })).toMatchObject({
      status: 'warn',
      advice: expect.stringContaining('to at least 4 at the exchange, or lower portfolio.leverage'),
    });
  });

  it('that is set up otherwise is refused, with all that must be changed', () => {
    const problems = ['it is in hedge mode', 'BTC/USDT is on isolated margin'];
    expect(lineOf('margin', { margin: { problems, leverage: {} } })).toMatchObject({
      ...{ status: 'fail', found: 'it is in hedge mode; BTC/USDT is on isolated margin' },
      advice: 'change it at the exchange; nothing is traded before',
    });
  });
});
