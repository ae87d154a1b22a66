/** What a recommendation took for granted, as reasons: costs that nobody named, a forecast that stood in, rules that are not known. */
import type { Reason } from '../base/reasons.ts';
import { assumedDecimals } from '../market/trading-rules.ts';
import type { PolicyRule } from '../policy/settings.ts';
import { modelInUse } from './decision-room.ts';
import type { ForecastInUse } from './forecast-in-use.ts';
import type { RecordedInputs } from './inputs.ts';

export function assumptions(inputs: RecordedInputs, { fallback }: ForecastInUse): Reason[] {
  const { settings, rulesAssumed, tightness } = inputs;
  const reasons: Reason[] = [];
  const goal = goalInWords(settings.policy.rule);
  if (tightness !== undefined && goal !== undefined) {
    reasons.push({ code: 'LEVEL_CHOSEN', tightness: Number(tightness.toPrecision(3)), goal });
  }
  const { assumed, takerFeeBps } = settings.costs;
  if (assumed) reasons.push({ code: 'COSTS_ASSUMED', takerFeeBps });
  if (fallback !== null) {
    reasons.push({ code: 'FORECAST_FALLBACK', wanted: settings.forecast.model, ...fallback });
  }
  const doubt = doubtOf(inputs);
  if (doubt !== null) {
    reasons.push({ code: 'THRESHOLDS_SIMPLE', used: modelInUse(settings), cause: doubt });
  }
  if (rulesAssumed) reasons.push({ code: 'RULES_ASSUMED', decimals: assumedDecimals });
  return reasons;
}

function goalInWords(rule: PolicyRule): string | undefined {
  if (!('goal' in rule) || rule.goal === null) return undefined;
  return rule.goal.kind === 'cost'
    ? `${rule.goal.bpsPerYear} bp of cost a year`
    : `${rule.goal.pctPerYear} % of tracking error a year`;
}

/** Why the forecasts of the learner are not used, or null where they are. */
export function doubtOf({ learned }: RecordedInputs): string | null {
  return learned !== undefined && 'doubt' in learned ? (learned.doubt ?? null) : null;
}
