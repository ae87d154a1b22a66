/**
 * Rows of a CSV with quoting: a field in double quotes may hold commas, line ends, and quotes written twice (RFC 4180). Lines end
 * with LF or CR LF; blank lines at the end and a byte order mark at the start are passed over.
 */

export type CsvRow = {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
};

/** With the text from it on. */
export type BadField = { readonly line: number; readonly from: string };

/** A field and what ends it. */
const field = /("[^"]*(?:""[^"]*)*"|[^",\r\n]*)(,|\r?\n|$)/y;

/** The rows, or the first field whose quotes are not closed or stand in its midst. */
export function csvRows(text: string): readonly CsvRow[] | BadField {
  const body = text.replace(/^\ufeff/, '').replace(/[\r\n]+$/, '');
  const rows: CsvRow[] = [];
  let [at, line, start] = [0, 1, 1];
  let fields: string[] = [];
  for (;;) {
    field.lastIndex = at;
    const found = field.exec(body);
    if (found === null) return { line, from: body.slice(at) };
    const [whole, content = '', end] = found;
    fields.push(content.startsWith('"') ? content.slice(1, -1).replaceAll('""', '"') : content);
    at += whole.length;
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    rows.push({ line: start, fields });
    if (end === '') return rows;
    [start, fields] = [line, []];
  }
}
