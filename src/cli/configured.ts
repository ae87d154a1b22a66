/** The configuration of a call: its file and the options that override it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { ConfigError } from '../base/errors.ts';
import type { Use } from '../config/defaults.ts';
import { type LoadedConfig, loadConfig, type Override } from '../config/load.ts';
import { type Configured, settingsOf } from '../config/settings.ts';
import type { Call, SettingOverride } from './command.ts';
import { defaultConfigFile } from './common-options.ts';

/** A paper portfolio on the simulated market, for a first look without a configuration. */
const demoFile = fileURLToPath(new URL('../../examples/simulated.yaml', import.meta.url));

/** Errors: ConfigError naming file, line, key and value. With `demo` a missing default file is no error. */
export function configuredFor(
  call: Call,
  { use, demo = false }: { use: Use; demo?: boolean },
): Configured {
  const loadedFile = demo && !hasConfig(call) ? demoFile : configFile(call);
  return settingsOf(loadConfig(loadedFile, overridesOf(call)), use);
}

/** The same before defaults, with more overrides if a command makes any of its own. */
export function loadedConfig(call: Call, more: readonly Override[] = []): LoadedConfig {
  return loadConfig(configFile(call), [...overridesOf(call), ...more]);
}

export function configFile(call: Call): string {
  return call.text('config') ?? defaultConfigFile;
}

/** Whether there is a configuration to read; one that is named must be there. */
export function hasConfig(call: Call): boolean {
  return call.has('config') || existsSync(defaultConfigFile);
}

export function overridesOf(call: Call): readonly Override[] {
  return call.overrides.map(overrideOf);
}

function overrideOf({ key, text, option }: SettingOverride): Override {
  try {
    return { key, value: parse(text), option };
  } catch (cause) {
    throw new ConfigError(`${option} was "${text}", which is no YAML value`, { cause });
  }
}
