/** The tear sheet of a backtest on the simulated market: it says what the run says, in words, charts, tables, JSON and CSV. */
import { beforeAll, describe, expect, it } from 'vitest';
import { tearSheet } from '../../src/report/tear-sheet.ts';
import { tearSheetFigures } from '../../src/report/tear-sheet-figures.ts';
import { tearSheetFiles } from '../../src/report/tear-sheet-files.ts';
import { tradesWithReasons } from '../../src/report/tear-sheet-trades.ts';
import type { TearSheetView } from '../../src/report/tear-sheet-view.ts';
import { simulatedView, walkView } from '../support/tear-sheet-views.ts';

/** How often a pattern occurs. */
const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

/** What a person reads, without tags and style. */
function words(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

const impossible = /\bNaN\b|Infinity|undefined|\bnull\b|\[object/;

describe('the tear sheet of a run', () => {
  let view: TearSheetView;
  let page: string;

  beforeAll(async () => {
    view = await simulatedView();
    page = tearSheet(view);
  });

  it('needs nothing else: no script, no link, no address', () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|https?:|\ssrc=|\shref=/);
  });

  it('is the same page every time', () => {
    expect(tearSheet(view)).toBe(page);
  });

  it('says which prices, which costs, and that no order was sent', () => {
    const text = words(page);
    expect(text).toContain('Prices the simulated market');
    expect(text).toContain('assumed: 15.0 bp a side (10 fee + 2 half-spread + 3 slippage), taker');
    expect(text).toContain('no order was sent');
  });

  it('has a row for the policy and every benchmark', () => {
    for (const { name } of view.benchmarks) expect(page).toContain(`>${name}</th>`);
    expect(page).toContain('>risk-aware <span class="unit">1</span></th>');
  });

  it('gives every chart a title, a sentence and a table', () => {
    const figures = page.match(/<figure>[\s\S]*?<\/figure>/g) ?? [];
    expect(figures.length).toBe(7);
    for (const figure of figures) {
      expect(figure).toMatch(/<h3>[^<]+<\/h3><p class="sentence">[^<]+<\/p>/);
      expect(figure).toMatch(/<svg [^>]*role="img" aria-label="[^"]+"/);
      expect(count(figure, /<details>.*?<table/gs)).toBe(1);
    }
  });

  it('puts how it is computed under every number', () => {
    expect(count(page, /<dd class="how">[^<]+<\/dd>/g)).toBe(18);
  });

  it('never shows what is no number', () => {
    expect(words(page)).not.toMatch(impossible);
    expect(page).not.toMatch(/NaN|Infinity/);
  });

  it('tells why each fill was made: the decision at the close before it', () => {
    const trades = tradesWithReasons(view);
    expect(trades.length).toBeGreaterThan(0);
    for (const { why } of trades) expect(why).toMatch(/^trading costs .* of drift penalty$/);
    const times = view.detail.decisions.map(({ time }) => time);
    expect(new Set(trades.map(({ time }) => time))).toEqual(new Set(times));
  });

  it('knows thresholds around the weights, once a week', () => {
    const { time, lower, upper } = view.detail.thresholds;
    expect(time.length).toBe(22);
    time.forEach((at, k) => {
      const bar = view.equity.openTime.indexOf(at);
      for (let i = 0; i < 4; i++) {
        const weight = view.equity.weights[bar * 4 + i] as number;
        expect(lower[k * 4 + i]).toBeLessThanOrEqual(weight);
        expect(upper[k * 4 + i]).toBeGreaterThanOrEqual(weight);
      }
    });
  });

  it('tracks the NAV at targets as the engine says, but for costs', () => {
    const { runs } = tearSheetFigures(view);
    for (const { name, statistics, figures } of runs) {
      const withCosts = figures.trackingErrorWithCostPct.value as number;
      if (name === 'calendar-daily' || name === 'octobot-index') continue;
      expect(withCosts / statistics.trackingErrorPct).toBeCloseTo(1, 1);
    }
    const [own] = runs;
    expect(own.figures.growthRatePct.value).toBeCloseTo(own.statistics.cagrPct, 9);
    expect(own.costPaid).toBeGreaterThan(0);
  });

  it('gives the same figures as JSON, with the fields of a backtest', () => {
    const files = tearSheetFiles(view);
    const json = JSON.parse(files['.json']);
    expect(json).toMatchObject({
      schemaVersion: 1,
      policy: 'risk-aware',
      trackingErrorPct: view.statistics.trackingErrorPct,
      source: 'the simulated market',
      assumptions: { ratePctPerYear: 0, tailLevel: 0.95, rollingDays: 90 },
      missing: {},
    });
    expect(json.sharpeRatio).toBeTypeOf('number');
    expect(json.benchmarks.map(({ name }: { name: string }) => name)).toEqual(
      view.benchmarks.map(({ name }) => name),
    );
    expect(json.benchmarks[0]).toMatchObject({ holdingYears: null });
    expect(json.benchmarks[0].missing.holdingYears).toBe('nothing was exchanged');
    expect(json.months).toHaveLength(6);
    expect(json.months[0]).toMatchObject({ year: 2022, month: 1, isWhole: false });
    expect(json.trades.fills).toBe(view.trades.length);
    expect(JSON.stringify(json.rolling)).not.toContain('null');
  });

  it('gives NAVs and weights by day as CSV, first bar and last bar included', () => {
    const [header, ...rows] = tearSheetFiles(view)['.csv'].trimEnd().split('\n');
    expect(header).toMatch(/^timestamp_ms,nav,w_BTC,w_ETH,w_SOL,w_PAXG,w_cash,nav_hold,nav_dca,/);
    expect(rows).toHaveLength(151);
    expect(Number(rows.at(-1)?.split(',')[1])).toBe(view.statistics.finalNav);
  });
});

describe('a tear sheet of a run with', () => {
  it('names from a configuration shows them as text', () => {
    const view = walkView({ bars: 100 });
    const portfolio = { ...view.settings.portfolio, name: '<b>"a" & b</b>' };
    const page = tearSheet({ ...view, settings: { ...view.settings, portfolio } });
    expect(page).toContain('&lt;b&gt;&quot;a&quot; &amp; b&lt;/b&gt;');
    expect(page).not.toContain('<b>');
  });

  it.each([
    ['one bar', walkView({ bars: 1 })],
    ['two bars', walkView({ bars: 2 })],
    ['a week', walkView({ bars: 170 })],
    ['a constant NAV', walkView({ bars: 3_000, volatility: 0 })],
    ['one asset', walkView({ bars: 500, assets: ['BTC'] })],
    ['no benchmark', walkView({ bars: 500 }, { benchmarks: [] })],
    ['a NAV that is lost', lostView()],
  ])('%s is whole, without a number that is none', (_, view) => {
    const files = tearSheetFiles(view);
    expect(words(files['.html'])).toContain('Nothing was traded.');
    expect(words(files['.html'])).not.toMatch(impossible);
    expect(files['.html']).not.toMatch(/NaN|Infinity/);
    expect(() => JSON.parse(files['.json'])).not.toThrow();
    expect(files['.csv']).not.toMatch(/NaN|Infinity/);
  });

  it('35,000 bars of six assets and nine lines stays below 1.5 MB', () => {
    expect(tearSheet(walkView({ bars: 35_000 })).length).toBeLessThan(1_500_000);
  });
});

function lostView(): TearSheetView {
  const view = walkView({ bars: 500 });
  const nav = view.equity.nav.map((value, bar) => (bar < 400 ? value : 0));
  const statistics = { ...view.statistics, finalNav: 0, maxDrawdownPct: 100, cagrPct: -100 };
  return { ...view, statistics, equity: { ...view.equity, nav } };
}
