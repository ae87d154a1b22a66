/** The generated reference and samples are what the code would generate now. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../scripts/docs.ts';
import { parseCandles } from '../../src/market/candle-csv.ts';
import { projectRoot } from '../support/project-files.ts';

const files = await generatedFiles();

function textOf(path: string): string {
  const file = join(projectRoot, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

describe('the generated reference', () => {
  it.each([...files.keys()])('is up to date, else `npm run docs` writes it: %s', (path) => {
    expect(textOf(path) === files.get(path)).toBe(true);
  });

  it('has no file beside it that nothing writes, but the page on files', () => {
    const found = readdirSync(join(projectRoot, 'docs/reference')).map(
      (name) => `docs/reference/${name}`,
    );
    const unknown = found.filter((path) => !files.has(path));
    expect(unknown).toEqual(['docs/reference/files.md']);
  });
});

describe('the sample candles', () => {
  const samples = [...files].filter(([path]) => /^data\/samples\/.*\.csv$/.test(path));

  it('are fit, daily, and two years long', () => {
    const lengths = samples.map(([file, text]) => {
      const bytes = new TextEncoder().encode(text);
      const { candles, issues } = parseCandles({ symbol: 'ANY', file, bytes });
      return { issues, bars: candles?.openTime.length, intervalMs: candles?.intervalMs };
    });
    expect(lengths).toEqual(samples.map(() => ({ issues: [], bars: 730, intervalMs: 86_400_000 })));
  });
});
