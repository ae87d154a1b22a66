/** Safety on the pages: the kill switch in one click, resuming and promoting with a reason, what is over the caps, what to know. */
import { describe, expect, it } from 'vitest';
import { demote } from '../../src/app/plans/autonomy.ts';
import { type PlainBrowser, signIn } from '../support/api-browser.ts';
import { createApiWorld, worldWithPlan } from '../support/api-world.ts';

/** The words of a page, without marks. */
async function wordsOf(browser: PlainBrowser, path = '/'): Promise<string> {
  const page = await (await browser.get(path)).text();
  return page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}

describe('the overview', () => {
  it('halts trading in one click and says so until it is resumed with a reason', async () => {
    const world = await worldWithPlan();
    const browser = await signIn(world);
    expect(await wordsOf(browser)).toContain('trading active');
    expect(await wordsOf(browser)).toContain('One plan waits for you');
    expect((await browser.post('/halt', {})).status).toBe(303);
    const halted = await wordsOf(browser);
    expect(halted).toContain('Trading is halted. By owner,');
    expect(halted).toContain('by the button on the overview. No order leaves;');
    expect(halted).not.toContain('One plan waits for you');
    expect(halted).not.toContain('Halt trading');
    expect(halted).toContain('Trading was halted by owner: by the button on the overview.');
    const silent = await browser.post('/resume', { reason: ' ' });
    expect([silent.status, await silent.text()]).toEqual([
      422,
      expect.stringContaining('Say why. Nothing was done.'),
    ]);
    expect((await browser.post('/resume', { reason: 'all is well' })).status).toBe(303);
    expect(await wordsOf(browser)).toContain('Trading was resumed by owner: all is well.');
    expect((await world.workspace.store.trading.get()).state).toBe('active');
  });

  it('can halt while nothing else may be changed, and not from a foreign form', async () => {
    const readiness = () => ({ state: 'reconciling', detail: 'orders are looked up' }) as const;
    const world = await createApiWorld({ api: { readiness } });
    const browser = await signIn(world);
    expect((await browser.post('/halt', { formToken: 'foreign' })).status).toBe(403);
    expect((await world.workspace.store.trading.get()).state).toBe('active');
    expect((await browser.post('/halt', {})).status).toBe(303);
    expect((await browser.post('/resume', { reason: 'x' })).status).toBe(503);
  });

  it('says why the autonomy is lower than configured, and lifts it with a reason', async () => {
    const world = await createApiWorld({ level: 'autonomous' });
    const browser = await signIn(world);
    await demote(world.workspace, { code: 'MODEL_EXPIRED' });
    expect(await wordsOf(browser)).toContain('The autonomy is approve, not autonomous.');
    expect((await browser.post('/promote', { reason: 'I have seen it' })).status).toBe(303);
    expect(await wordsOf(browser)).not.toContain('The autonomy is approve');
    expect((await browser.post('/promote', { reason: 'again' })).status).toBe(409);
  });
});

describe('the review', () => {
  it('tells what is more than would be traded without a person', async () => {
    const world = await worldWithPlan();
    const browser = await signIn(world);
    const path = `/recommendations/${world.id}`;
    expect(await wordsOf(browser, path)).not.toContain('traded without a person');
    const { workspace } = world;
    Object.assign(workspace.rails, { order: 0.05 });
    const words = await wordsOf(browser, path);
    expect(words).toContain('This is more than is traded without a person:');
    expect(words).toContain(
      'The order of BTC/USDT is worth 10 % of NAV; without a person at most 5 %',
    );
    expect(words).toContain('Approve exactly these trades');
  });

  it('offers nothing while trading is halted', async () => {
    const world = await createApiWorld();
    const browser = await signIn(world);
    await browser.post('/halt', {});
    expect((await browser.post('/look', {})).status).toBe(303);
    const [plan] = await world.workspace.store.recommendations.list({ limit: 1 });
    const words = await wordsOf(browser, `/recommendations/${plan?.recommendation.id}`);
    expect(words).toContain('Trading is halted: plans are recorded and not traded.');
    expect(words).not.toContain('Approve exactly');
  });
});
