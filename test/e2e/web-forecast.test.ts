/** The page of forecasts in Chromium: both themes, a phone and a desk, with and without a script, by keyboard. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer } from '../../api/server.ts';
import { createApiWorld } from '../support/api-world.ts';
import { launchChromium } from '../support/chromium.ts';
import { learnableMarket } from '../support/forecast-market.ts';
import { folderWithModel } from '../support/model-folder.ts';
import { describeWithChromium } from '../support/services.ts';

type Visit = { readonly page: Page; readonly complaints: readonly string[] };

describeWithChromium('the forecast in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  /** Signed in, on the page; leaves nothing behind. */
  async function visit(work: (visit: Visit) => Promise<void>, options: BrowserContextOptions = {}) {
    const { models } = await folderWithModel();
    const world = await createApiWorld({ market: learnableMarket, models });
    const server = await startServer(world.api, { host: '127.0.0.1', port: 0 });
    const context = await browser.newContext({ baseURL: server.url, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    try {
      await page.goto(world.api.createSignInLink().path);
      await page.click('#sign-in');
      await page.click('nav a[href="/forecast"]');
      await page.waitForSelector('h1:text-is("Forecast")');
      await work({ page, complaints });
    } finally {
      await context.close();
      await server.close();
    }
  }

  it.each([360, 1200])('fits a width of %d pixels, light and dark, all of it open', (width) =>
    visit(
      async ({ page, complaints }) => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.evaluate(
            "document.querySelectorAll('details').forEach((part) => { part.open = true })",
          );
          const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect(beyond, colorScheme).toBeLessThanOrEqual(0);
        }
        expect(complaints).toEqual([]);
      },
      { viewport: { width, height: 800 } },
    ),
  );

  it('draws every chart inside its column, with words that do not cover each other', () =>
    visit(
      async ({ page }) => {
        for (const svg of await page.locator('.plot > svg').all()) {
          const box = await svg.boundingBox();
          expect(box?.height).toBeGreaterThan(50);
          expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
        }
        for (const plot of await page.locator('.fans .plot').all()) {
          const names = await plot.locator('.outer text').all();
          const boxes = await Promise.all(names.map((name) => name.boundingBox()));
          const tops = boxes.map((box) => box?.y ?? 0).toSorted((a, b) => a - b);
          tops.slice(1).forEach((top, k) => {
            expect(top - (tops[k] as number)).toBeGreaterThanOrEqual(12);
          });
        }
      },
      { viewport: { width: 360, height: 800 } },
    ));

  it('is read without a script', () =>
    visit(
      async ({ page }) => {
        expect(await page.locator('.fans figure').count()).toBe(3);
        await page.click('section[aria-labelledby="outlook-title"] > details > summary');
        const table = page.locator('section[aria-labelledby="outlook-title"] table').first();
        expect(await table.isVisible()).toBe(true);
        expect(await table.locator('tbody tr').count()).toBe(9);
      },
      { javaScriptEnabled: false },
    ));

  it('opens its numbers by keyboard', () =>
    visit(async ({ page }) => {
      const summary = page.locator('section[aria-labelledby="together-title"] summary');
      await summary.focus();
      await page.keyboard.press('Enter');
      const numbers = page.locator('section[aria-labelledby="together-title"] table');
      expect(await numbers.isVisible()).toBe(true);
    }));
});
