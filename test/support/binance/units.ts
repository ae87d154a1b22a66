/**
 * Prices, quantities and notionals of the test venue as whole numbers of 0.00000001: the venue counts and prints with
 * eight places (rest-api.md lines 831–836), so that balances are exact to the last digit.
 */

export type Units = bigint;

const places = 8;
export const one: Units = 10n ** BigInt(places);

/** Reads a decimal of at most eight places, such as "0.001"; further places are cut. */
export function unitsOf(text: string): Units {
  const isNegative = text.startsWith('-');
  const [whole = '0', fraction = ''] = (isNegative ? text.slice(1) : text).split('.');
  const units = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
  return isNegative ? -units : units;
}

/** Always eight places, as the venue prints: 1 is "1.00000000". */
export function textOf(units: Units): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

export function numberOf(units: Units): number {
  return Number(units) / Number(one);
}

export function unitsNear(value: number): Units {
  return unitsOf(value.toFixed(places));
}

/** Product cut to eight places. */
export function times(a: Units, b: Units): Units {
  return (a * b) / one;
}

/** Product rounded half up: 0.040229875 is 0.04022988 (faqs/commission_faq.md lines 153–156). */
export function timesRounded(a: Units, b: Units): Units {
  return (a * b + one / 2n) / one;
}

export function roundDown(value: Units, step: Units): Units {
  return step === 0n ? value : value - (value % step);
}

export function roundUp(value: Units, step: Units): Units {
  return step === 0n ? value : roundDown(value + step - 1n, step);
}

export function least(a: Units, b: Units): Units {
  return a < b ? a : b;
}
