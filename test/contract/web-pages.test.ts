/** The pages without a script: what they say, and that their forms pass the same gates as the API. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import type { RecommendationState } from '../../src/plan/life-cycle.ts';
import { type PlainBrowser, signIn } from '../support/api-browser.ts';
import { type ApiWorld, createApiWorld } from '../support/api-world.ts';
import { recommendation, record, start, widened } from '../support/execution-plans.ts';
import { type Options, propose } from '../support/execution-workspace.ts';

type Visit = ApiWorld & {
  readonly browser: PlainBrowser;
  readonly id: string;
  readonly hash: string;
};

async function visit(options?: Options): Promise<Visit> {
  const world = await createApiWorld(options);
  const plan = await propose(world.workspace);
  return { ...world, ...plan, browser: await signIn(world) };
}

const review = '/recommendations/r1';

/** The words of a page, without its marks. */
async function wordsOf(answer: Response | Promise<Response>): Promise<string> {
  const page = await (await answer).text();
  const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(page)?.[1] ?? '';
  return main
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('the overview', () => {
  it('shows the value, each weight with its target, and the plan that waits', async () => {
    const { browser } = await visit();
    const words = await wordsOf(browser.get('/'));
    expect(words).toContain('Net asset value 100,000.00 USDT');
    expect(words).toContain(
      'One plan waits for you: 3 trades, 15.0 % turnover, cost 4.50 bp of NAV',
    );
    expect(words).toContain('expires in 4 h');
    expect(words).toContain('BTC is furthest from its target, +10.0 pp.');
    expect(words).toContain('BTC 40.0 %');
    expect(words).toContain('target 30.0 % +10.0 pp');
    expect(words).toContain('USDT cash 40.0 %');
    expect(words).toContain('autonomy propose');
  });

  it('says what moved each threshold, and by how much the NAV has changed in a week', async () => {
    const world = await createApiWorld();
    const then = { id: 'then', asOf: start - 7 * 24 * 3_600_000, nav: '98000' };
    await propose(world.workspace, record({ recommendation: recommendation(then), state: 'none' }));
    await propose(world.workspace, record({ recommendation: widened }));
    const words = await wordsOf((await signIn(world)).get('/'));
    expect(words).toContain('Net asset value 100,000.00 USDT&ensp; +2.0 % in 7 d');
    expect(words).toContain('0.4 pp wider than yesterday: volatility +0.6, correlation −0.2 ETH');
    expect(words).not.toContain('unchanged');
  });

  it('names the mode in words on every page, and the next look', async () => {
    const { browser } = await visit();
    for (const path of ['/', '/recommendations', review, '/audit', '/docs', '/nothing']) {
      expect(await (await browser.get(path)).text(), path).toContain('<p class="mode">paper</p>');
    }
    expect(await wordsOf(browser.get('/'))).toContain('next look 2023-06-01 01:00 UTC');
  });

  it('teaches while it is empty', async () => {
    const world = await createApiWorld();
    const browser = await signIn(world);
    expect(await wordsOf(browser.get('/'))).toContain('No decision yet.');
    expect(await wordsOf(browser.get('/recommendations'))).toContain('Look now from the overview');
  });

  it('looks on request', async () => {
    const world = await createApiWorld();
    const browser = await signIn(world);
    const answer = await browser.post('/look', {});
    expect(answer.status).toBe(303);
    const [made] = await world.workspace.store.recommendations.list({ limit: 1 });
    expect(made?.proposer).toBe('owner');
    expect(await wordsOf(browser.get('/'))).toContain('Last decision');
  });

  it('says when nothing may be changed, with the page still there', async () => {
    const readiness = () => ({ state: 'reconciling', detail: 'orders are looked up' }) as const;
    const world = await createApiWorld({ api: { readiness } });
    const browser = await signIn(world);
    const answer = await browser.post('/look', {});
    expect(answer.status).toBe(503);
    expect(await wordsOf(answer)).toMatch(/^orders are looked up .*Net asset value/);
  });
});

describe('the review', () => {
  it('shows sells before buys, with limits and costs', async () => {
    const { browser } = await visit();
    const words = await wordsOf(browser.get(review));
    expect(words).toContain('3 trades, 15.0 % turnover, cost 4.50 bp of NAV');
    expect(words).toContain(
      'Sell BTC/USDT 0.5 BTC ≥ 19,800.00 10,000.00 USDT 10.0 + 2.0 + 3.0 + 0.0 = 15.0 bp',
    );
    expect(words.indexOf('Sell BTC')).toBeLessThan(words.indexOf('Buy ETH'));
    expect(words).toContain('BTC 40.0 % 30.0 % 30.0 %');
  });

  it('focuses neither button and gives both the same class', async () => {
    const { browser } = await visit();
    const page = await (await browser.get(review)).text();
    expect(page).not.toContain('autofocus');
    expect(page).toContain('<button id="approve">Approve</button>');
    expect(page).toContain('<button id="reject">Reject</button>');
  });

  it('approves, then executes, then compares the planned with the realised cost', async () => {
    const { browser, hash } = await visit();
    const approved = await browser.post(`${review}/approve`, { hash }, review);
    expect([approved.status, approved.headers.get('location')]).toEqual([303, review]);
    const words = await wordsOf(browser.get(review));
    expect(words).toContain('Approved by owner.');
    expect(words).toContain('The plan is approved. Place its orders now');
    await browser.post(`${review}/execute`, { hash }, review);
    const after = await wordsOf(browser.get(review));
    expect(after).toContain('settled');
    expect(after).toContain('Sell BTC/USDT filled 0.5 of 0.5 BTC 19,998.00');
    expect(after).toContain('Planned cost 15.0 bp of what was filled, realised 11.0 bp');
    expect(after).not.toContain('Approve exactly');
  });

  it('rejects with a reason', async () => {
    const { browser, workspace, hash } = await visit();
    const fields = { hash, choice: 'Too expensive', words: 'wait for lower fees' };
    const answer = await browser.post(`${review}/reject`, fields, review);
    expect(answer.status).toBe(303);
    const words = await wordsOf(browser.get(review));
    expect(words).toContain('owner rejected this plan: “Too expensive: wait for lower fees”.');
    expect((await workspace.store.recommendations.get('r1'))?.state).toBe('rejected');
  });

  it.each([
    ['no reason', {}, 'Choose a reason'],
    ['a reason that is none of ours', { choice: 'Because' }, 'Choose a reason'],
    ['another reason without words', { choice: 'Another reason' }, 'Say the other reason'],
  ])('does not reject for %s and keeps what was typed', async (_, fields, said) => {
    const { browser, workspace, hash } = await visit();
    const answer = await browser.post(`${review}/reject`, { hash, ...fields }, review);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain(said);
    expect(page).toContain('data-refresh=""');
    if ('choice' in fields && fields.choice === 'Another reason') {
      expect(page).toContain('<option selected>Another reason</option>');
    }
    expect((await workspace.store.recommendations.get('r1'))?.state).toBe('proposed');
  });

  it('refuses the approval of another plan than the one on the page', async () => {
    const { browser, workspace } = await visit();
    const answer = await browser.post(`${review}/approve`, { hash: '0'.repeat(64) }, review);
    expect(answer.status).toBe(412);
    expect(await wordsOf(answer)).toContain('the hash was 000');
    expect((await workspace.store.recommendations.get('r1'))?.state).toBe('proposed');
  });

  it.each([
    ['expired', 'Nobody approved and executed this plan in time.'],
    ['superseded', 'A newer look or other targets replaced this plan'],
    ['drifted', 'Prices or balances moved too far'],
  ] as const)('explains %s and links to the newest decision', async (state, said) => {
    const world = await createApiWorld();
    await propose(world.workspace, record({ state: state as RecommendationState }));
    const newer = recommendation({ id: 'r2', asOf: start + 1000 });
    await propose(world.workspace, record({ recommendation: newer }));
    const browser = await signIn(world);
    const page = await (await browser.get(review)).text();
    expect(page).toContain(said);
    expect(page).toContain('href="/recommendations/r2"');
    expect(page).not.toContain('id="approve"');
  });

  it('shows a plan whose time is over as expired, also before that is recorded', async () => {
    const { browser } = await visit({ clock: createFrozenClock(start + 5 * 3_600_000) });
    const words = await wordsOf(browser.get(review));
    expect(words).toContain('expired');
    expect(words).not.toContain('Approve exactly');
    expect(await wordsOf(browser.get('/'))).not.toContain('waits for you');
  });

  it('explains a decision not to trade', async () => {
    const world = await createApiWorld();
    const reason = { code: 'BAND_INSIDE', symbol: 'BTC', driftPp: 1.8, thresholdPp: 3.4 } as const;
    const quiet = { outcome: 'none', planHash: null, legs: [], reasons: [reason] } as const;
    const kept = record({ recommendation: recommendation(quiet), state: 'none' });
    await propose(world.workspace, kept);
    const browser = await signIn(world);
    const words = await wordsOf(browser.get(review));
    expect(words).toContain('Nothing traded');
    expect(words).toContain(
      'BTC is 1.8 pp off its target, inside its threshold of 3.4 pp. BAND_INSIDE',
    );
    expect(words).not.toContain('Approve');
  });

  it('says what was left out, and what was assumed', async () => {
    const world = await createApiWorld();
    const small = { side: 'buy', symbol: 'LINK', notional: '4', minimum: '10' };
    const reasons = [
      { code: 'REGION_LEFT', costBps: 1.2, eventCostBps: 0.1, savedBps: 3 },
      { code: 'NOTIONAL_BELOW_MINIMUM', ...small },
      { code: 'COSTS_ASSUMED', takerFeeBps: 40 },
    ] as const;
    await propose(world.workspace, record({ recommendation: recommendation({ reasons }) }));
    const browser = await signIn(world);
    const words = await wordsOf(browser.get(review));
    expect(words).toContain('Not traded Buy LINK for 4 is left out: the smallest order is 10.');
    expect(words).toContain('Assumed and noticed Fees of 40 bp are assumed.');
  });

  it('shows names of people as text, not as markup', async () => {
    const world = await createApiWorld();
    await propose(world.workspace, record({ proposer: '<img src=x>' }));
    const page = await (await (await signIn(world)).get(review)).text();
    expect(page).toContain('&lt;img src=x&gt;');
    expect(page).not.toContain('<img');
  });

  it('offers no approval at the level observe', async () => {
    const { browser } = await visit({ level: 'observe' });
    const words = await wordsOf(browser.get(review));
    expect(words).toContain('The autonomy level is observe');
    expect(words).not.toContain('Approve exactly');
  });
});

describe('the lists', () => {
  it('page through decisions and events', async () => {
    const { browser, workspace } = await visit();
    for (let hour = 0; hour < 30; hour++) {
      const kept = { id: `d${hour}`, asOf: start + hour, outcome: 'none', legs: [] } as const;
      await propose(workspace, record({ recommendation: recommendation(kept), state: 'none' }));
    }
    const first = await (await browser.get('/recommendations')).text();
    const older = /id="older" href="([^"]+)"/.exec(first)?.[1] ?? '';
    const second = await (await browser.get(older)).text();
    const count = (page: string) => page.match(/href="\/recommendations\/\w+"/g)?.length;
    expect([count(first), count(second)]).toEqual([25, 6]);
    expect(await wordsOf(browser.get('/audit'))).toMatch(/38 events, each chained/);
  });

  it('refuse a page that is none', async () => {
    const { browser } = await visit();
    expect((await browser.get('/audit?page=x')).status).toBe(404);
    expect((await browser.get('/recommendations?before=nothing')).status).toBe(404);
  });
});

describe('every page', () => {
  it('weighs at most 60 kB with its style and script, and has nothing inline', async () => {
    const { browser, api } = await visit();
    const parts = ['/static/ballast.css', '/static/ballast.js', '/static/icon.svg'];
    const sizes = await Promise.all(
      parts.map(async (path) => (await api.app.request(path)).arrayBuffer()),
    );
    const shared = sizes.reduce((sum, part) => sum + part.byteLength, 0);
    for (const path of [
      '/',
      review,
      '/recommendations',
      '/audit',
      '/docs',
      '/docs/shapes',
      '/docs/problems',
    ]) {
      const page = await (await browser.get(path)).text();
      expect(Buffer.byteLength(page) + shared, path).toBeLessThanOrEqual(60_000);
      expect(page, path).not.toMatch(/<style|style="|<script(?! src=)|\son\w+="/);
    }
  });

  it('has one heading of the first rank and a title of its own', async () => {
    const { browser } = await visit();
    const titles = new Set<string>();
    for (const path of ['/', review, '/recommendations', '/audit', '/docs', '/nothing']) {
      const page = await (await browser.get(path)).text();
      expect(page.match(/<h1/g), path).toHaveLength(1);
      titles.add(/<title>(.*)<\/title>/.exec(page)?.[1] ?? '');
    }
    expect(titles.size).toBe(6);
  });
});
