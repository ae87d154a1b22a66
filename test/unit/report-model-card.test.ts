/** The card of a model: figures of its trials, what it is bad at in sentences, and the text of it. */
import { describe, expect, it } from 'vitest';
import type { LossComparison } from '../../src/learning/evaluation/loss-comparison.ts';
import type { ModelTrial } from '../../src/learning/evaluation/model-trial.ts';
import { type ModelCard, modelCard } from '../../src/report/model-card.ts';
import { modelCardText } from '../../src/report/text-model-card.ts';
import { panelOfVariances } from '../support/daily-panels.ts';
import { cardOf } from '../support/models.ts';

const panel = panelOfVariances([[1, 1, 1, 1]]);

function comparison(changeShare: number, p: number): LossComparison {
  const test = { days: 200, meanDifference: -0.01, standardError: 0.005, t: -2, p };
  return { cells: 200, changeShare, errorShare: 0.025, test, wonShare: 2 / 3 };
}

const trial: ModelTrial = {
  rows: { from: 1, to: 3 },
  reference: 'har-log',
  simplest: 'ewma-returns',
  comparisons: [
    { opponent: 'har-log', horizonDays: 1, comparison: comparison(-0.05, 0.01) },
    { opponent: 'har-log', horizonDays: 7, comparison: comparison(-0.02, 0.31) },
    { opponent: 'garch', horizonDays: 7, comparison: comparison(0.012, 0.8) },
  ],
  parts: [
    {
      horizonDays: 7,
      byYear: [{ name: '2022', comparison: comparison(0.03, 0.6) }],
      byAsset: [
        { name: 'BTC', comparison: comparison(-0.1, 0.01) },
        { name: 'ETH', comparison: comparison(0.04, 0.6) },
      ],
      byHistory: [{ name: 'under 60 days', comparison: comparison(0.01, 0.6) }],
    },
  ],
  coverage: [
    {
      ...{ horizonDays: 1, outcomes: 100, days: 50, inside: 0.9, below: 0.05, above: 0.05 },
      thirds: [0.9, 0.9, 0.9],
      worstQuarter: { name: '2022-Q2', inside: 0.86 },
    },
    {
      ...{ horizonDays: 7, outcomes: 100, days: 50, inside: 0.84, below: 0.06, above: 0.1 },
      thirds: [0.96, 0.88, 0.68],
      worstQuarter: { name: '2022-Q3', inside: 0.7 },
    },
    {
      ...{ horizonDays: 30, outcomes: 0, days: 0, below: Number.NaN, above: Number.NaN },
      inside: Number.NaN,
      thirds: [],
      worstQuarter: null,
    },
  ],
};

const facts = cardOf('a'.repeat(64), {
  forecasts: 'variances',
  networks: {
    networks: [{ hidden: [16], seed: 1, loss: 0.7 }],
    backend: 'wasm 4.22.0',
    training: {},
  },
  parent: 'crypto/1',
});
const reasons = [
  { code: 'MODEL_WORSE', horizonDays: 7, opponent: 'garch', changePct: 1.2, mostPct: 1 },
] as const;
const card: ModelCard = modelCard(facts, {
  ...{ walkForward: { panel, trial }, unseen: null, worth: [], reasons },
});

describe('the card of a model', () => {
  it('has each comparison with an interval of 1.96 standard errors', () => {
    expect(card.walkForward.comparisons[0]).toEqual({
      ...{ horizonDays: 1, opponent: 'har-log', days: 200 },
      ...{ changePct: -5, lowPct: -9.9, highPct: -0.1, dmT: -2, dmP: 0.01, assetsWonPct: 66.67 },
    });
  });

  it('names the closes of the first and the last day', () => {
    expect(card.walkForward).toMatchObject({
      from: '2022-01-03T00:00:00.000Z',
      to: '2022-01-04T00:00:00.000Z',
      days: 2,
    });
  });

  it('has parts, years and assets beside the reference, histories beside the simplest', () => {
    const [, , asset, history] = card.walkForward.parts;
    expect(asset).toEqual({
      ...{ horizonDays: 7, by: 'asset', name: 'ETH', opponent: 'har-log', changePct: 4, dmT: -2 },
    });
    expect(history).toMatchObject({ by: 'history', opponent: 'ewma-returns' });
  });

  it('leaves out a coverage of no days', () => {
    expect(card.walkForward.coverage.map(({ horizonDays }) => horizonDays)).toEqual([1, 7]);
  });

  it('says what the model is bad at', () => {
    expect(card.weaknesses).toEqual([
      'walked forward, 7 d: −2.0 % against har-log, no more than luck explains (p = 0.310)',
      'walked forward, 7 d: +1.2 % against garch, it is worse',
      'walked forward, 7 d: worse than har-log for 2022 (+3.0 %), ETH (+4.0 %)',
      'walked forward, 7 d: worse than ewma-returns for under 60 days (+1.0 %)',
      'walked forward, 7 d: the 90 % intervals held 84 % of all days, 96 % of calm days, 68 % of wild days, 70 % in its worst quarter, 2022-Q3',
    ]);
  });

  it('has the gate with a sentence for each reason', () => {
    expect(card.gate).toMatchObject({
      passed: false,
      reasons: [
        { code: 'MODEL_WORSE', sentence: expect.stringContaining('1.2 % above that of garch') },
      ],
    });
  });

  it('reads as text: what it learnt, a table of opponents, the gate, weaknesses', () => {
    const lines = modelCardText(card).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'Members: pooled-har; 1 network by wasm 4.22.0.',
        'The champion was crypto/1.',
        'walked forward, refitted each quarter: 2 closes from 2022-01-03 to 2022-01-04',
        'loss against     1 d  95 % interval  DM t  assets won     7 d  95 % interval  DM t  assets won',
        'har-log       −5.0 %   −9.9 to −0.1  −2.0        67 %  −2.0 %   −6.9 to +2.9  −2.0        67 %',
        'garch              –                                   +1.2 %   −3.7 to +6.1  −2.0        67 %',
        '90 % intervals held 90.0 % at 1 d, 84.0 % at 7 d',
        'Gate: closed for 1 reason.',
      ]),
    );
    const open = modelCard(facts, {
      walkForward: { panel, trial },
      unseen: { panel, trial },
      worth: [],
      reasons: [],
    });
    const text = modelCardText(open);
    expect(text).toContain('Gate: passed.');
    expect(text).toContain('after its training, as it is: 2 closes');
    expect(text).toContain('after its training, 7 d: +1.2 % against garch, it is worse');
  });
});
