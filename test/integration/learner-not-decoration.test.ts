/**
 * What the learner changes: its champion is replaced by constant forecasts, and thresholds, plans, figures and sentences are
 * compared. Where thresholds do not go by it, the recommendation says so.
 */
import { describe, expect, it } from 'vitest';
import { createLearner } from '../../src/app/learning/learned-day.ts';
import { learnedNow } from '../../src/app/learning/learned-now.ts';
import type { RecordedLearning } from '../../src/plan/inputs.ts';
import type { Recommendation } from '../../src/plan/plan.ts';
import { decisionSentence, reasonSentence } from '../../src/report/decision-sentence.ts';
import { thresholdChangeWords } from '../../src/report/threshold-change.ts';
import { folderWithModel } from '../support/model-folder.ts';
import { type Changes, configuredWith, marketOf, recommendWith } from '../support/settings.ts';

const market = marketOf({ days: 200, stormyDays: 5, multiple: 3 });
const doubt = 'adaptive: nothing is to be gained in cost, knowing seven days ahead saves -14 %';

type Learned = Extract<RecordedLearning, { readonly covariance: readonly number[] }>;

/** The same for every asset on every day, 3 % a day, and no correlation. */
function constant(learned: Learned, assets: number): Learned {
  const covariance = learned.covariance.map((_, at) => {
    const cell = at % (assets * assets);
    return cell % (assets + 1) === 0 ? 0.03 ** 2 : 0;
  });
  return { ...learned, covariance };
}

type Seen = {
  readonly thresholds: readonly (readonly number[])[];
  readonly plan: Recommendation['legs'];
  readonly volatilities: readonly (number | null)[];
  readonly risk: Recommendation['forecast'];
  readonly sentences: readonly string[];
};

/** What a person sees of it. */
function seen(made: Recommendation): Seen {
  return {
    thresholds: made.assets.map(({ lower, upper }) => [lower, upper]),
    plan: made.legs,
    volatilities: made.assets.map(({ volAnnual }) => volAnnual),
    risk: made.forecast,
    sentences: [
      decisionSentence(made),
      ...made.reasons.map(reasonSentence),
      ...made.assets.map(({ thresholdChange }) =>
        thresholdChange === null ? '' : thresholdChangeWords(thresholdChange),
      ),
    ],
  };
}

describe('the champion and a constant in its place', () => {
  const learnedNowOf = async (): Promise<Learned> => {
    const { settings } = configuredWith({ 'forecast.model': 'champion' });
    const { models } = await folderWithModel();
    const { recorded } = await learnedNow({ settings, learner: createLearner(models) }, market);
    if (!('covariance' in recorded) || recorded.model === undefined) throw new Error('no forecast');
    return recorded;
  };

  const both = (changes: Changes, of: Learned) => {
    const settings = { 'forecast.model': 'champion', 'policy.cooldownHours': 0, ...changes };
    const { symbols } = configuredWith(settings).settings.portfolio;
    return [of, constant(of, symbols.length)].map((recorded) =>
      seen(recommendWith(settings, { learned: recorded }, market)),
    ) as [Seen, Seen];
  };

  it.each(['adaptive', 'balanced', 'cost-budget', 'tracking-target'])(
    'have other thresholds, plans, figures and sentences under %s where it was shown to pay',
    async (objective) => {
      const goal =
        objective === 'cost-budget'
          ? { 'policy.costBudgetBps': 20 }
          : objective === 'tracking-target'
            ? { 'policy.trackingTargetPct': 1.5 }
            : {};
      const rule = {
        'policy.kind': 'risk-aware',
        'policy.objective': objective,
        ...goal,
        'policy.tightness': 1,
      };
      const [own, other] = both(rule, await learnedNowOf());
      expect(other.thresholds).not.toEqual(own.thresholds);
      expect(own.plan.length).toBeGreaterThan(0);
      expect(other.plan).not.toEqual(own.plan);
      expect(other.volatilities).not.toEqual(own.volatilities);
      expect(other.risk).not.toEqual(own.risk);
      expect(other.sentences).not.toEqual(own.sentences);
    },
  );

  it('have the same thresholds and plan where it was not shown to pay, and that is said', async () => {
    const learned = await learnedNowOf();
    const doubted = { ...learned, doubt } as Learned;
    const [own, other] = both({ 'policy.kind': 'risk-aware' }, doubted);
    expect(other.thresholds).toEqual(own.thresholds);
    expect(other.plan).toEqual(own.plan);
    // What a person reads of risk is the learner's all the same.
    expect(other.volatilities).not.toEqual(own.volatilities);
    expect(other.risk.portfolioVolBefore).not.toBe(own.risk.portfolioVolBefore);
    expect(own.sentences).toContain(
      `thresholds go by ewma60, and the model in use serves the figures of risk: ${doubt}`,
    );
    const region = { 'policy.kind': 'risk-aware', 'forecast.model': 'champion' };
    expect(recommendWith(region, { learned: doubted }, market).reasons).toContainEqual({
      ...{ code: 'THRESHOLDS_SIMPLE', used: 'ewma60', cause: doubt },
    });
    const simple = seen(
      recommendWith(
        { 'policy.kind': 'risk-aware', 'policy.cooldownHours': 0, 'forecast.model': 'ewma60' },
        {},
        market,
      ),
    );
    expect(own.thresholds).toEqual(simple.thresholds);
    expect(own.plan).toEqual(simple.plan);
  });

  it('have the same thresholds and plan under a fixed band, which reads no forecast', async () => {
    const learned = await learnedNowOf();
    const [own, other] = both({ 'policy.kind': 'threshold', 'policy.band': 0.01 }, learned);
    expect(other.thresholds).toEqual(own.thresholds);
    expect(other.plan).toEqual(own.plan);
    expect(other.volatilities).not.toEqual(own.volatilities);
  });
});
