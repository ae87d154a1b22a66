/** The page of suggestions without a script: what it says where there are some, where there are none, and where nothing is forecast. */
import { expect, it } from 'vitest';
import { signIn } from '../support/api-browser.ts';
import { createApiWorld } from '../support/api-world.ts';
import type { Options } from '../support/execution-workspace.ts';
import { learnableMarket } from '../support/forecast-market.ts';

async function wordsOf(options: Options, path = '/suggestions'): Promise<string> {
  const browser = await signIn(await createApiWorld(options));
  const answer = await browser.get(path);
  expect(answer.status).toBe(200);
  const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(await answer.text())?.[1] ?? '';
  return main.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}

it('tells what moves in lockstep, and each suggestion with the figures of both and the line to adopt it', async () => {
  const words = await wordsOf({ market: learnableMarket });
  expect(words).toContain('forecast by pooled-har , at the close of 2023-06-01 00:00 UTC');
  expect(words).toMatch(/BTC and ETH move in lockstep \(\.9\d\) and are 86 % of what is invested/);
  expect(words).toMatch(/1\. Spread risk BTC and ETH move in lockstep .* to LINK lifts the divers/);
  expect(words).toMatch(/Volatility a year, forecast [\d.]+ % [\d.]+ %/);
  expect(words).toMatch(/Largest drawdown since 2022-\d\d-\d\d [\d.]+ % [\d.]+ %/);
  expect(words).toContain('Turnover – 5.0 pp Cost – 1.50 bp');
  expect(words).toMatch(
    /below portfolio : targets: { BTC: (25|30)%, ETH: (25|30)%, LINK: 15%, cash: 30% }/,
  );
  expect(words).toContain('This is a proposal and changes nothing');
  expect(words).toContain('No target moves by more than 5 percentage points.');
});

it('says why there is nothing where nothing is forecast', async () => {
  const words = await wordsOf({});
  expect(words).toContain('Nothing is suggested, because nothing is forecast: ');
  expect(words).not.toContain('What moves in lockstep');
});

it('is found from the page of forecasts', async () => {
  expect(await wordsOf({ market: learnableMarket }, '/forecast')).toContain(
    'What would spread risk better',
  );
});

it('is for those who are signed in', async () => {
  const { api } = await createApiWorld();
  const answer = await api.app.request('/suggestions', { headers: { accept: 'text/html' } });
  expect(answer.status).toBe(401);
});
