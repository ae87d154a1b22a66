/** What was traded in the 30 days before a day, by hand. */
import { describe, expect, it } from 'vitest';
import { createTradedWindow, feeWindow } from '../../src/cost/traded-window.ts';

const dayMs = 86_400_000;
const day = Date.UTC(2024, 1, 10);

describe('the 30 days before a day', () => {
  it('end at its midnight, whatever the hour', () => {
    for (const hours of [0, 1, 23.9]) {
      const { from, to } = feeWindow(day + hours * 3_600_000);
      expect([to, from]).toEqual([day, day - 30 * dayMs]);
    }
  });

  it('hold each fill from the next day on, for 30 days', () => {
    const traded = createTradedWindow();
    traded.add(day + 5, 100);
    traded.add(day + dayMs - 1, 20);
    traded.add(day + 2 * dayMs, 3);
    const sums = [0, 1, 2, 3, 30, 31, 32, 33].map((days) => traded.before(day + days * dayMs));
    expect(sums).toEqual([0, 120, 120, 123, 123, 3, 3, 0]);
    expect(traded.before(day + dayMs - 1)).toBe(0);
  });

  it('forget what is older although nothing came in between', () => {
    const traded = createTradedWindow();
    traded.add(day, 100);
    traded.add(day + 31 * dayMs, 7);
    expect(traded.before(day + 32 * dayMs)).toBe(7);
    traded.add(day + 62 * dayMs, 1);
    expect(traded.before(day + 63 * dayMs)).toBe(1);
  });

  it('are empty at first', () => {
    expect(createTradedWindow().before(day)).toBe(0);
  });
});
