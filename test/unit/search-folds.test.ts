/** The folds of a search: windows that end where the period after them begins. */
import { describe, expect, it } from 'vitest';
import { walkForward } from '../../src/backtest/search-folds.ts';
import { ConfigError } from '../../src/base/errors.ts';

const dayMs = 86_400_000;
const days = { training: 100, next: 30 };
/** Windows in days since the start. */
const inDays = (span: { from: number; to: number }) => [span.from / dayMs, span.to / dayMs];

describe('the folds of a search', () => {
  it('put each period after its window, without a gap and without an overlap of periods', () => {
    const { folds } = walkForward({ from: 0, to: 190 * dayMs }, days);
    expect(folds.map(({ training, next }) => [inDays(training), inDays(next)])).toEqual([
      [
        [0, 100],
        [100, 130],
      ],
      [
        [30, 130],
        [130, 160],
      ],
      [
        [60, 160],
        [160, 190],
      ],
    ]);
  });

  it.each([
    [200, [130, 160, 200]],
    [205, [130, 160, 190, 205]],
  ])(
    'of %i days end with it: a rest of less than half a period belongs to the last one',
    (total, ends) => {
      const { folds } = walkForward({ from: 0, to: total * dayMs }, days);
      expect(folds.map(({ next }) => next.to / dayMs)).toEqual(ends);
    },
  );

  it('leave a window before the end that nothing has followed yet', () => {
    const { latest, next } = walkForward({ from: 0, to: 200 * dayMs }, days);
    expect(inDays(latest)).toEqual([100, 200]);
    expect(inDays(next)).toEqual([100, 200]);
  });

  it('need room for one window and one period', () => {
    expect(walkForward({ from: 0, to: 130 * dayMs }, days).folds).toHaveLength(1);
    const short = () => walkForward({ from: 0, to: 129 * dayMs }, days);
    expect(short).toThrow(ConfigError);
    expect(short).toThrow('a search needs 100 days to choose on and 30 days after them');
    expect(short).toThrow('were of 129 days');
  });
});
