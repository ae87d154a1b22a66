/** Chromium for the tests: it starts, shows a page, and goes. */
import { expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { describeWithChromium } from '../support/services.ts';

describeWithChromium('Chromium', () => {
  it('shows a page', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.setContent('<title>Ballast</title><p>BTC 40 %</p>');
      expect(await page.title()).toBe('Ballast');
      expect(await page.textContent('p')).toBe('BTC 40 %');
    } finally {
      await browser.close();
    }
  });
});
