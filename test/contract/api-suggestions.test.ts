/** The API of suggestions: what it finds on the venue of the portfolio, of which assets, and that it changes nothing. */

import type { z } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import type { suggestionsSchema } from '../../api/suggestion-schemas.ts';
import { createApiWorld, jsonIn, problemIn } from '../support/api-world.ts';
import { learnableMarket } from '../support/forecast-market.ts';

type Suggestions = z.infer<typeof suggestionsSchema>;

const path = '/api/v1/allocations/suggest';

describe('suggestions', () => {
  it('move weight out of what moves in lockstep, with figures and the line to adopt them', async () => {
    const world = await createApiWorld({ market: learnableMarket });
    const head = await world.auditHead();
    const found = await jsonIn<Suggestions>(world.request('trader', 'POST', path, { body: {} }));
    expect(found).toMatchObject({
      ...{ schemaVersion: 1, portfolio: 'core', tiltLimit: 0.05, candidates: [], leftOut: [] },
      forecast: { model: 'pooled-har', asOf: '2023-06-01T00:00:00.000Z' },
      targets: { BTC: 0.3, ETH: 0.3, LINK: 0.1, cash: 0.3 },
    });
    expect(found.lockstep[0]?.symbols).toEqual(['BTC', 'ETH']);
    expect(found.note).toContain('changes nothing');
    const [first] = found.suggestions;
    expect(first?.kind).toBe('diversify');
    expect(first?.moves).toHaveLength(1);
    expect(['BTC', 'ETH']).toContain(first?.moves[0]?.from);
    expect(first?.moves[0]).toMatchObject({ to: 'LINK', weight: 0.05 });
    expect(first?.targets).toMatchObject({ LINK: 0.15, cash: 0.3 });
    expect(first?.yaml).toMatch(
      /^targets: \{ BTC: (25|30)%, ETH: (25|30)%, LINK: 15%, cash: 30% \}$/,
    );
    expect(first?.figures.diversificationRatio).toBeGreaterThan(
      found.figures?.diversificationRatio as number,
    );
    expect(first?.randomSwaps.beatenPct).toBeGreaterThanOrEqual(95);
    expect(first?.sentence).toContain('move in lockstep');
    expect(await world.auditHead()).toBe(head);
  });

  it('need no body, and leave out what the venue does not have', async () => {
    const world = await createApiWorld({ market: learnableMarket });
    const bare = await jsonIn<Suggestions>(world.request('trader', 'POST', path));
    expect(bare.suggestions.length).toBeGreaterThan(0);
    const asked = await jsonIn<Suggestions>(
      world.request('trader', 'POST', path, { body: { universe: ['BTC', 'DOGE'] } }),
    );
    expect(asked.candidates).toEqual([]);
    expect(asked.leftOut.map(({ symbol }) => symbol)).toEqual(['DOGE']);
    expect(asked.suggestions).toEqual(bare.suggestions);
  });

  it('are none where nothing is forecast', async () => {
    const { request } = await createApiWorld();
    const found = await jsonIn<Suggestions>(request('trader', 'POST', path, { body: {} }));
    expect(found).toMatchObject({
      forecast: { asOf: null, model: null },
      ...{ figures: null, lockstep: [], suggestions: [] },
    });
    expect(found.sentence).toContain('Nothing is suggested, because nothing is forecast: ');
  });

  it('are refused of unfit data', async () => {
    const issues = [{ code: 'DATA_MISSING', symbol: 'LINK' }] as const;
    const candles = async () => ({ series: [], issues, unfit: true });
    const { request } = await createApiWorld({ market: { ...learnableMarket, candles } });
    const refusal = await problemIn(await request('trader', 'POST', path, { body: {} }));
    expect(refusal).toMatchObject({ status: 422, code: 'DATA_UNFIT' });
    expect(refusal.detail).toBe('there are no candles for LINK');
  });

  it.each([{ universe: 'BTC' }, { universe: ['btc'] }, { other: 1 }])(
    'of %j are refused',
    async (body) => {
      const { request } = await createApiWorld();
      const refusal = await problemIn(await request('trader', 'POST', path, { body }));
      expect(refusal).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
    },
  );
});
