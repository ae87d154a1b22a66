/** One class of ccxt is loaded without the others, and from the whole library where its file is not where it was. */
import { describe, expect, it } from 'vitest';
import { fromWholeLibrary, loadExchangeClass } from '../../src/adapters/ccxt/load-class.ts';
import { ccxtVenues } from '../../src/adapters/ccxt/venues.ts';

type Described = { readonly id: string };

describe('an exchange class', () => {
  it.each(Object.keys(ccxtVenues))('of %s is loaded by itself', async (id) => {
    const Exchange = await loadExchangeClass(id);
    expect(new Exchange({}) as unknown as Described).toMatchObject({ id });
  });

  it('is looked for in the whole library, and said to be missing', async () => {
    await expect(loadExchangeClass('nowhere')).rejects.toThrow('ccxt has no exchange nowhere');
    const Exchange = await fromWholeLibrary('kraken');
    expect(new Exchange({}) as unknown as Described).toMatchObject({ id: 'kraken' });
  });
});
