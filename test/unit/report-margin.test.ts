/** A recommendation on margin as a person reads it: signs, what only reduces, leverage and funding; nothing of it elsewhere. */
import { describe, expect, it } from 'vitest';
import { recommend } from '../../src/plan/recommend.ts';
import { weightRange } from '../../src/report/format.ts';
import { leverageWords, marginRows } from '../../src/report/margin-words.ts';
import { recommendationJson } from '../../src/report/recommendation-json.ts';
import { recommendationText } from '../../src/report/text-recommendation.ts';
import { inputsWith, market } from '../support/settings.ts';

/** 100,000 USDT: 20 % in BTC at 20,000 and 10 % in ETH at 1,000; 60 % and −30 % are wanted. */
const futures = {
  'venue.id': 'binanceusdm',
  'portfolio.targets': { BTC: '60%', ETH: '-30%' },
  'portfolio.holdings': { BTC: 1, ETH: 10, USDT: 70_000 },
};
const fundingPerDay = { BTC: 0.0003, ETH: 0.0001 };
const onMargin = recommend(
  inputsWith(futures, { fundingPerDay }, market.slice(0, 2)),
  market.slice(0, 2),
);
const text = recommendationText(onMargin, 'paper');

describe('a recommendation on margin', () => {
  it('has what positions add up to and pay in its JSON', () => {
    const { leverage, funding, legs } = recommendationJson(onMargin);
    expect(leverage).toEqual({
      before: expect.closeTo(0.3, 12),
      after: expect.closeTo(0.9, 2),
      most: 1,
    });
    expect(funding).toEqual({
      beforeBps: expect.closeTo(0.7, 12),
      afterBps: expect.closeTo(1.5, 2),
    });
    expect(legs[0]).toMatchObject({ symbol: 'ETH/USDT', reduceOnly: true, fundingBps: -7 });
  });

  it('says in the terminal what only reduces, and both figures before and after', () => {
    expect(text).toMatch(/ETH +10\.0 % +−30\.0 % +−30\.0 % +−\d+\.\d to −\d+\.\d %/);
    expect(text).toMatch(/sell +ETH\/USDT +10 .* −7\.00 bp +reduce only\n/);
    expect(text).toContain('\nLeverage, at most 1: 0.30, then 0.90\n');
    expect(text).toContain('Funding a day, of NAV: 0.70 bp, then 1.50 bp');
  });

  it('tells what may be opened without funding, where none is known', () => {
    const quiet = recommend(inputsWith(futures, {}, market.slice(0, 2)), market.slice(0, 2));
    expect(marginRows(quiet).map(({ name }) => name)).toEqual(['Leverage, at most 1']);
    expect(recommendationText(quiet, 'paper')).not.toContain('unding');
  });

  it('leaves no trace where nothing is borrowed', () => {
    const plain = recommend(inputsWith(), market);
    const json = JSON.stringify(recommendationJson(plain));
    expect(json).not.toMatch(/leverage|funding|reduceOnly/i);
    expect(recommendationText(plain, 'paper')).not.toMatch(/leverage|funding|reduce only/i);
    expect(marginRows(plain)).toEqual([]);
  });
});

describe('the words', () => {
  it('of a range have no dash beside a minus', () => {
    expect(weightRange(0.271, 0.334)).toBe('27.1 – 33.4 %');
    expect(weightRange(-0.33, -0.27)).toBe('−33.0 to −27.0 %');
  });

  it('of leverage name what is used and what may be', () => {
    expect(leverageWords(0.9, 1)).toBe('0.90 of at most 1');
    expect(leverageWords(null, 2)).toBe('unknown of at most 2');
  });
});
