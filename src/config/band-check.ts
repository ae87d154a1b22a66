/** Whether a band that is an expression can be used with the targets, the spreads and the forecast of its configuration. */
import { ConfigError } from '../base/errors.ts';
import { openDecisionRoom } from '../plan/decision-room.ts';
import type { Settings } from '../plan/settings.ts';
import { type BandRule, compileBand, createBandWidths } from '../policy/band-widths.ts';
import type { PolicyRule } from '../policy/settings.ts';
import { parseExpression } from './expression-parser.ts';
import { type LoadedConfig, placeOf } from './load.ts';

/** Errors: ConfigError naming the key and its place when the expression has no usable value whatever prices do. */
export function checkBand(settings: Settings, config: LoadedConfig): void {
  const found = bandOf(settings.policy.rule);
  if (found === undefined || typeof found.band === 'number') return;
  const { key, band } = found;
  const problem = problemOf(settings, { kind: found.kind, band });
  if (problem === undefined) return;
  throw new ConfigError(`${placeOf(config, key)}: ${key} was "${band}": ${problem}`);
}

function bandOf(rule: PolicyRule): (BandRule & { readonly key: string }) | undefined {
  switch (rule.kind) {
    case 'threshold':
    case 'threshold-relative':
      return { key: 'policy.band', kind: rule.kind, band: rule.band };
    case 'percentage':
      return { key: 'policy.tolerance', kind: rule.kind, band: rule.tolerance };
    default:
      return undefined;
  }
}

function problemOf(settings: Settings, rule: BandRule & { band: string }): string | undefined {
  const { uses } = compileBand(rule.band, parseExpression);
  if (uses.has('vol') && settings.forecast.model === 'geometry') {
    return 'there is no vol with the forecast.model geometry';
  }
  // With these it cannot be known now.
  if (uses.has('vol') || uses.has('weight')) return undefined;
  const { context } = openDecisionRoom(settings, { parse: parseExpression });
  const widths = createBandWidths(context, rule);
  widths.follow(context.targets);
  const [reason] = widths.reasons();
  return reason === undefined ? undefined : String(reason.cause);
}
