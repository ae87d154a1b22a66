/** An evaluation of forecasts for a terminal: models beside the reference, in parts, intervals, and covariances. */
import type { CovarianceEvaluation } from '../learning/evaluation/covariance-evaluation.ts';
import type { DieboldMariano } from '../learning/evaluation/diebold-mariano.ts';
import type { ComparedPart } from '../learning/evaluation/loss-tables.ts';
import type {
  VarianceEvaluation,
  VarianceScore,
} from '../learning/evaluation/variance-evaluation.ts';
import { closesOnlyOf } from '../learning/inputs/kinds.ts';
import type { Coverage } from '../learning/uncertainty/coverage.ts';
import { unseenChampionName } from '../learning/variance/unseen-champion.ts';
import type { EvaluationView } from './evaluation-view.ts';
import { fixed, isoTime, plural, signed } from './format.ts';
import { inputLines } from './text-inputs.ts';
import { textTable } from './text-table.ts';

const none = '–';
/** Models with a smaller p-value are told from the best. */
const leastConfidence = 0.1;

export function evaluationText(view: EvaluationView): string {
  const { variances, covariances, inputs } = view;
  const { models, reference, simplest } = variances;
  return [
    headLine(view),
    '',
    ...scoreTable(variances),
    'QLIKE is a loss, 0 at best. A DM t below −2 is more than luck. At a slope of 1 forecasts move as far as outcomes do.',
    '',
    ...partTable(models, { title: `by year, against ${reference}`, partsOf: (m) => m.byYear }),
    ...partTable(models, {
      title: `by history of the asset, against ${simplest}`,
      partsOf: (m) => m.byHistory,
    }),
    ...unseenTable(variances),
    ...intervalTable(view),
    '',
    ...(covariances === null
      ? ['Covariances: no quarter has days enough to judge them.']
      : covarianceTable(covariances)),
    ...(inputs === null ? [] : ['', ...inputLines(inputs)]),
  ].join('\n');
}

function headLine({ panel, rows, horizon, dailyBars }: EvaluationView): string {
  const day = (row: number): string => isoTime(panel.closeTime[row] as number).slice(0, 10);
  const closesOnly = closesOnlyOf(panel);
  return [
    plural(panel.symbols.length, 'asset'),
    ...(closesOnly.length > 0 ? [`of closes only: ${closesOnly.join(', ')}`] : []),
    `the variance of ${horizon === 1 ? 'the next day' : `the next ${horizon} ${panel.sessions ? 'sessions' : 'days'}`}`,
    `forecast at ${plural(rows.to - rows.from, 'close')} from ${day(rows.from)} to ${day(rows.to - 1)}`,
    'refitted every month',
    ...(dailyBars ? ['from daily bars'] : []),
  ].join(' · ');
}

function scoreTable({ models, reference, champion }: VarianceEvaluation): readonly string[] {
  const columns = [
    { title: 'model', align: 'left' as const },
    { title: 'QLIKE' },
    { title: `against ${reference}` },
    { title: 'DM t' },
    { title: 'assets won' },
    { title: 'among the best' },
    { title: 'slope' },
    { title: 'champion against it' },
    { title: 'DM t' },
  ];
  const rows = models.map((model) => {
    const { name, meanLoss, comparison, championComparison, confidence, slope } = model;
    return [
      name,
      meanLoss === null ? none : fixed(meanLoss, 4),
      changeWords(comparison),
      ...(name === reference ? ['', ''] : [testWords(comparison), wonWords(comparison)]),
      confidence === null ? none : confidence >= leastConfidence ? 'yes' : 'no',
      slope === null ? none : `${fixed(slope.slope, 2)} ± ${fixed(slope.standardError, 2)}`,
      ...(name === champion
        ? ['', '']
        : [changeWords(championComparison), testWords(championComparison)]),
    ];
  });
  return textTable(columns, rows);
}

function partTable(
  models: readonly VarianceScore[],
  { title, partsOf }: { title: string; partsOf: (model: VarianceScore) => readonly ComparedPart[] },
): readonly string[] {
  const names = [...new Set(models.flatMap((model) => partsOf(model).map(({ name }) => name)))];
  if (names.length < 2) return [];
  const columns = [{ title, align: 'left' as const }, ...names.map((part) => ({ title: part }))];
  const rows = models.map((model) => [
    model.name,
    ...names.map((part) => {
      const found = partsOf(model).find(({ name }) => name === part);
      return changeWords(found?.comparison ?? null);
    }),
  ]);
  return [...textTable(columns, rows), ''];
}

/** Asset by asset, where any were left out. */
function unseenTable({ models, reference, champion }: VarianceEvaluation): readonly string[] {
  const unseen = models.find(({ name }) => name === unseenChampionName);
  if (unseen === undefined) return [];
  const seen = models.find(({ name }) => name === champion) as VarianceScore;
  const columns = [
    { title: `by asset, against ${reference}`, align: 'left' as const },
    ...[seen, unseen].map(({ name }) => ({ title: name })),
  ];
  const rows = unseen.byAsset.map(({ name, comparison }) => {
    const other = seen.byAsset.find((part) => part.name === name);
    return [name, changeWords(other?.comparison ?? null), changeWords(comparison)];
  });
  return [...textTable(columns, rows), ''];
}

function intervalTable({ coverage, intervalCoverage }: EvaluationView): readonly string[] {
  const percent = (share: number): string =>
    Number.isNaN(share) ? none : `${fixed(100 * share, 1)} %`;
  const columns = [
    {
      title: `${fixed(100 * intervalCoverage, 0)} % intervals of the champion`,
      align: 'left' as const,
    },
    ...['inside', 'below', 'above', 'calm', 'middle', 'wild'].map((title) => ({ title })),
    { title: 'worst quarter', align: 'left' as const },
  ];
  const row = (name: string, found: Coverage): readonly string[] => [
    name,
    ...[found.inside, found.below, found.above, ...found.thirds].map(percent),
    found.worstQuarter === null
      ? none
      : `${percent(found.worstQuarter.inside)} in ${found.worstQuarter.name}`,
  ];
  return textTable(columns, [
    row('of the variance', coverage.variance),
    row('of the return', coverage.return),
  ]);
}

function covarianceTable({ models, days, ...others }: CovarianceEvaluation): readonly string[] {
  const { reference, rival } = others;
  const columns = [
    { title: `covariance of the next day, ${plural(days, 'day')}`, align: 'left' as const },
    { title: 'loss (nats)' },
    { title: 'regret' },
    { title: `DM t against ${reference}` },
    { title: `against ${rival}` },
    { title: 'least variance came to' },
  ];
  const rows = models.map((model) => [
    model.name,
    fixed(model.negativeLogLikelihood, 3),
    // An asset that stood still all quarter has no likelihood of its own.
    Number.isFinite(model.regret) ? fixed(model.regret, 3) : none,
    model.name === reference ? '' : testWords(model),
    model.name === rival ? '' : testWords({ test: model.rivalTest }),
    `${fixed(100 * model.minimumVarianceVolatility, 2)} % a year`,
  ]);
  return textTable(columns, rows);
}

function changeWords(comparison: { readonly changeShare: number } | null): string {
  return comparison === null ? none : `${signed(100 * comparison.changeShare, 1)} %`;
}

function testWords(comparison: { readonly test: DieboldMariano | null } | null): string {
  return comparison?.test ? signed(comparison.test.t, 1) : none;
}

function wonWords(comparison: { readonly wonShare: number } | null): string {
  return comparison === null ? none : `${fixed(100 * comparison.wonShare, 0)} %`;
}
