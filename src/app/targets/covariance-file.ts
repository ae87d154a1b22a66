/** A covariance of a CSV file: a header of symbols, then as many rows as columns, in the order of the header. */
import type { Covariance } from '../../allocation/allocation.ts';
import { DataError } from '../../base/errors.ts';

/** Of the larger of two cells that should be the same: what writing and rounding may leave between them. */
const asymmetry = 1e-6;

export type NamedCovariance = {
  readonly symbols: readonly string[];
  readonly covariance: Covariance;
};

/** Errors: DataError naming line, value and what it must be. */
export function parseCovariance(text: string, file: string): NamedCovariance {
  const [head = '', ...lines] = text.replace(/^﻿/, '').trimEnd().split(/\r?\n/);
  const symbols = head.split(',').map((cell) => cell.trim());
  const unfit = (message: string): DataError => new DataError(`${file}: ${message}`);
  if (symbols.some((symbol) => symbol === '')) throw unfit('line 1 must be a header of symbols');
  const twice = symbols.find((symbol, i) => symbols.indexOf(symbol) < i);
  if (twice !== undefined) throw unfit(`line 1 must name each symbol once, was ${twice} twice`);
  const assets = symbols.length;
  if (lines.length !== assets) {
    throw unfit(`there must be a row for each of the ${assets} symbols, was ${lines.length}`);
  }
  const values = new Float64Array(assets * assets);
  for (const [row, line] of lines.entries()) {
    const cells = line.split(',');
    const place = `line ${row + 2}`;
    if (cells.length !== assets) {
      throw unfit(`${place} must have ${assets} numbers, was ${cells.length}`);
    }
    for (const [column, cell] of cells.entries()) {
      const value = cell.trim() === '' ? Number.NaN : Number(cell);
      if (!Number.isFinite(value)) throw unfit(`${place} must hold numbers, was "${cell.trim()}"`);
      values[row * assets + column] = value;
    }
  }
  checkSymmetry({ symbols, covariance: { assets, values } }, unfit);
  return { symbols, covariance: { assets, values } };
}

/** Makes the two halves the same to the last digit. */
function checkSymmetry(
  { symbols, covariance: { assets, values } }: NamedCovariance,
  unfit: (message: string) => DataError,
): void {
  for (let i = 0; i < assets; i++) {
    const variance = values[i * (assets + 1)] as number;
    if (variance < 0) {
      throw unfit(`the variance of ${symbols[i]} must not be below zero, was ${variance}`);
    }
    for (let j = 0; j < i; j++) {
      const [below, above] = [values[i * assets + j] as number, values[j * assets + i] as number];
      if (Math.abs(below - above) > asymmetry * Math.max(Math.abs(below), Math.abs(above))) {
        throw unfit(
          `${symbols[i]} with ${symbols[j]} must be the same both ways, was ${below} and ${above}`,
        );
      }
      values[i * assets + j] = (below + above) / 2;
      values[j * assets + i] = (below + above) / 2;
    }
  }
}
