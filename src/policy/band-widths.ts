/**
 * Half-widths of the bands around targets: a number, or an expression over each asset's weight, target, vol (annual) and
 * spreadBps. Where an expression has no value of more than 0 and at most 1, the standard width of the rule stands in.
 */
import { invariant } from '../base/errors.ts';
import { compileExpression, type Expression, type ExpressionParser } from '../base/expression.ts';
import type { Reason } from '../base/reasons.ts';
import type { RiskForecast } from '../risk/risk-forecast.ts';
import type { PolicyContext } from './policy.ts';
import { type BandSetting, standardBands } from './settings.ts';

export type BandWidths = {
  /** Fractions of NAV by asset, for the weights that were followed last. */
  readonly values: Float64Array;
  /** Takes a new forecast. */
  observe(forecast: RiskForecast): void;
  /** Brings the values to these weights, and to the forecast and spreads as they are now. */
  follow(weights: Float64Array): void;
  /** Where the standard width stands in, and why. */
  reasons(): Reason[];
};

export type BandRule = {
  readonly kind: keyof typeof standardBands;
  /** For `threshold-relative` a share of the target, whatever its sign. */
  readonly band: BandSetting;
};

/** Errors: ConfigError when a text is no expression. */
export function createBandWidths(context: PolicyContext, { kind, band }: BandRule): BandWidths {
  const { targets, parse } = context;
  const isRelative = kind === 'threshold-relative';
  const scales = targets.map((target) => (isRelative ? Math.abs(target) : 1));
  if (typeof band === 'number') return fixedWidths(scales.map((scale) => scale * band));
  invariant(parse !== undefined, `a parser must be given for the band "${band}"`);
  const standard = standardBands[kind];
  const words = `${100 * standard} %${isRelative ? ' of the target' : ''}`;
  return expressedWidths(context, scales, {
    ...compileBand(band, parse),
    ...{ standard, words },
  });
}

export function fixedWidths(values: Float64Array): BandWidths {
  return { values, observe() {}, follow() {}, reasons: () => [] };
}

const variables = ['weight', 'target', 'vol', 'spreadBps'] as const;

/** Errors: ConfigError saying what was refused and where in the text it stands. */
export function compileBand(text: string, parse: ExpressionParser): Expression {
  return compileExpression(text, { variables, gives: 'number' }, parse);
}

/** Whether a band follows the forecast. */
export function speaksOfVolatility(band: BandSetting): boolean {
  return typeof band === 'string' && /\bvol\b/.test(band);
}

/** Whether a band follows the spreads. */
export function speaksOfSpread(band: BandSetting): boolean {
  return typeof band === 'string' && /\bspreadBps\b/.test(band);
}

type Expressed = Expression & {
  readonly standard: number;
  /** The standard width in words. */
  readonly words: string;
};

function expressedWidths(
  { symbols, targets, spreadBps }: PolicyContext,
  scales: Float64Array,
  { uses, evaluate, standard, words }: Expressed,
): BandWidths {
  const assets = targets.length;
  const values = new Float64Array(assets);
  /** What the expression gave. */
  const found = new Float64Array(assets);
  const vols = new Float64Array(assets).fill(Number.NaN);
  const spreads = new Float64Array(assets);
  const scope = new Map<string, number>();
  let isStale = true;

  const lacksForecast = (asset: number): boolean =>
    uses.has('vol') && !Number.isFinite(vols[asset]);

  const readSpreads = (): void => {
    for (let i = 0; i < assets; i++) {
      const spread = spreadBps(i);
      if (spread === spreads[i]) continue;
      spreads[i] = spread;
      isStale = true;
    }
  };

  const measure = (weights: Float64Array): void => {
    for (let i = 0; i < assets; i++) {
      scope.set('weight', weights[i] as number);
      scope.set('target', targets[i] as number);
      scope.set('vol', vols[i] as number);
      scope.set('spreadBps', spreads[i] as number);
      const value = lacksForecast(i) ? Number.NaN : (evaluate(scope) as number);
      found[i] = value;
      values[i] = (scales[i] as number) * (isWidth(value) ? value : standard);
    }
    isStale = uses.has('weight');
  };

  return {
    values,
    observe({ version, covariance, periodsPerYear }) {
      if (!uses.has('vol')) return;
      for (let i = 0; i < assets; i++) {
        const variance = version === 0 ? Number.NaN : (covariance[i * assets + i] as number);
        vols[i] = Math.sqrt(variance * periodsPerYear);
      }
      isStale = true;
    },
    follow(weights) {
      if (uses.has('spreadBps')) readSpreads();
      if (isStale) measure(weights);
    },
    reasons() {
      const neutral = symbols.filter((_, i) => !isWidth(found[i] as number));
      const first = symbols.indexOf(neutral[0] ?? '');
      if (first < 0) return [];
      const cause = lacksForecast(first)
        ? 'there is no forecast of volatility'
        : `its expression gives ${Number((found[first] as number).toPrecision(3))} for ${symbols[first]}, must be more than 0 and at most 1`;
      return [{ code: 'BAND_NEUTRAL', symbols: neutral.join(', '), width: words, cause }];
    },
  };
}

function isWidth(value: number): boolean {
  return value > 0 && value <= 1;
}
