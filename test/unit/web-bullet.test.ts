/** The bullet: positions on the shared scale, clamped at its ends, and the numbers in words. */
import { describe, expect, it } from 'vitest';
import { type Bullet, bulletSvg, scaleEnd, scaleOf } from '../../api/web/bullet.ts';

const bullet: Bullet = {
  symbol: 'BTC',
  weight: 0.3,
  target: 0.25,
  soft: [0.2, 0.35],
  hard: [0.1, 0.45],
  scale: { from: 0, to: 0.5 },
};

describe('the scale', () => {
  it.each([
    [[0.31, 0.4], 0.4],
    [[0.401], 0.45],
    [[0], 0.05],
    [[], 0.05],
    [[0.15, 0.1 + 0.2], 0.3],
    [[1.2], 1],
  ])('of %j is the next 5 %% up, %d at the end', (weights, scale) => {
    const { from, to } = scaleOf(weights, false);
    expect(from).toBe(0);
    expect(to).toBeCloseTo(scale, 12);
  });

  it('begins below zero on margin where something is short, and may go beyond all', () => {
    expect(scaleOf([0.6, -0.31, 1.2], true)).toEqual({ from: -0.35, to: 1.2 });
    expect(scaleOf([0.6], true)).toEqual({ from: 0, to: 0.6 });
    expect(scaleEnd(-0.35)).toBe('−35 %');
    expect(scaleEnd(0)).toBe('0');
  });
});

describe('the drawing', () => {
  it('puts 30 % of a scale of 50 % at 600 of 1000', () => {
    const svg = String(bulletSvg(bullet, 'b'));
    expect(svg).toContain('<rect class="weight" x="0" y="10" width="600" height="8"/>');
    expect(svg).toContain('<rect class="soft" x="400" y="2" width="300" height="24"/>');
    expect(svg).toContain('<rect class="hard" x="200" y="2" width="700" height="24"/>');
    expect(svg).toContain('<line class="target" x1="500" x2="500"');
  });

  it('draws a short position from nought to the left', () => {
    const scale = { from: -0.5, to: 0.5 };
    const weights = { weight: -0.3, target: -0.25, hard: null };
    const short: Bullet = { symbol: 'ETH', ...weights, soft: [-0.35, -0.2], scale };
    const svg = String(bulletSvg(short, 'b'));
    expect(svg).toContain('<rect class="weight" x="200" y="10" width="300" height="8"/>');
    expect(svg).toContain('<rect class="soft" x="150" y="2" width="150" height="24"/>');
    expect(svg).toContain('<line class="zero" x1="500" x2="500"');
    const long = String(bulletSvg({ ...bullet, scale }, 'b'));
    expect(long).toContain('<rect class="weight" x="500" y="10" width="300" height="8"/>');
    expect(long).toContain(
      'may go from 20.0 – 35.0 %, hard threshold 10.0 – 45.0 %; scale −50.0 % to',
    );
  });

  it('stays inside its ends', () => {
    const svg = String(bulletSvg({ ...bullet, weight: 0.7, soft: [-0.1, 0.6] }, 'b'));
    expect(svg).toContain('<rect class="weight" x="0" y="10" width="1000" height="8"/>');
    expect(svg).toContain('<rect class="soft" x="0" y="2" width="1000" height="24"/>');
  });

  it('has no threshold before the first look', () => {
    const svg = String(bulletSvg({ ...bullet, soft: null, hard: null }, 'b'));
    expect(svg).not.toMatch(/class="(soft|hard)/);
    expect(svg).toContain('Weight 30.0 %, target 25.0 %.');
  });

  it('says its numbers to those who do not see it', () => {
    const svg = String(bulletSvg(bullet, 'b'));
    expect(svg).toContain('role="img" aria-labelledby="b-title b-words"');
    expect(svg).toContain(
      'Weight 30.0 %, target 25.0 %; may go from 20.0 – 35.0 %, hard threshold 10.0 – 45.0 %; scale 0 to 50.0 %.',
    );
  });

  it('writes a symbol as text', () => {
    expect(String(bulletSvg({ ...bullet, symbol: '<b>' }, 'b'))).toContain('&lt;b&gt;: weight');
  });
});
