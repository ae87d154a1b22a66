/** The page of suggestions in Chromium: both themes, a phone and a desk, by keyboard, and with nothing to suggest. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer } from '../../api/server.ts';
import { createApiWorld } from '../support/api-world.ts';
import { launchChromium } from '../support/chromium.ts';
import type { Options } from '../support/execution-workspace.ts';
import { learnableMarket } from '../support/forecast-market.ts';
import { describeWithChromium } from '../support/services.ts';

type Visit = {
  readonly page: Page;
  /** Errors of the page and its console, violations of the content policy among them. */
  readonly complaints: readonly string[];
};

/** Parts of the page that hold a suggestion: those with a sentence of what it would move. */
const suggestionsOn = (page: Page): Locator =>
  page.locator('main section', { has: page.locator('p', { hasText: ': moving ' }) });

/** The cells of a row of a table, its head first. */
async function rowOf(part: Locator, head: string): Promise<readonly string[]> {
  const row = part.locator('tr', { has: part.page().locator('th', { hasText: head }) }).first();
  return (await row.locator('th, td').allInnerTexts()).map((words) => words.trim());
}

describeWithChromium('suggestions in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  /** Signed in, on the page; leaves nothing behind. */
  async function visit(
    work: (visit: Visit) => Promise<void>,
    { world, ...options }: BrowserContextOptions & { readonly world?: Options } = {},
  ) {
    const { api } = await createApiWorld(world ?? { market: learnableMarket });
    const server = await startServer(api, { host: '127.0.0.1', port: 0 });
    const context = await browser.newContext({ baseURL: server.url, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    try {
      await page.goto(api.createSignInLink().path);
      await page.click('#sign-in');
      await page.waitForSelector('nav a[href="/forecast"]');
      await page.goto('/suggestions');
      await page.waitForSelector('h1:text-is("Suggestions")');
      await work({ page, complaints });
    } finally {
      await context.close();
      await server.close();
    }
  }

  it.each([360, 1200])('fit a width of %d pixels, light and dark, without complaint', (width) =>
    visit(
      async ({ page, complaints }) => {
        const inks: string[] = [];
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect(beyond, colorScheme).toBeLessThanOrEqual(0);
          inks.push(await page.evaluate('getComputedStyle(document.body).color'));
        }
        expect(new Set(inks).size).toBe(2);
        expect(complaints).toEqual([]);
      },
      { viewport: { width, height: 800 } },
    ),
  );

  it('say each in a sentence, with its figures in a table', () =>
    visit(
      async ({ page }) => {
        const parts = await suggestionsOn(page).all();
        expect(parts.length).toBeGreaterThan(0);
        for (const part of parts) {
          const sentence = (await part.locator('p', { hasText: ': moving ' }).innerText()).trim();
          const told = /volatility from ([\d.]+) to ([\d.]+) % a year, for ([\d.]+) pp/.exec(
            sentence,
          );
          const [, before, after, turnover] = told ?? [];
          expect(await rowOf(part, 'Volatility a year')).toEqual([
            'Volatility a year, forecast',
            `${before} %`,
            `${after} %`,
          ]);
          expect((await rowOf(part, 'Turnover'))[2]).toContain(`${turnover}`);
          expect(await part.locator('table caption').first().innerText()).toContain('targets');
          expect(await part.locator('h2').count()).toBe(1);
        }
        const words = await page.innerText('main');
        expect(words).toContain('This is a proposal and changes nothing');
      },
      { javaScriptEnabled: false },
    ));

  it('are reached and left by keyboard, with the focus to be seen', () =>
    visit(async ({ page }) => {
      await page.goto('/forecast');
      const link = page.locator('a[href="/suggestions"]').first();
      await link.focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector('h1:text-is("Suggestions")');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.className')).toBe('skip');
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      expect(outline).toBe('solid');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      // Nothing on the page holds the focus.
      for (let step = 0; step < 60; step++) {
        await page.keyboard.press('Tab');
        const id = await page.evaluate('document.activeElement.id');
        if (id === 'sign-out') return;
      }
      throw new Error('the end of the page was not reached by the keyboard');
    }));

  it('say plainly that there are none, and why', () =>
    visit(
      async ({ page, complaints }) => {
        const words = await page.innerText('main');
        expect(words).toContain('Nothing is suggested, because nothing is forecast: ');
        expect(await suggestionsOn(page).count()).toBe(0);
        expect(complaints).toEqual([]);
      },
      { world: {} },
    ));
});
