/** A chart on a page: its title, the sentence that says what to see, and the same in numbers. */
import { html, raw } from 'hono/html';
import type { Markup } from '../../src/report/charts/markup.ts';
import type { Html } from './html.ts';
import type { Cell } from './table.ts';

export function figure(input: {
  readonly title: string;
  readonly sentence: string;
  readonly chart: Html;
  /** Left out where a table below tells the numbers of several charts. */
  readonly numbers?: Html;
}): Html {
  const { title, sentence, chart, numbers } = input;
  const twin =
    numbers === undefined ? '' : html`<details><summary>In numbers</summary>${numbers}</details>`;
  return html`<figure><figcaption><h3>${title}</h3><p class="sentence">${sentence}</p></figcaption>${chart}${twin}</figure>`;
}

/** A chart of the reports; what it is made of has been escaped there. */
export function drawing({ markup }: Markup): Html {
  return html`${raw(markup)}`;
}

/** Numbers behind a chart, as short as they can be: on a phone the table scrolls inside its own frame. */
export function numberTable(input: {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Cell[])[];
}): Html {
  const { caption, columns, rows } = input;
  return html`<p class="meta">${caption}</p><div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="numbers"><thead><tr>${columns.map((name) => html`<th scope="col">${name}`)}<tbody>${rows.map(
    ([name, ...cells]) =>
      html`<tr><th scope="row">${name}${cells.map((cell) => html`<td>${cell}`)}`,
  )}</table></div>`;
}
