/** Tables of numbers that become lists of labelled lines on a phone. */
import { html } from 'hono/html';
import type { Html } from './html.ts';

export type Column = { readonly name: string; readonly number?: boolean };

export type Cell = string | Html;

/** The first column heads its row. Roles are said in full, because a phone's layout takes them away from the elements. */
export function table(input: {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
}): Html {
  const { caption, columns, rows } = input;
  const kind = (column: Column | undefined): string =>
    column?.number === true ? 'number' : 'text';
  return html`<table class="stack" role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th role="columnheader" scope="col" class="${kind(column)}">${column.name}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    (cells) =>
      html`<tr role="row">${cells.map((cell, position) => {
        const column = columns[position];
        return position === 0
          ? html`<th role="rowheader" scope="row">${cell}</th>`
          : html`<td role="cell" class="${kind(column)}" data-label="${column?.name ?? ''}">${cell}</td>`;
      })}</tr>`,
  )}</tbody></table>`;
}
