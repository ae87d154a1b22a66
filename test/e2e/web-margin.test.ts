/** The pages of a portfolio on margin in Chromium: bars on both sides of nought, what only reduces, leverage and funding. */
import { expect, it } from 'vitest';
import { startServer } from '../../api/server.ts';
import { propose } from '../../src/app/plans/propose.ts';
import { createApiWorld } from '../support/api-world.ts';
import { launchChromium } from '../support/chromium.ts';
import { settings, steadyMarket } from '../support/execution-plans.ts';
import { describeWithChromium } from '../support/services.ts';

/** 40 % in BTC, 10 % in ETH, −5 % in LINK and 55 % in cash; 60, −30 and 10 % are wanted. */
function world() {
  const targets = { targets: [0.6, -0.3, 0.1], cashTarget: 0.6, leverage: 1 };
  const perDay = { BTC: 3e-4, ETH: 1e-4, LINK: -2e-4 };
  return createApiWorld({
    balances: { BTC: '2', ETH: '10', LINK: '-500', USDT: '55000' },
    market: { ...steadyMarket(), fundingPerDay: async () => perDay },
    settings: { portfolio: { ...settings().portfolio, ...targets } },
  });
}

describeWithChromium('the pages of a portfolio on margin', () => {
  it('draw and tell what is short, on a wide and on a narrow screen', async () => {
    const { api, workspace } = await world();
    const { recommendation } = await propose(workspace, { proposer: 'ann' });
    const browser = await launchChromium();
    const server = await startServer(api, { host: '127.0.0.1', port: 0 });
    try {
      const page = await browser.newPage({ baseURL: server.url });
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(api.createSignInLink().path);
      await page.click('#sign-in');
      const health = (await page.locator('.health').innerText()).replaceAll('\n', ' ');
      expect(health).toContain('leverage 0.55 of at most 1');
      expect(health).toContain('funding 1.40 bp a day');
      const ends = await page.locator('.scale span').allInnerTexts();
      expect(ends).toEqual(['−40 %', '70 %']);
      // Nought is at 40 of 110: a short bar ends there, a long one begins there.
      const bars = page.locator('.bullet rect.weight');
      const bar = async (row: number) => {
        const [x, width] = await Promise.all(
          ['x', 'width'].map((name) => bars.nth(row).getAttribute(name)),
        );
        return { from: Number(x), to: Number(x) + Number(width) };
      };
      const nought = (40 / 110) * 1_000;
      expect((await bar(0)).from).toBeCloseTo(nought, 0);
      expect((await bar(2)).to).toBeCloseTo(nought, 0);
      expect((await bar(2)).from).toBeCloseTo((35 / 110) * 1_000, 0);
      await page.goto(`/recommendations/${recommendation.id}`);
      const shown = await page.locator('main').innerText();
      for (const words of [
        ...['Sell ETH/USDT, reduce only', 'what closes positions first', 'Funding in 7 days'],
        ...['Leverage, at most 1', 'Funding a day, of NAV', '−35.0 to −25.0 %'],
      ]) {
        expect(shown).toContain(words);
      }
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      expect(complaints).toEqual([]);
    } finally {
      await server.close();
      await browser.close();
    }
  }, 60_000);
});
