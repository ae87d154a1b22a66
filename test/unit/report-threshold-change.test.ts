/** What moved a threshold, in words: wider or narrower by how much, and only the causes that can be seen at 0.1 pp. */
import { describe, expect, it } from 'vitest';
import { recommendationJson } from '../../src/report/recommendation-json.ts';
import { recommendationText } from '../../src/report/text-recommendation.ts';
import { thresholdChangeWords } from '../../src/report/threshold-change.ts';
import { recommendation, start, widened } from '../support/execution-plans.ts';

const dayMs = 86_400_000;

function wordsOf(volatilityPp: number, correlationPp: number, costPp: number): string {
  const widthPp = volatilityPp + correlationPp + costPp;
  return thresholdChangeWords({ since: 0, widthPp, volatilityPp, correlationPp, costPp });
}

describe('the words', () => {
  it.each([
    [0.6, -0.2, 0, '0.4 pp wider than yesterday: volatility +0.6, correlation −0.2'],
    [-1.26, 0, 0.3, '1.0 pp narrower than yesterday: volatility −1.3, cost +0.3'],
    [0.01, 0.04, 0.02, '0.1 pp wider than yesterday, mostly correlation'],
    [-0.01, 0.01, -0.049, 'unchanged since yesterday'],
    [-0.04, 0, -0.02, '0.1 pp narrower than yesterday, mostly volatility'],
    [0.04, 0, 0, 'unchanged since yesterday'],
    [0.5, -0.5, 0, 'unchanged since yesterday'],
    [0, 0, 0, 'unchanged since yesterday'],
  ])('of volatility %d, correlation %d and cost %d', (volatility, correlation, cost, words) => {
    expect(wordsOf(volatility, correlation, cost)).toBe(words);
  });

  it('stand below the table of a recommendation, where a threshold moved', () => {
    const text = recommendationText(widened, 'paper');
    expect(text).toContain(
      '\n\nBTC 0.4 pp wider than yesterday: volatility +0.6, correlation −0.2\n\n',
    );
    expect(recommendationText(recommendation(), 'paper')).not.toContain('yesterday');
  });
});

describe('the JSON', () => {
  it('has the change beside the threshold, null where there was nothing to compare', () => {
    const { assets } = recommendationJson(widened);
    const since = new Date(start - dayMs).toISOString();
    expect(assets[0]?.thresholdChange).toEqual({
      ...{ since, widthPp: 0.42, volatilityPp: 0.61, correlationPp: -0.19, costPp: 0 },
    });
    expect(assets[1]?.thresholdChange).toBeNull();
  });
});
