/** Money as decimal strings: exact arithmetic on quantities, prices and notionals, without exponents in the text. */
import Big from 'big.js';
import { InvariantError } from './errors.ts';

/** A decimal number as text, such as "0.00001" or "-12.5"; never in exponent notation. */
export type Decimal = string;

export type Rounding = 'down' | 'up';

const PATTERN = /^-?\d+(\.\d+)?$/;

export function isDecimal(text: string): boolean {
  return PATTERN.test(text);
}

/** Shortest decimal that reads back as the same double. Errors: InvariantError when the number is not finite. */
export function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new InvariantError(`a decimal must be finite, was ${value}`);
  return new Big(value).toFixed();
}

export function toNumber(value: Decimal): number {
  return Number(value);
}

export function add(a: Decimal, b: Decimal): Decimal {
  return new Big(a).plus(b).toFixed();
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return new Big(a).minus(b).toFixed();
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return new Big(a).times(b).toFixed();
}

/** Negative, zero or positive as a is below, equal to or above b. */
export function compare(a: Decimal, b: Decimal): number {
  return new Big(a).cmp(b);
}

export function isPositive(a: Decimal): boolean {
  return new Big(a).gt(0);
}

export function minimum(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) <= 0 ? a : b;
}

export function maximum(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) >= 0 ? a : b;
}

/** The multiple of step next to the value, towards zero (down) or away from it (up). Step must be positive. */
export function roundToStep(value: Decimal, step: Decimal, rounding: Rounding): Decimal {
  const size = new Big(step);
  if (size.lte(0)) throw new InvariantError(`a step must be positive, was ${step}`);
  const steps = new Big(value).div(size);
  const whole = steps.round(0, rounding === 'down' ? Big.roundDown : Big.roundUp);
  return whole.times(size).toFixed();
}

/** The value cut or rounded to so many places after the point. */
export function toPlaces(value: Decimal, places: number, rounding: Rounding): Decimal {
  return new Big(value).round(places, rounding === 'down' ? Big.roundDown : Big.roundUp).toFixed();
}
