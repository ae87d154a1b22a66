/** Inputs from outside the market: every CSV file of a folder, as series, and the word list among them where there is one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../base/canonical-json.ts';
import { DataError } from '../../base/errors.ts';
import { type Reason, sentenceOf } from '../../base/reasons.ts';
import { parseOutside } from '../../learning/outside/outside-file.ts';
import type { OutsideSeries } from '../../learning/outside/outside-series.ts';
import { parseWords } from '../../learning/outside/word-file.ts';
import { ownWords } from '../../learning/outside/word-list.ts';
import { listNames } from '../candles/candle-files.ts';

const ending = '.csv';
/** Words and their scores, for news without one. */
const wordFile = 'words.csv';

export type OutsideInput = {
  readonly series: OutsideSeries;
  /** Of its file. */
  readonly sha256: string;
};

/** In alphabetical order. Errors: DataError when there are none, or with all that makes any of them unfit. */
export async function readOutsideInputs(directory: string): Promise<readonly OutsideInput[]> {
  const names = (await listNames(directory)).filter(
    (name) => name.endsWith(ending) && !name.startsWith('.'),
  );
  const files = names.filter((name) => name !== wordFile);
  if (files.length === 0) {
    throw new DataError(`the folder of inputs must hold files named NAME.csv, was ${directory}`);
  }
  const faults: Reason[] = [];
  const kept = <Found extends object>(found: Found | Faults): found is Found => {
    if (!('faults' in found)) return true;
    faults.push(...found.faults);
    return false;
  };
  const parsedWords = names.includes(wordFile)
    ? await parsed(directory, wordFile, (text) => parseWords(wordFile, text))
    : { words: ownWords };
  const words = kept(parsedWords) ? parsedWords.words : ownWords;
  const inputs: OutsideInput[] = [];
  for (const file of files) {
    const name = file.slice(0, -ending.length);
    const found = await parsed(directory, file, (text) => parseOutside({ name, text, words }));
    if (kept(found)) inputs.push(found);
  }
  if (faults.length === 0) return inputs;
  throw new DataError(faults.map((fault) => `${fault.code}: ${sentenceOf(fault)}`).join('\n'));
}

type Faults = { readonly faults: readonly Reason[] };

/** A file parsed, with the hash of its bytes; a fault where the system does not give them. */
async function parsed<Found extends object>(
  directory: string,
  file: string,
  parse: (text: string) => Found | Faults,
): Promise<(Found & { readonly sha256: string }) | Faults> {
  try {
    const bytes = await readFile(join(directory, file));
    const found = parse(bytes.toString('utf8'));
    return 'faults' in found ? found : { ...found, sha256: sha256(bytes) };
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code;
    if (cause === undefined) throw error;
    return { faults: [{ code: 'DATA_UNREADABLE', file, cause }] };
  }
}
