/** The colours of the pages, light and dark: contrast by WCAG 2.2 (relative luminance, success criteria 1.4.3 and 1.4.11). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../api/web/static/ballast.css', import.meta.url), 'utf8');

function colours(block: string | undefined): Readonly<Record<string, string>> {
  const found = (block ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name as string, value as string]));
}

const [light, dark] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) => colours(block));

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

/** A colour that is drawn over another and lets a part of it through. */
function mixed(over: string, under: string, share: number): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  const parts = [1, 3, 5].map((at) =>
    Math.round(share * channel(over, at) + (1 - share) * channel(under, at)),
  );
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

const text = [
  ['text', 'page'],
  ['muted', 'page'],
  ['accent', 'page'],
  ['waits-line', 'page'],
  ['waits-text', 'waits-page'],
  ['fault-text', 'fault-page'],
] as const;

const marks = [
  ['accent', 'page'],
  ['accent', 'soft'],
  ['accent', 'hard'],
  ['text', 'soft'],
  ['text', 'hard'],
  ['edge', 'page'],
  ['edge', 'hard'],
  ['waits-line', 'waits-page'],
  ['fault-line', 'fault-page'],
  ['fault-line', 'page'],
] as const;

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s colours', (_, theme = {}) => {
  const of = ([front, back]: readonly [string, string]) =>
    contrast(theme[front] ?? '', theme[back] ?? '');

  it('are all there', () => {
    expect(Object.keys(theme).toSorted()).toEqual(Object.keys(light ?? {}).toSorted());
  });

  it.each(text)('%s on %s can be read: at least 4.5', (...pair) => {
    expect(of(pair)).toBeGreaterThanOrEqual(4.5);
  });

  it('text on the darkest cell of the correlations can be read: at least 4.5', () => {
    const share = Number(/\.tint-5 \{\s+fill-opacity: ([\d.]+);/.exec(css)?.[1]);
    const cell = mixed(theme.accent ?? '', theme.page ?? '', share);
    expect(contrast(theme.text ?? '', cell)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(marks)('%s on %s can be seen: at least 3', (...pair) => {
    expect(of(pair)).toBeGreaterThanOrEqual(3);
  });
});

it('the measure gives 21 for black on white and 4.54 for #767676', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});
