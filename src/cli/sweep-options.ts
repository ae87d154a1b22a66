/** The options that commands with sweeps have in common: lists of names, a number within bounds, routing and style. */
import { ConfigError } from '../base/errors.ts';
import { usualDirectMarkets } from '../plan/markets.ts';
import type { Settings } from '../plan/settings.ts';
import type { Call } from './command.ts';
import { suggestion } from './nearest.ts';

/** Names separated by commas; the fallback when the option is left out. Errors: ConfigError naming what is not known. */
export function listGiven(
  call: Call,
  option: string,
  { known, fallback }: { known: readonly string[]; fallback: readonly string[] },
): readonly string[] {
  const names = call.text(option)?.split(',') ?? fallback;
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new ConfigError(
      `--${option} must be of ${known.join(', ')}, was "${name}".${suggestion(name, known)}`,
    );
  }
  return [...new Set(names)];
}

/** Errors: ConfigError naming the option, its value and the bounds. */
export function numberGiven(
  call: Call,
  option: string,
  { least, most, fallback }: { least: number; most: number; fallback: number },
): number {
  const text = call.text(option);
  if (text === undefined) return fallback;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new ConfigError(`--${option} must be a number from ${least} to ${most}, was ${text}`);
}

/** `direct` uses the direct markets of the configuration, else each asset against BTC and ETH; `quote` uses none. */
export function routed(call: Call, settings: Settings): Settings {
  const routing = call.text('routing');
  const style = call.text('style') ?? settings.execution.style;
  if (style !== 'taker' && style !== 'maker-first') {
    throw new ConfigError(`--style must be taker or maker-first, was "${style}"`);
  }
  const styled = { ...settings, execution: { ...settings.execution, style } } as const;
  if (routing === undefined) return styled;
  if (routing === 'quote') return { ...styled, directMarkets: [] };
  if (routing !== 'direct') {
    throw new ConfigError(`--routing must be quote or direct, was "${routing}"`);
  }
  if (settings.portfolio.leverage !== undefined) {
    throw new ConfigError('--routing was direct, but futures trade against the quote only');
  }
  if (settings.directMarkets.length > 0) return styled;
  return { ...styled, directMarkets: usualDirectMarkets(settings.portfolio.symbols) };
}
