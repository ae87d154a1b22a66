/** A recommendation for a terminal: the decision in words, the assets with their thresholds, the legs, and what to do next. */
import type { AssetView, Leg, Recommendation } from '../plan/plan.ts';
import { decisionSentence, reasonSentence, sortReasons } from './decision-sentence.ts';
import { bps, fixed, money, price, quantity, utcTime, weight, weightRange } from './format.ts';
import { marginRows } from './margin-words.ts';
import { textTable } from './text-table.ts';
import { hasMoved, thresholdChangeWords } from './threshold-change.ts';

export function recommendationText(recommendation: Recommendation, mode: string): string {
  const { id, portfolio, asOf, nav, quote, assets, legs, policy, forecast } = recommendation;
  const blocks = [
    [`${id} · ${portfolio} · ${utcTime(asOf)} · ${mode}`],
    [decisionSentence(recommendation)],
    assets.length === 0 ? [] : assetTable(recommendation),
    thresholdLines(assets),
    legs.length === 0 ? [] : legTable(recommendation),
    marginLines(recommendation),
    remarks(recommendation),
    assets.length === 0
      ? []
      : [`NAV ${money(nav, quote)} ${quote} · policy ${policy} · forecast ${forecast.model}`],
    planLines(recommendation),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function assetTable({ assets, cashWeight, cashTarget, legs }: Recommendation): readonly string[] {
  const isPlan = legs.length > 0;
  const row = (asset: AssetView): readonly string[] => [
    asset.symbol,
    weight(asset.weight),
    weight(asset.target),
    ...(isPlan ? [weight(asset.weightAfter)] : []),
    weightRange(asset.lower, asset.upper),
  ];
  const columns = [
    { title: 'asset', align: 'left' as const },
    { title: 'weight' },
    { title: 'target' },
    ...(isPlan ? [{ title: 'after' }] : []),
    { title: isPlan ? 'may move then' : 'may move' },
  ];
  const cash = ['cash', weight(cashWeight), weight(cashTarget)];
  return textTable(columns, [...assets.map(row), cash]);
}

/** What moved the thresholds, where they have. */
function thresholdLines(assets: readonly AssetView[]): readonly string[] {
  return assets.flatMap(({ symbol, thresholdChange }) =>
    hasMoved(thresholdChange) ? [`${symbol} ${thresholdChangeWords(thresholdChange)}`] : [],
  );
}

/** Leverage and funding; none where nothing is borrowed. */
function marginLines(recommendation: Recommendation): readonly string[] {
  const isPlan = recommendation.legs.length > 0;
  return marginRows(recommendation).map(
    ({ name, before, after }) => `${name}: ${isPlan ? `${before}, then ${after}` : before}`,
  );
}

function legTable({ legs, leverage, funding, forecast }: Recommendation): readonly string[] {
  const isOnMargin = leverage !== undefined;
  const columns = [
    { title: 'side', align: 'left' as const },
    { title: 'market', align: 'left' as const },
    { title: 'quantity' },
    { title: 'limit' },
    { title: 'notional' },
    { title: 'cost' },
    ...(funding === undefined ? [] : [{ title: `funding in ${forecast.horizonDays} d` }]),
    ...(isOnMargin ? [{ title: '', align: 'left' as const }] : []),
  ];
  const rows = legs.map((leg: Leg) => [
    leg.side,
    leg.symbol,
    quantity(leg.quantity),
    price(leg.limitPrice),
    `${money(leg.notional, leg.quote)} ${leg.quote}`,
    bps(leg.costBps),
    ...(leg.fundingBps === undefined ? [] : [bps(leg.fundingBps)]),
    ...(isOnMargin ? [leg.reduceOnly ? 'reduce only' : ''] : []),
  ]);
  return textTable(columns, rows);
}

/** What was left out of a plan, and what was assumed; the sentence of the decision has the rest. */
function remarks({ reasons, outcome }: Recommendation): readonly string[] {
  const { leftOut, notes } = sortReasons(reasons);
  const shown = outcome === 'denied' ? [] : [...leftOut, ...notes];
  return shown.map((reason) => `note: ${reasonSentence(reason)}`);
}

function planLines(recommendation: Recommendation): readonly string[] {
  const { planHash, expiresAt, residualPp } = recommendation;
  if (planHash === null || expiresAt === null) return [];
  return [
    `plan hash ${planHash}`,
    `valid until ${utcTime(expiresAt)} · leaves ${fixed(residualPp, 2)} pp to the targets`,
  ];
}
