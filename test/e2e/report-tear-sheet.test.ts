/** The tear sheet in Chromium: no error, no request, nothing wider than a phone, readable in the dark. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tearSheet } from '../../src/report/tear-sheet.ts';
import { launchChromium } from '../support/chromium.ts';
import { describeWithChromium } from '../support/services.ts';
import { simulatedView } from '../support/tear-sheet-views.ts';

describeWithChromium('a tear sheet', () => {
  let browser: Browser;
  let sheet: string;

  beforeAll(async () => {
    [browser, sheet] = await Promise.all([launchChromium(), simulatedView().then(tearSheet)]);
  });
  afterAll(() => browser?.close());

  /** Opens it as a file would be, with all that the browser complains about or asks for. */
  async function open(width: number, colorScheme: 'light' | 'dark' = 'light') {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => complaints.push(request.url()));
    await page.setContent(sheet);
    return { page, complaints };
  }

  const overflow = (page: Page): Promise<number> =>
    page.evaluate('document.documentElement.scrollWidth - window.innerWidth');

  it.each([1_200, 390, 320])('is quiet and fits at %i px', async (width) => {
    const { page, complaints } = await open(width);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('fits a phone with every table open', async () => {
    const { page } = await open(390);
    await page.evaluate(
      'document.querySelectorAll("details").forEach((part) => { part.open = true; })',
    );
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.close();
  });

  it('draws its lines inside their frame, and names them beside it', async () => {
    const { page } = await open(1_200);
    const outside =
      await page.evaluate(`[...document.querySelectorAll('.plot > svg')].filter((svg) => {
      const frame = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('.point, .mark, line')].some((mark) => {
        const box = mark.getBoundingClientRect();
        return box.left < frame.left - 8 || box.right > frame.right + 8 || box.bottom > frame.bottom + 1;
      });
    }).length`);
    expect(outside).toBe(0);
    const names = await page.locator('.plot .name').allTextContents();
    expect(names).toEqual(expect.arrayContaining(['risk-aware', 'hold', 'dca']));
    await page.close();
  });

  it('follows the dark scheme', async () => {
    const { page } = await open(390, 'dark');
    const background = await page.evaluate(
      'getComputedStyle(document.documentElement).backgroundColor',
    );
    expect(background).toBe('rgb(20, 23, 26)');
    await page.close();
  });
});
