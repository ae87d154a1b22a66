/** The pieces of charts: round ticks, times on an axis, names in free places, markup that cannot be broken out of. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lineChart } from '../../src/report/charts/line-chart.ts';
import { html } from '../../src/report/charts/markup.ts';
import { linearScale, logScale, rangeOf } from '../../src/report/charts/scale.ts';
import { scatterChart } from '../../src/report/charts/scatter-chart.ts';
import { spreadOut } from '../../src/report/charts/spread.ts';
import { timeTicks } from '../../src/report/charts/time-ticks.ts';
import { tearSheetStyle } from '../../src/report/tear-sheet-style.ts';

const places = { from: 0, to: 100 };

describe('a linear axis', () => {
  it('puts the middle in the middle and labels round values', () => {
    const scale = linearScale({ from: 0, to: 72 }, places, 4);
    expect(scale(36)).toBe(50);
    expect(scale.ticks).toEqual([0, 20, 40, 60]);
  });

  it('of a single value is an axis still', () => {
    const scale = linearScale(rangeOf([5], 0.1), places, 4);
    expect(scale(5)).toBe(50);
    expect(scale.ticks).toContain(5);
    expect(rangeOf([], 0.1)).toEqual({ from: 0, to: 1 });
  });
});

describe('a logarithmic axis', () => {
  it('gives each factor the same room', () => {
    const scale = logScale({ from: 1, to: 100 }, places, 4);
    expect(scale(10)).toBeCloseTo(50, 9);
    expect(scale(0)).toBe(0);
  });

  it.each([
    [{ from: 70, to: 1_900 }, 5, [100, 200, 500, 1_000]],
    [{ from: 1, to: 2_000 }, 5, [1, 10, 100, 1_000]],
    [{ from: 82, to: 118 }, 4, [80, 90, 100, 110].slice(1)],
  ])('labels %j with about %d round values', (domain, count, ticks) => {
    expect(logScale(domain, places, count).ticks).toEqual(ticks);
  });
});

describe('a time axis', () => {
  const labels = (from: string, to: string): readonly string[] =>
    timeTicks({ from: Date.parse(from), to: Date.parse(to) }).map(({ label }) => label);

  it.each([
    ['2020-01-01', '2023-12-30', ['2020', '2021', '2022', '2023']],
    ['2022-07-01', '2024-01-01', ['Jul', '2023', 'Jul', '2024']],
    ['2023-01-01', '2023-06-15', ['2023', 'Feb', 'Mar', 'Apr', 'May', 'Jun']],
    ['2023-01-30', '2023-02-02', ['30 Jan', '31 Jan', '1 Feb', '2 Feb']],
  ])('from %s to %s has %j', (from, to, expected) => {
    expect(labels(from, to)).toEqual(expected);
  });
});

describe('labels', () => {
  it('that want one place form a block around it, and leave others alone', () => {
    expect(spreadOut([100, 100, 100, 200], { gap: 15, from: 0, to: 300 })).toEqual([
      85, 100, 115, 200,
    ]);
  });

  it('stay in their frame', () => {
    expect(spreadOut([295, 299], { gap: 15, from: 0, to: 300 })).toEqual([285, 300]);
  });
});

describe('a line chart', () => {
  const line = { name: 'risk-aware', tone: 'own' as const };
  const chart = { title: 'NAV', height: 126, format: String, time: { from: 0, to: 10 } };

  it('draws over a thousand units, the own line with its name', () => {
    const values = Float64Array.of(0, 50, 100);
    const { markup } = lineChart({
      ...chart,
      axis: 'linear',
      including: 0,
      lines: [{ ...line, time: Float64Array.of(0, 5, 10), values }],
    });
    expect(markup).toContain('aria-label="NAV"');
    expect(markup).toMatch(/class="line own" d="M0 100L500 [\d.]+L1000 [\d.]+"/);
    expect(markup).toMatch(/class="name own"[^>]*>risk-aware</);
  });

  it('of no points is an empty frame', () => {
    const nothing = { ...line, time: new Float64Array(), values: new Float64Array() };
    const { markup } = lineChart({ ...chart, axis: 'log', lines: [nothing] });
    expect(markup).toContain('class="line own" d=""');
  });
});

describe('a scatter', () => {
  const base = {
    ...{ title: 't', xCaption: 'x', curves: [] },
    ...{ formatX: (x: number) => `${x} %`, formatY: String },
  };

  it('names points, and puts those far to the left at the edge with their value', () => {
    const { markup } = scatterChart({
      ...base,
      points: [
        { name: 'own', isOwn: true, x: 1, y: 10 },
        { name: 'near', isOwn: false, x: 0.001, y: 50 },
      ],
    });
    expect(markup).toContain('>own</text>');
    expect(markup).toContain('>near ← 0.001 %</text>');
  });

  it('draws curves as far as they lie between the points, the own one as such', () => {
    const points = [
      { name: 'own', isOwn: true, x: 1, y: 10 },
      { name: 'far', isOwn: false, x: 4, y: 40 },
    ];
    const xs = [0.1, 1, 2, 4, 40];
    const curve = { name: 'risk-aware', isOwn: true, points: xs.map((x) => ({ x, y: 10 })) };
    const { markup } = scatterChart({ ...base, points, curves: [curve] });
    const path = /<path class="line own" d="M([^"]*)"/.exec(markup)?.[1];
    expect(path?.split('L')).toHaveLength(3);
  });

  it('leaves out a name without a free place rather than put it over another', () => {
    const points = Array.from({ length: 40 }, (_, k) => ({
      ...{ name: `a rather long name ${k}`, isOwn: k === 0 },
      ...{ x: 1 + k / 1e6, y: 10 },
    }));
    const { markup } = scatterChart({ ...base, points });
    expect(markup.match(/<circle/g)).toHaveLength(40);
    expect(markup.match(/<text class="name/g)?.length).toBeLessThan(8);
  });
});

describe('markup', () => {
  it('escapes what is put in, joins lists, and leaves nothing for null', () => {
    const inner = html`<i>${'a < b & "c"'}</i>`;
    expect(html`<p>${inner}${[inner, '>']}${null}${1.5}</p>`.markup).toBe(
      '<p><i>a &lt; b &amp; &quot;c&quot;</i><i>a &lt; b &amp; &quot;c&quot;</i>&gt;1.5</p>',
    );
  });
});

describe('the colours of a tear sheet', () => {
  it('are those of the pages, which are checked for contrast', () => {
    const pages = readFileSync(
      new URL('../../api/web/static/ballast.css', import.meta.url),
      'utf8',
    );
    const pairs = (css: string): readonly string[] =>
      [...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([pair]) => pair);
    expect(pairs(tearSheetStyle).length).toBe(16);
    expect(pairs(pages)).toEqual(expect.arrayContaining([...pairs(tearSheetStyle)]));
  });
});
