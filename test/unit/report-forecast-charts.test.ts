/** The charts of a forecast: places by hand, nothing left out, nothing told by colour alone. */
import { describe, expect, it } from 'vitest';
import { correlationMap } from '../../src/report/charts/correlation-map.ts';
import { type FanChart, fanChart } from '../../src/report/charts/fan-chart.ts';
import { regimeStrip } from '../../src/report/charts/regime-strip.ts';
import { dayMs } from '../support/panels.ts';

/** The place of each path of a class. */
function pathsOf(svg: string, name: string): readonly string[] {
  return [...svg.matchAll(new RegExp(`<path class="${name}" d="([^"]*)"`, 'g'))].map(
    ([, d]) => d as string,
  );
}

describe('a fan', () => {
  const days = Array.from({ length: 30 }, (_, k) => k + 1);
  const chart: FanChart = {
    title: 'Volatility of <A>',
    past: new Array(30).fill(0.5),
    ahead: days.map((day) => ({ days: day, value: 0.5 })),
    range50: days.map((day) => ({ days: day, lower: 0.4, upper: 0.6 })),
    range90: days.map((day) => ({ days: day, lower: 0.2, upper: 1 })),
    format: (value) => `${100 * value} %`,
  };

  it('goes from 30 days back over now to 30 days ahead, from zero up', () => {
    const { markup } = fanChart(chart);
    // 134 pixels at zero, 8 at 1.04: .5 is at 134 − 126 · .5/1.04 = 73.
    const [past] = pathsOf(markup, 'line past');
    expect(past).toMatch(/^M17 73L33 73/);
    expect(past).toMatch(/L500 73$/);
    expect(pathsOf(markup, 'line own')).toEqual([
      'M517 73L533 73L567 73L617 73L700 73L833 73L1000 73',
    ]);
    // 1 is at 134 − 126/1.04 = 13, .2 at 110; around and back.
    expect(pathsOf(markup, 'range90')[0]).toMatch(/^M517 13L.*L1000 13L1000 110L.*L517 110Z$/);
    expect(markup).toContain('>0 %</text>');
    expect(markup).toContain('aria-label="Volatility of &lt;A&gt;"');
  });

  it('names its parts at their ends', () => {
    const { markup } = fanChart(chart);
    for (const name of ['90 %', '50 %', 'mean', 'now', '−30 d', '+30 d']) {
      expect(markup).toContain(`>${name}</text>`);
    }
  });

  it('breaks its line at a missing day, and draws no range that is not known', () => {
    const past = [0.5, null, 0.5, 0.5];
    const { markup } = fanChart({ ...chart, past, range50: [], range90: [] });
    expect(pathsOf(markup, 'line past')[0]).toMatch(/^M450 \d+M483 \d+L500 \d+$/);
    expect(markup).not.toContain('range90');
    expect(markup).not.toContain('>90 %<');
  });

  it('has no style of its own, as the pages allow none', () => {
    expect(fanChart(chart).markup).not.toContain('style=');
  });
});

describe('a map of correlations', () => {
  const format = (value: number) => value.toFixed(2);
  const map = (
    symbols: readonly string[],
    matrix: readonly (readonly number[])[],
    groups: readonly (readonly string[])[] = [],
  ) => correlationMap({ title: 'Correlations', symbols, matrix, groups, format }).markup;
  const three = [
    [1, 0.9, -0.3],
    [0.9, 1, 0.5],
    [-0.3, 0.5, 1],
  ];

  it('has a cell for each pair, darker the more they move together', () => {
    const svg = map(['A', 'B', 'C'], three);
    // Rows of 28 pixels, columns of a third of a thousand.
    expect(pathsOf(svg, 'tint-5')).toEqual(['M0 28H333v28H0z']);
    expect(pathsOf(svg, 'tint-3')).toEqual(['M333 56H667v28H333z']);
    expect(pathsOf(svg, 'against')).toEqual(['M0 56H333v28H0z']);
  });

  it('tells by numbers and strokes what its colours tell', () => {
    const svg = map(['A', 'B', 'C'], three);
    for (const number of ['0.90', '-0.30', '0.50']) expect(svg).toContain(`>${number}</text>`);
    expect(svg).not.toContain('strike');
  });

  it('outlines a group around the cells of its pairs', () => {
    const all = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 1 : 0.9)));
    const svg = map(['A', 'B', 'C'], all, [['A', 'B', 'C']]);
    expect(pathsOf(svg, 'together')).toEqual(['M0 28V84H667V56H333V28H0z']);
    expect(svg).toContain('<title>A, B, C move together</title>');
  });

  it('of many assets has no numbers, joins cells of a tint, and strikes through those against each other', () => {
    const symbols = Array.from({ length: 13 }, (_, k) => `A${k}`);
    const matrix = symbols.map((_, i) => symbols.map((_, j) => (i === j ? 1 : 0.1)));
    const svg = map(symbols, matrix);
    expect(pathsOf(svg, 'strike')).toEqual(['']);
    expect(svg).toContain('<g class="numbers"></g>');
    expect(pathsOf(svg, 'tint-1')[0]?.match(/M/g)).toHaveLength(12);
    expect(svg.match(/class="name"/g)).toHaveLength(13);
    const against = matrix.map((row, i) => row.map((value, j) => (i + j === 1 ? -0.1 : value)));
    // Only the first pair: row 1 of 16 pixels, a thirteenth wide.
    expect(pathsOf(map(symbols, against), 'strike')).toEqual(['M0 32l77 -16']);
  });
});

describe('a strip of regimes', () => {
  const asOf = Date.UTC(2023, 5, 1);
  const regimes = ['calm', 'calm', null, 'turbulent'] as const;
  const daysOf = (closes: readonly number[]) =>
    closes.map((day, k) => ({ closeTime: asOf + day * dayMs, regime: regimes[k] ?? null }));

  it('has a block for turbulent days, a line for calm ones, and ends now', () => {
    const { markup } = regimeStrip({
      title: 'Regimes',
      rows: [{ name: 'A', now: '70 %', days: daysOf([-3, -2, -1, 0]) }],
      time: { from: asOf - 5 * dayMs, to: asOf },
    });
    // Five days on a thousand units; the first of them is not known.
    expect(pathsOf(markup, 'calm')).toEqual(['M200 14H600']);
    expect(pathsOf(markup, 'turbulent')).toEqual(['M800 6H1000v16H800z']);
    expect(markup).toContain('>A</text>');
    expect(markup).toContain('>70 %</text>');
  });

  it('gives a weekend to the session after it', () => {
    const { markup } = regimeStrip({
      title: 'Regimes',
      rows: [{ name: 'A', now: '', days: daysOf([-7, -4, -3, 0]) }],
      time: { from: asOf - 10 * dayMs, to: asOf },
    });
    expect(pathsOf(markup, 'calm')).toEqual(['M200 14H600']);
    expect(pathsOf(markup, 'turbulent')).toEqual(['M700 6H1000v16H700z']);
  });
});
