/** Indices by capitalisation, and the capitalisations that a user gives, by hand. */
import { describe, expect, it } from 'vitest';
import { parseCapitalisations } from '../../src/allocation/capitalisations.ts';
import { marketCap } from '../../src/allocation/market-cap.ts';
import { sentenceOf } from '../../src/base/reasons.ts';

const weightsOf = (capitalisations: readonly number[], caps: readonly number[]): Float64Array =>
  marketCap(Float64Array.from(capitalisations), Float64Array.from(caps)).weights;

function expectClose(weights: Float64Array, wanted: readonly number[]): void {
  expect(weights.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries()) expect(weights[i]).toBeCloseTo(value, 12);
}

describe('an index by capitalisation', () => {
  it('is in proportion while no cap binds', () => {
    expectClose(weightsOf([60, 30, 10], [1, 1, 1]), [0.6, 0.3, 0.1]);
  });

  it('gives what is above a cap to the others in proportion', () => {
    expectClose(weightsOf([60, 30, 10], [0.4, 1, 1]), [0.4, 0.45, 0.15]);
  });

  it('does so again where that lifts another above its cap', () => {
    expectClose(weightsOf([60, 30, 8, 2], [0.4, 0.4, 0.4, 0.4]), [0.4, 0.4, 0.16, 0.04]);
    expectClose(weightsOf([97, 1, 1, 1], [0.25, 0.25, 0.25, 0.25]), [0.25, 0.25, 0.25, 0.25]);
  });

  it('is told when the caps leave something over', () => {
    const found = marketCap(Float64Array.of(1, 1), Float64Array.of(0.4, 0.5));
    expect(found).toMatchObject({ status: 'infeasible', weights: new Float64Array(0) });
  });

  it('of one asset is all of it', () => {
    expectClose(weightsOf([5], [1]), [1]);
  });
});

describe('capitalisations of a user', () => {
  const faultsOf = (text: string): readonly string[] => {
    const found = parseCapitalisations('caps.csv', text);
    return 'faults' in found ? found.faults.map(sentenceOf) : [];
  };

  it('are read by symbol', () => {
    const text = '\ufeffsymbol,capitalisation\r\nBTC,1.9e12\r\nETH,400000000000\r\n\r\n';
    const capitalisations = new Map([
      ['BTC', 1.9e12],
      ['ETH', 4e11],
    ]);
    expect(parseCapitalisations('caps.csv', text)).toEqual({ capitalisations });
  });

  it('are refused with every line that is wrong', () => {
    const rows = [
      'btc,1',
      'ETH,0',
      'ETH,',
      'SOL,-1',
      'XRP,1,2',
      'ADA',
      'BTC,5',
      'BTC,5',
      'DOT,1e999',
      '',
    ];
    expect(faultsOf(`symbol,capitalisation\n${rows.join('\n')}\nLTC,1`)).toEqual([
      'caps.csv: line 2: symbol was "btc", it must be an asset such as BTC, in capitals',
      'caps.csv: line 3: capitalisation was "0", it must be a number above 0',
      'caps.csv: line 4: capitalisation was "", it must be a number above 0',
      'caps.csv: line 5: capitalisation was "-1", it must be a number above 0',
      'caps.csv: line 6: the number of fields was "3", it must be 2',
      'caps.csv: line 7: the number of fields was "1", it must be 2',
      'caps.csv: line 9: symbol was "BTC", it must be there once only',
      'caps.csv: line 10: capitalisation was "1e999", it must be a number above 0',
      'caps.csv: line 11: the number of fields was "1", it must be 2',
    ]);
  });

  it('need their header and a row', () => {
    expect(faultsOf('asset,cap\nBTC,1')).toEqual([
      'caps.csv: line 1: the header was "asset,cap", it must be symbol,capitalisation',
    ]);
    expect(faultsOf('')).toHaveLength(1);
    expect(faultsOf('symbol,capitalisation\n')).toEqual([
      'caps.csv: line 2: the first row was "", it must be an asset and its capitalisation',
    ]);
  });
});
