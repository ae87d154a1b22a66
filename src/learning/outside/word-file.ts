/** The word list of a user, `word,score`: a word a line and how good it makes a piece of news, from −1 to 1; each word once. */
import type { Reason } from '../../base/reasons.ts';
import { shown } from '../../market/candle-checks.ts';
import { numberPattern } from '../../market/candle-csv-fields.ts';
import { listed } from '../../market/quality.ts';
import { csvRows } from './csv-rows.ts';
import { isWord, type WordList } from './word-list.ts';

const header = 'word,score';

export function parseWords(
  file: string,
  text: string,
): { readonly words: WordList } | { readonly faults: readonly Reason[] } {
  const rows = csvRows(text);
  const [head, ...body] = 'from' in rows ? [] : rows;
  const titles = head?.fields.join() ?? '';
  if (titles !== header) {
    const value = shown(titles);
    const details = { field: 'the header', value, wanted: `${header}, and no quote left open` };
    return { faults: [{ code: 'DATA_ROW', file, line: 1, ...details }] };
  }
  const words = new Map<string, number>();
  const faults: Reason[] = [];
  for (const { line, fields } of body) {
    const [word = '', score = ''] = fields.map((field) => field.toLowerCase());
    const refuse = (field: string, value: string, wanted: string): void => {
      faults.push({ code: 'DATA_ROW', file, line, field, value: shown(value), wanted });
    };
    const value = numberPattern.test(score) ? Number(score) : Number.NaN;
    if (fields.length !== 2) refuse('the number of fields', String(fields.length), '2');
    else if (!isWord(word)) refuse('word', word, 'one word of letters');
    else if (words.has(word)) refuse('word', word, 'there once only');
    else if (!(Math.abs(value) <= 1)) refuse('score', score, 'a number from -1 to 1');
    else words.set(word, value);
  }
  return faults.length > 0 ? { faults: listed(file, faults) } : { words };
}
