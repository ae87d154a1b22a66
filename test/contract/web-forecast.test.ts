/** The page of forecasts without a script: what it says for each model of the chain, and while there is nothing to say. */
import { describe, expect, it } from 'vitest';
import { startTraining } from '../../src/app/learning/trainings.ts';
import type { Settings } from '../../src/plan/settings.ts';
import { signIn } from '../support/api-browser.ts';
import { type ApiWorld, createApiWorld } from '../support/api-world.ts';
import { recommendation, record, settings, start } from '../support/execution-plans.ts';
import { type Options, propose } from '../support/execution-workspace.ts';
import { forecastCandles, learnableMarket, marketOfCandles } from '../support/forecast-market.ts';
import { emptyFolder } from '../support/market-files.ts';
import { folderWithModel, shiftedBy } from '../support/model-folder.ts';
import { dayMs } from '../support/panels.ts';

const path = '/forecast';

async function pageOf(world: ApiWorld): Promise<string> {
  const answer = await (await signIn(world)).get(path);
  expect(answer.status).toBe(200);
  return answer.text();
}

/** The words of the page, without its marks and the parts of charts. */
function wordsIn(page: string): string {
  const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(page)?.[1] ?? '';
  return main
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:])(?= |$)/g, '$1')
    .trim();
}

const words = async (options: Options = {}) =>
  wordsIn(await pageOf(await createApiWorld({ market: learnableMarket, ...options })));

/** A rule that follows the forecast, which is that of the model. */
const region: Partial<Settings> = {
  policy: {
    ...settings().policy,
    rule: {
      ...{ kind: 'risk-aware', objective: 'adaptive', tightness: 0.1, goal: null },
      ...{ eventCostBps: 0.1, rho: 0.8, multiplier: [0.5, 2] },
    },
  },
  forecast: { ...settings().forecast, model: 'champion' },
};

describe('the page of forecasts', () => {
  it('shows a fan with its sentence for each asset, and the same in numbers', async () => {
    const { models, name } = await folderWithModel();
    const page = await pageOf(await createApiWorld({ market: learnableMarket, models }));
    expect(page.match(/aria-label="Volatility of \w+: the last 30 days and the next 30"/g)).toEqual(
      [
        ...['BTC', 'ETH', 'LINK'].map(
          (symbol) => `aria-label="Volatility of ${symbol}: the last 30 days and the next 30"`,
        ),
      ],
    );
    const said = wordsIn(page);
    expect(said).toContain(`by the model ${name()}, at the close of 2023-06-01 00:00 UTC`);
    expect(said).toMatch(/BTC \d+ % a year is expected over the next 7 days, /);
    expect(said).toMatch(/nine times out of ten it comes to \d+ to \d+ %\./);
    expect(said).toMatch(/BTC 1 \d+ % \d+ to \d+ % \d+ to \d+ % −\d/);
    expect(said).toContain('Day by day, the last one last');
  });

  it('outlines what moves together, and tells every pair', async () => {
    const { models } = await folderWithModel();
    const said = await words({ models });
    expect(said).toMatch(
      /(BTC and ETH|ETH and BTC) move together\. The mean correlation is \.\d\d/,
    );
    expect(said).toMatch(/Outlined, “moves together”: (BTC and ETH|ETH and BTC) – each pair/);
    expect(said).toMatch(/holding them together takes away \d+ % of their volatility/);
  });

  it('shows calm and turbulent times with the probability now', async () => {
    const { models } = await folderWithModel();
    const page = await pageOf(await createApiWorld({ market: learnableMarket, models }));
    expect(page).toContain('aria-label="Calm and turbulent days of the last year"');
    expect(wordsIn(page)).toMatch(
      /Over the last year \d+ % of the days of all assets were turbulent/,
    );
    expect(wordsIn(page)).toMatch(/LINK (calm|turbulent) [\d.]+ % \d+ \d+ (up|down|sideways)/);
  });

  it('shows the card of the model: scores with intervals, weaknesses, and who was in use', async () => {
    const folder = await folderWithModel();
    const comparison = {
      ...{ horizonDays: 7, opponent: 'pooled-har', days: 180, changePct: -3.4, lowPct: -8.2 },
      ...{ highPct: 1.4, dmT: -1.4, dmP: 0.081, assetsWonPct: 70 },
    };
    folder.rewrite('card.json', (text) => {
      const card = JSON.parse(text);
      card.walkForward.comparisons = [comparison];
      return JSON.stringify({ ...card, weaknesses: ['walked forward, it is slow'] });
    });
    const said = await words({ models: folder.models });
    expect(said).toContain(`${folder.name()} learnt from 1 asset up to 2022-12-31`);
    expect(said).toContain('Baseline 7 days pooled-har −3.4 % (−8.2 to +1.4)');
    expect(said).toContain('Where it is bad: 1 finding Walked forward, it is slow.');
    expect(said).toContain(`Who was in use 1970-01-01 00:00 UTC ${folder.name()} was promoted`);
  });

  it('says that thresholds go by another forecast where the configuration says so', async () => {
    const { models } = await folderWithModel();
    expect(await words({ models })).toContain(
      'These figures are for you to read. Thresholds and plans go by ewma60; with forecast.model: champion',
    );
    expect(await words({ models, settings: region })).not.toContain('for you to read');
  });

  it('shows what the model does to the thresholds, and another model does something else', async () => {
    const multipliers = async (logs: number) => {
      const { models } = await folderWithModel(shiftedBy(logs));
      const said = await words({ models, settings: region });
      return { said, found: [...said.matchAll(/× ([\d.]+) /g)].map(([, value]) => Number(value)) };
    };
    const own = await multipliers(0);
    const calmer = await multipliers(-1);
    expect(own.found).toHaveLength(3);
    expect(own.said).toContain('0.50 to 2.00 Multiplier Forecast Usual BTC × ');
    // Variances are e times lower, so thresholds e^(1/3) times narrower: to two digits of what is shown.
    own.found.forEach((value, k) => {
      expect(calmer.found[k]).toBeCloseTo(value / Math.exp(1 / 3), 1);
    });
    const expected = (said: string) => Number(/BTC (\d+) % a year is expected/.exec(said)?.[1]);
    expect(expected(calmer.said)).toBeCloseTo(expected(own.said) / Math.exp(1 / 2), -1);
    expect(calmer.said).toMatch(/Of 3 thresholds the forecast makes 3 narrower than usual/);
  });

  it('says what the model is worth in trading, and why it moves no thresholds where it saves nothing', async () => {
    const folder = await folderWithModel();
    const estimate = { value: -1.2, low: -2.4, high: 1 };
    const trial = {
      ...{ figure: 'cost', gainPct: estimate, possiblePct: { value: 9.6, low: 4, high: 12 } },
      ...{ capturedPct: null, portfolios: [] },
    };
    const doubt = {
      objective: 'adaptive',
      code: 'WORTH_NOTHING_POSSIBLE',
      sentence: 'nothing to gain',
    };
    folder.rewrite('card.json', (text) => {
      const trials = ['adaptive', 'balanced'].map((objective) => ({ objective, ...trial }));
      return JSON.stringify({ ...JSON.parse(text), worth: { trials, doubts: [doubt] } });
    });
    const said = await words({ models: folder.models, settings: region });
    expect(said).toContain('It may move thresholds under balanced.');
    expect(said).toContain(
      'adaptive cost at the same tracking error −1.2 % (−2.4 to +1.0) +9.6 % (+4.0 to +12.0) –',
    );
    expect(said).toContain(
      'Thresholds and plans go by ewma60; the model was not shown to save anything there: nothing to gain.',
    );
    expect(said).toContain('Multiplier of each threshold between its bounds, by ewma60');
  });

  it('says that a rule without a forecast stays as it is', async () => {
    expect(await words()).toContain('The rule of this portfolio follows no forecast');
  });
});

describe('a forecast that stands in', () => {
  it('is named with its cause, and with what it does not change', async () => {
    const said = await words();
    expect(said).toContain('A simpler forecast stands in: a pooled HAR. Why: no model is promoted');
    expect(said).toContain('Thresholds and plans do not change: they go by ewma60.');
    expect(said).toContain('No model is promoted. Train one on a folder of candles');
    expect(said).toContain('bin/ballast train --data DIR --out models/mine --promote');
  });

  it('says since when thresholds have gone by it, and what the promoted model was better at', async () => {
    const folder = await folderWithModel();
    folder.rewrite('card.json', (text) => {
      const card = JSON.parse(text);
      const figures = { days: 180, lowPct: null, highPct: null, dmT: null, dmP: null };
      card.walkForward.comparisons = [
        { horizonDays: 7, opponent: 'pooled-har', changePct: -3.4, assetsWonPct: 70, ...figures },
      ];
      return JSON.stringify(card);
    });
    folder.rewrite('weights.bin', () => 'x');
    const world = await createApiWorld({
      ...{ market: learnableMarket, models: folder.models, settings: region },
    });
    for (const [day, model] of ['champion', 'pooled-har', 'pooled-har'].entries()) {
      const asOf = start - (3 - day) * dayMs;
      const forecast = { ...recommendation().forecast, model };
      const looked = recommendation({ id: `d${day}`, asOf, forecast, outcome: 'none', legs: [] });
      await propose(world.workspace, record({ recommendation: looked, state: 'none' }));
    }
    const said = wordsIn(await pageOf(world));
    expect(said).toContain('stands in since 2023-05-30 00:00 UTC: a pooled HAR.');
    expect(said).toContain('the loss of the promoted model was −3.4 % off that of such a HAR');
    expect(said).toContain('Thresholds and plans go by it too.');
  });

  it('of few days is an EWMA without ranges and regimes', async () => {
    const said = await words({ market: marketOfCandles(forecastCandles(60)) });
    expect(said).toContain('A simpler forecast stands in: an EWMA of 60 days.');
    expect(said).toContain('there are no ranges and no regimes');
    expect(said).not.toContain('Calm and turbulent times');
    expect(said).not.toContain('90 %');
  });

  it('that says nothing leaves a page that teaches', async () => {
    const said = await words({ market: marketOfCandles(forecastCandles(1)) });
    expect(said).toContain('Here will be how volatile each asset may be over the next 30 days');
    expect(said).toContain('Nothing can be forecast yet: ');
    expect(said).toContain('Let Ballast run, and this page fills by itself');
  });
});

describe('the last training', () => {
  it('is told with how far it is', async () => {
    const learningData = await emptyFolder();
    const world = await createApiWorld({ market: learnableMarket, learningData });
    const { store } = world.workspace;
    const request = { directory: null, to: null, networks: true, promote: false, actor: 'alice' };
    await startTraining(world.workspace, request);
    const asked = 'The last training, training-1, was asked for by alice 2023-06-01 00:00 UTC and';
    expect(wordsIn(await pageOf(world))).toContain(`${asked} waits for its turn.`);
    await store.transact(async ({ jobs }) => {
      await jobs.take('training', start);
      await jobs.tell('training-1', 'har-log walked forward');
    });
    expect(wordsIn(await pageOf(world))).toContain(
      `${asked} is under way: har-log walked forward.`,
    );
    await store.transact(({ jobs }) =>
      jobs.finish('training-1', { state: 'failed', result: 'too few days', at: start }),
    );
    expect(wordsIn(await pageOf(world))).toContain(`${asked} failed: too few days.`);
  });
});

describe('the page as a page', () => {
  it('weighs at most 60 kB with its style and script, and has nothing inline', async () => {
    const { models } = await folderWithModel();
    const world = await createApiWorld({ market: learnableMarket, models });
    const page = await pageOf(world);
    const parts = ['/static/ballast.css', '/static/ballast.js', '/static/icon.svg'];
    const sizes = await Promise.all(
      parts.map(async (part) => (await world.api.app.request(part)).arrayBuffer()),
    );
    const shared = sizes.reduce((sum, part) => sum + part.byteLength, 0);
    expect(Buffer.byteLength(page) + shared).toBeLessThanOrEqual(60_000);
    expect(page).not.toMatch(/<style|style="|<script(?! src=)|\son\w+="/);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).toContain('<a href="/forecast" aria-current="page">Forecast</a>');
  });

  it('needs a session, and takes no other method', async () => {
    const world = await createApiWorld();
    const html = { accept: 'text/html' };
    expect((await world.api.app.request(path, { headers: html })).status).toBe(401);
    const { cookie } = await signIn(world);
    const posted = await world.api.app.request(path, {
      ...{ method: 'POST', headers: { ...html, cookie } },
    });
    expect(posted.status).toBe(405);
  });
});
