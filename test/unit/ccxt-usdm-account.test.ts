/** What an account for USD-M futures holds, read from one reply; the fields are those of Account-Information-V2. */
import { describe, expect, it } from 'vitest';
import type { CcxtExchange } from '../../src/adapters/ccxt/exchange.ts';
import {
  usdmAccountOf,
  usdmFactsOf,
  usdmHoldingsOf,
} from '../../src/adapters/ccxt/usdm-account.ts';
import type { JsonValue } from '../../src/base/canonical-json.ts';

const traded = { quote: 'USDT', symbols: ['BTC', 'ETH'] };
const names = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'BTC/USDC', 'BTC/USDT:USDT-260626'];
const markets = Object.fromEntries(
  names.map((symbol) => {
    const [base = '', quote = ''] = symbol.split(/[/:]/);
    const ending = symbol.includes('-') ? '_260626' : '';
    return [symbol, { id: `${base}${quote}${ending}`, symbol, base, quote }];
  }),
);
const exchange = { markets } as unknown as CcxtExchange;

type Row = Readonly<Record<string, JsonValue>>;

const position = (symbol: string, change: Row = {}): Row => ({
  ...{ symbol, positionAmt: '0', entryPrice: '0.0', leverage: '20', isolated: false },
  ...{ positionSide: 'BOTH', ...change },
});
const wallet = (asset: string, walletBalance: string, availableBalance = walletBalance): Row => ({
  ...{ asset, walletBalance, availableBalance },
});
const both = [position('BTCUSDT'), position('ETHUSDT')];

function read(positions: readonly Row[], assets: readonly Row[], more: Row = {}) {
  const told = { positions, assets, multiAssetsMargin: false, ...more };
  const account = usdmAccountOf(told, exchange, traded);
  return { ...usdmHoldingsOf(account, traded), facts: usdmFactsOf(account, traded) };
}

describe('what an account holds', () => {
  it('is its wallet while nothing is open', () => {
    const { free, total, facts } = read(both, [wallet('USDT', '1000.50000000')]);
    expect(total).toEqual({ USDT: '1000.5' });
    expect(free).toEqual({ USDT: '20010' });
    expect(facts).toEqual({ problems: [], leverage: { 'BTC/USDT': 20, 'ETH/USDT': 20 } });
  });

  it('is positions with their signs and the wallet less what they cost', () => {
    const { total } = read(
      [
        position('BTCUSDT', { positionAmt: '0.010', entryPrice: '60000.0' }),
        position('ETHUSDT', { positionAmt: '-2.000', entryPrice: '3000.5' }),
      ],
      [wallet('USDT', '5000')],
    );
    // 5,000 − 600 + 6,001.
    expect(total).toEqual({ BTC: '0.01', ETH: '-2', USDT: '10401' });
  });

  it('is cash to eight places, for an entry price is rounded where it is a mean', () => {
    // 0.001 at 60,000.1, 60,000.2 and 60,000.2: the mean is 60,000.16666…, the cost 180.0005.
    const mean = position('BTCUSDT', { positionAmt: '0.003', entryPrice: '60000.1666666667' });
    const { total } = read([mean, position('ETHUSDT')], [wallet('USDT', '200')]);
    expect(total.USDT).toBe('19.9995');
    const short = position('BTCUSDT', { positionAmt: '-0.003', entryPrice: '60000.1666666667' });
    expect(read([short, position('ETHUSDT')], [wallet('USDT', '0')]).total.USDT).toBe('180.0005');
  });

  it('is without contracts in another currency, whose wallet counts', () => {
    const other = position('BTCUSDC', { positionAmt: '2', entryPrice: '60000' });
    const wallets = [wallet('USDT', '10'), wallet('USDC', '7.50')];
    const { total, facts } = read([...both, other], wallets);
    expect(total).toEqual({ USDT: '10', USDC: '7.5' });
    expect(facts.problems).toEqual([]);
  });

  it('may open what is available times the smallest leverage of its own markets', () => {
    const positions = [
      position('BTCUSDT', { leverage: '5' }),
      position('ETHUSDT', { leverage: '8' }),
      position('BTCUSDC', { leverage: '1' }),
    ];
    expect(read(positions, [wallet('USDT', '100', '40')]).free).toEqual({ USDT: '200' });
    expect(read(positions, [wallet('USDT', '100', '0')]).free).toEqual({});
    expect(read([], [wallet('USDT', '100')]).free).toEqual({});
  });
});

describe('what must be changed', () => {
  it.each<[string, readonly Row[], readonly Row[], Row, string]>([
    [
      'hedge mode',
      ['LONG', 'SHORT'].map((positionSide) => position('BTCUSDT', { positionSide })),
      [],
      {},
      'choose one-way mode',
    ],
    ['several assets', both, [], { multiAssetsMargin: true }, 'choose single-asset mode'],
    [
      'isolated margin',
      [position('BTCUSDT', { isolated: true }), position('ETHUSDT')],
      [],
      {},
      'BTC/USDT is on isolated margin',
    ],
    ['no leverage', [position('BTCUSDT')], [], {}, 'no leverage of ETH/USDT'],
    [
      'a position without a target',
      [...both, position('SOLUSDT', { positionAmt: '-3.0' })],
      [],
      {},
      'it holds -3 of SOL/USDT, which has no target: give it one (0 % closes it)',
    ],
    [
      'a contract that ends',
      [...both, position('BTCUSDT_260626', { positionAmt: '1' })],
      [],
      {},
      'it holds 1 of BTC/USDT:USDT-260626',
    ],
    [
      'a contract that nobody knows',
      [...both, position('NEWUSDT', { positionAmt: '1' })],
      [],
      {},
      'it holds 1 of NEWUSDT',
    ],
    ['a wallet like a position', both, [wallet('BTC', '0.10')], {}, 'its wallet holds 0.1 BTC'],
  ])('%s', (_, positions, assets, more, text) => {
    expect(read(positions, assets, more).facts.problems.join()).toContain(text);
  });

  it('is nothing of markets that the portfolio does not have', () => {
    const isolated = position('BTCUSDC', { isolated: true });
    expect(
      read([...both, isolated, position('SOLUSDT')], [wallet('BNB', '3')]).facts.problems,
    ).toEqual([]);
  });
});

it('takes nothing for a number that is none', () => {
  const broken = position('BTCUSDT', { positionAmt: '' });
  expect(() => read([broken], [])).toThrow('positionAmt must be a number, was ');
  expect(() => usdmAccountOf({ positions: [] }, exchange, traded)).toThrow('a list was told');
});
