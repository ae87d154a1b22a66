/** A table for a terminal: columns as wide as their widest cell, numbers to the right, words to the left. */

export type Column = { readonly title: string; readonly align?: 'left' | 'right' };

const gap = '  ';

/** One line for the titles and one for each row; columns are aligned to the right unless they say otherwise. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const widths = columns.map(({ title }, place) =>
    Math.max(title.length, ...rows.map((row) => (row[place] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, place) => {
        const cell = cells[place] ?? '';
        const width = widths[place] as number;
        return align === 'left' ? cell.padEnd(width) : cell.padStart(width);
      })
      .join(gap)
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}
