/** The pages in Chromium: sign in, review, approve by keyboard, execute, with and without a script. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../api/server.ts';
import { type ApiWorld, createApiWorld } from '../support/api-world.ts';
import { launchChromium } from '../support/chromium.ts';
import { propose } from '../support/execution-workspace.ts';
import { describeWithChromium } from '../support/services.ts';

type Visit = ApiWorld & {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly server: RunningServer;
  /** Errors of the page and its console, violations of the content policy among them. */
  readonly complaints: readonly string[];
};

/** The overview is read again after so long. */
const refreshMs = 5000;

describeWithChromium('the pages in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  /** A signed-in visit of a portfolio with a plan that waits; leaves nothing behind. */
  async function visit(work: (visit: Visit) => Promise<void>, options: BrowserContextOptions = {}) {
    const world = await createApiWorld();
    await propose(world.workspace);
    const server = await startServer(world.api, { host: '127.0.0.1', port: 0 });
    const context = await browser.newContext({ baseURL: server.url, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    try {
      await page.clock.install();
      await page.goto(world.api.createSignInLink().path);
      await page.click('#sign-in');
      await work({ ...world, page, context, server, complaints });
    } finally {
      await context.close();
      await server.close();
    }
  }

  async function tabTo(page: Page, id: string): Promise<void> {
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      if ((await focusOf(page)) === id) return;
    }
    throw new Error(`#${id} was not reached by the keyboard`);
  }

  /** The id of the element in focus; empty for the page as a whole. */
  const focusOf = (page: Page) => page.evaluate<string>('document.activeElement.id');

  const stateOf = async ({ workspace }: ApiWorld) =>
    (await workspace.store.recommendations.get('r1'))?.state;

  it('lead from the overview to a settled plan by keyboard alone', () =>
    visit(async (here) => {
      const { page } = here;
      expect(await page.textContent('.notice.waits')).toContain('One plan waits for you');
      await tabTo(page, 'review');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/recommendations/r1');
      expect(await focusOf(page)).toBe('');
      await tabTo(page, 'approve');
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      expect(outline).toBe('solid');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#execute');
      expect(await stateOf(here)).toBe('approved');
      await tabTo(page, 'execute');
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=Planned cost');
      expect(await stateOf(here)).toBe('settled');
      expect(await page.textContent('main')).toContain('settled');
      expect(here.complaints).toEqual([]);
    }));

  it('approve and reject without a script', () =>
    visit(
      async (here) => {
        const { page } = here;
        await page.click('#review');
        expect(await page.locator('#copy').isVisible()).toBe(false);
        await page.click('#approve');
        await page.waitForSelector('#execute');
        expect(await stateOf(here)).toBe('approved');
        await page.selectOption('#choice', 'Too expensive');
        await page.click('#reject');
        await page.waitForSelector('text=rejected this plan: “Too expensive”');
        expect(await stateOf(here)).toBe('rejected');
      },
      { javaScriptEnabled: false },
    ));

  it('show local time with UTC for the pointer, and count down', () =>
    visit(
      async ({ page }) => {
        await page.click('#review');
        const time = page.locator('main time').first();
        expect(await time.textContent()).toContain('5:30');
        expect(await time.getAttribute('title')).toBe('2023-06-01 00:00 UTC');
        await page.clock.fastForward(1000);
        expect(await page.textContent('[data-countdown]')).toBe('3 h 59 min');
      },
      { timezoneId: 'Asia/Kolkata', locale: 'en-GB' },
    ));

  it('copy the plan hash', () =>
    visit(async ({ page, context, workspace }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.click('#review');
      await page.click('#copy');
      await page.waitForSelector('text=Copied');
      const copied = await page.evaluate('navigator.clipboard.readText()');
      const plan = await workspace.store.recommendations.get('r1');
      expect(copied).toBe(plan?.recommendation.planHash);
    }));

  it('freshen the overview by themselves and keep the focus', () =>
    visit(async ({ page, workspace }) => {
      await page.focus('#look');
      const { account } = workspace.broker;
      await workspace.store.transact(({ paper }) => paper.setBalance(account, 'USDT', '50000'));
      await page.clock.fastForward(refreshMs);
      await page.waitForSelector('text=110,000.00');
      expect(await focusOf(page)).toBe('look');
    }));

  it('say when the server does not answer', () =>
    visit(async ({ page, server }) => {
      await server.close();
      await page.clock.fastForward(refreshMs);
      await page.waitForSelector('text=The server does not answer');
      expect(await page.textContent('.nav')).toContain('100,000.00');
    }));

  it.each([390, 1200])('fit a width of %d pixels, light and dark, without complaint', (width) =>
    visit(
      async ({ page, complaints }) => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          for (const path of ['/', '/recommendations/r1', '/recommendations', '/audit', '/docs']) {
            await page.goto(path);
            const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
            expect(beyond, `${path} ${colorScheme}`).toBeLessThanOrEqual(0);
          }
        }
        expect(complaints).toEqual([]);
      },
      { viewport: { width, height: 800 } },
    ),
  );
});
