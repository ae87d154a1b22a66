/** Changes of targets on the pages without a script: a suggestion is proposed, judged and in force, and every form passes its gate. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { approveTargets } from '../../src/app/targets/approve-targets.ts';
import { allocationOf } from '../support/allocated.ts';
import { type PlainBrowser, send, signIn } from '../support/api-browser.ts';
import { type ApiWorld, createApiWorld } from '../support/api-world.ts';
import { settings, start } from '../support/execution-plans.ts';
import type { Options } from '../support/execution-workspace.ts';
import { learnableMarket } from '../support/forecast-market.ts';
import { proposeMove, twoAssets } from '../support/target-changes.ts';

type Visit = { readonly world: ApiWorld; readonly browser: PlainBrowser };

async function visit(options: Options = {}): Promise<Visit> {
  const world = await createApiWorld({
    ...options,
    settings: { portfolio: twoAssets, ...options.settings },
  });
  return { world, browser: await signIn(world) };
}

async function waiting(options: Options = {}) {
  const { world, browser } = await visit(options);
  const { id, hash } = await proposeMove(world.workspace);
  return { world, browser, id, hash, path: `/target-changes/${id}` };
}

const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
const wordsOf = (page: string): string => page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const words = async (browser: PlainBrowser, path: string) =>
  wordsOf(await textOf(browser.get(path)));

/** The hidden field of a form, as a browser would send it. */
function hidden(page: string, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
  return value.replaceAll('&quot;', '"');
}

describe('a suggestion', () => {
  it('is proposed by its form, shown for judgement, approved, and seen on the overview', async () => {
    const { browser } = await visit({ market: learnableMarket });
    const before = await textOf(browser.get('/suggestions'));
    expect(before).toContain('Propose this change');
    expect(before).not.toContain('id="approve"');
    const proposed = await browser.post('/suggestions/propose', { moves: hidden(before, 'moves') });
    expect(proposed.status).toBe(303);
    expect(proposed.headers.get('location')).toBe('/suggestions#waiting-targets');

    const page = await textOf(browser.get('/suggestions'));
    expect(wordsOf(page)).toMatch(
      /A change of targets waits: Move 5 % of NAV from (BTC|ETH) to LINK/,
    );
    expect(wordsOf(page)).toContain('asked for by owner');
    expect(wordsOf(page)).toMatch(/LINK 0\.0 % 5\.0 %/);
    expect(wordsOf(page)).toMatch(/Volatility a year, forecast [\d.]+ % [\d.]+ %/);
    expect(wordsOf(page)).toContain('These targets are proposed: they wait for approval');
    expect(page).not.toMatch(/autofocus/);
    expect(await words(browser, '/')).toMatch(/A change of targets waits for you: Move 5 % of NAV/);

    const [, path = ''] = /action="(\/target-changes\/[^"]+\/approve)"/.exec(page) ?? [];
    const approved = await browser.post(path, { hash: hidden(page, 'hash') });
    expect(approved.headers.get('location')).toBe('/');
    const overview = await words(browser, '/');
    expect(overview).toMatch(
      /The targets in force differ from those of the file since 2023-06-01 00:00 UTC : owner approved/,
    );
    expect(overview).toContain('LINK');
    expect(overview).not.toContain('waits for you');
  });

  it('that is none of now is refused with the page, and so is what is no suggestion', async () => {
    const { browser, world } = await visit();
    const head = await world.auditHead();
    const moves = JSON.stringify([{ from: 'BTC', to: 'cash', weight: 0.05 }]);
    const gone = await browser.post('/suggestions/propose', { moves });
    expect(gone.status).toBe(409);
    expect(wordsOf(await gone.text())).toContain('nothing that is suggested now makes these moves');
    for (const rubbish of ['', '[]', '{', '[{"from":"BTC"}]']) {
      const answer = await browser.post('/suggestions/propose', { moves: rubbish });
      expect(answer.status).toBe(422);
    }
    expect(await world.auditHead()).toBe(head);
  });
});

describe('a change that waits', () => {
  it('is rejected with a reason, one of those at hand or in words', async () => {
    const { browser, path, hash, id, world } = await waiting();
    const none = await browser.post(`${path}/reject`, { hash, choice: '', words: 'kept' });
    expect(none.status).toBe(422);
    const page = await none.text();
    expect(page).toContain('Choose a reason for the rejection. Nothing was done.');
    expect(page).toContain('value="kept"');
    const choice = 'I do not trust the forecast';
    const done = await browser.post(`${path}/reject`, { hash, choice, words: 'too short' });
    expect(done.headers.get('location')).toBe('/suggestions');
    const { store } = world.workspace;
    expect((await store.targetChanges.get(id))?.state).toBe('rejected');
    const [event] = await store.events.list({ types: ['TargetsRejected'], limit: 1 });
    expect(event).toMatchObject({ actor: 'owner', payload: { reason: `${choice}: too short` } });
  });

  it('takes no approval for another hash, from another session or without one', async () => {
    const { browser, path, hash, world } = await waiting();
    const wrong = await browser.post(`${path}/approve`, { hash: 'f00' });
    expect(wrong.status).toBe(412);
    const foreign = await browser.post(`${path}/approve`, { hash, formToken: 'other' });
    expect(foreign.status).toBe(403);
    expect((await send(world.api, `${path}/approve`, { hash }, {})).status).toBe(401);
    expect((await browser.post('/target-changes/chg_9/approve', { hash })).status).toBe(404);
  });

  it('says how many it needs, and who has approved', async () => {
    const approvalRules = [{ when: null, approvers: 2 }];
    const { browser, path, hash, id, world } = await waiting({ settings: { approvalRules } });
    await approveTargets(world.workspace, { id, hash, actor: 'bob' });
    const page = await words(browser, '/suggestions');
    expect(page).toContain('Approved by bob. This change needs 2 approvers; 1 more to go.');
    const last = await browser.post(`${path}/approve`, { hash });
    expect(last.headers.get('location')).toBe('/');
  });

  it('is gone when its time is over', async () => {
    const clock = createFrozenClock(start);
    const { browser, path, hash } = await waiting({ clock });
    await clock.sleep(4 * 3_600_000);
    expect(await words(browser, '/suggestions')).not.toContain('A change of targets waits');
    expect(await words(browser, '/')).not.toContain('A change of targets waits');
    expect((await browser.post(`${path}/approve`, { hash })).status).toBe(409);
  });
});

describe('a change in force', () => {
  it('is withdrawn with a reason', async () => {
    const { browser, path, hash, id, world } = await waiting();
    await approveTargets(world.workspace, { id, hash, actor: 'bob' });
    const page = await words(browser, '/suggestions');
    expect(page).toContain('Go back to the targets of the file');
    const done = await browser.post(`${path}/reject`, { hash, choice: 'Not now' });
    expect(done.status).toBe(303);
    expect((await world.workspace.store.targetChanges.get(id))?.state).toBe('withdrawn');
    expect(await words(browser, '/suggestions')).not.toContain('differ from those of the file');
  });

  it('that fell away with the targets of the file says so', async () => {
    const { world, id, hash } = await waiting();
    await approveTargets(world.workspace, { id, hash, actor: 'bob' });
    const portfolio = { ...twoAssets, targets: [0.4, 0.4] };
    const { store } = world.workspace;
    const edited = await createApiWorld({ store, settings: settings({ portfolio }) });
    for (const path of ['/', '/suggestions']) {
      expect(await words(await signIn(edited), path)).toContain(
        `The targets are those of the file: they were edited there after ${id} was approved`,
      );
    }
  });
});

it('beside an allocator nothing can be proposed, and the page says why', async () => {
  const allocation = allocationOf(2);
  const { browser } = await visit({ market: learnableMarket, settings: { allocation } });
  const page = await textOf(browser.get('/suggestions'));
  expect(page).not.toContain('Propose this change');
  expect(wordsOf(page)).toContain('The section allocation sets the targets (erc)');
});
