/** The configuration of a backtest: that of the file with another policy or another value of its swept parameter. */
import { sweptPolicies } from '../backtest/sweep.ts';
import { ConfigError } from '../base/errors.ts';
import { completeConfig } from '../config/complete.ts';
import type { LoadedConfig, Override } from '../config/load.ts';
import type { PolicyKind } from '../policy/settings.ts';
import type { Call } from './command.ts';
import { loadedConfig } from './configured.ts';
import { suggestion } from './nearest.ts';

/** Policies that are a rule with a destination of its own. */
const variants: Readonly<Record<string, { kind: PolicyKind; destination: string }>> = {
  'threshold-half': { kind: 'threshold-relative', destination: 'half' },
  'threshold-edge': { kind: 'threshold', destination: 'edge' },
};

const policyNames: readonly string[] = [...sweptPolicies, 'five-twenty-five'];

/** The setting that holds the swept parameter. */
const parameterKeys: Readonly<Partial<Record<PolicyKind, string>>> = {
  threshold: 'policy.band',
  'threshold-relative': 'policy.band',
  percentage: 'policy.tolerance',
  calendar: 'policy.every',
  'asset-band': 'policy.riskAversion',
  geometry: 'policy.tightness',
  'risk-aware': 'policy.tightness',
};

/** Errors: ConfigError naming the option, or the setting that it overrides, and its value. */
export function backtestConfig(call: Call): LoadedConfig {
  const changes = policyOverrides(call.text('policy'));
  const parameter = call.text('parameter');
  if (parameter === undefined) return loadedConfig(call, changes);
  const { kind } = completeConfig(loadedConfig(call, changes).input, 'backtest').policy;
  const key = parameterKeys[kind];
  if (key === undefined) throw new ConfigError(`${kind} has no parameter; leave --parameter out`);
  const value = /^\d+(\.\d+)?(e-?\d+)?$/.test(parameter) ? Number(parameter) : parameter;
  return loadedConfig(call, [...changes, { key, value, option: '--parameter' }]);
}

function policyOverrides(name: string | undefined): readonly Override[] {
  if (name === undefined) return [];
  if (!policyNames.includes(name)) {
    throw new ConfigError(
      `--policy must be one of ${policyNames.join(', ')}, was "${name}".${suggestion(name, policyNames)}`,
    );
  }
  const { kind, destination } = variants[name] ?? { kind: name, destination: undefined };
  const option = '--policy';
  return [
    { key: 'policy.kind', value: kind, option },
    ...(destination === undefined
      ? []
      : [{ key: 'policy.destination', value: destination, option }]),
  ];
}
