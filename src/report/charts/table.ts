/** Tables of a tear sheet: numbers to the right, words to the left, wide ones scroll inside their own frame. */
import { html, type Markup } from './markup.ts';

export type Column = {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Wraps instead of making the table wider. */
  readonly isProse?: boolean;
};

type Cell = string | Markup;

export type Table = {
  /** Told to those who do not see it. */
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Cell[])[];
  /** The row that is the portfolio's own. */
  readonly ownRow?: number;
  /** On a phone each row becomes a small block, each number beside its name. */
  readonly isStacked?: boolean;
};

export function tableOf({ caption, columns, rows, ownRow, isStacked }: Table): Markup {
  const names = columns.map(({ align, isProse }) =>
    isProse ? 'prose' : align === 'left' ? 'words' : 'number',
  );
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="${isStacked === true ? 'stack' : 'plain'}"><caption class="unseen">${caption}</caption><thead><tr>${columns.map(
    ({ title }, k) => html`<th scope="col" class="${names[k] as string}">${title}</th>`,
  )}</tr></thead><tbody>${rows.map((row, r) => {
    const cells = row.map((cell, k) =>
      k === 0
        ? html`<th scope="row" class="${names[k] as string}">${cell}</th>`
        : html`<td class="${names[k] as string}"${labelOf(columns[k], isStacked)}>${cell}</td>`,
    );
    return r === ownRow ? html`<tr class="own">${cells}</tr>` : html`<tr>${cells}</tr>`;
  })}</tbody></table></div>`;
}

function labelOf(column: Column | undefined, isStacked: boolean | undefined): Markup | null {
  return isStacked === true && column?.isProse !== true
    ? html` data-label="${column?.title ?? ''}"`
    : null;
}

/** A chart with its title, the sentence that says what to see, and the same in numbers. */
export function figureBlock(figure: {
  readonly title: string;
  readonly sentence: string;
  readonly chart: Markup;
  readonly numbers: Markup;
}): Markup {
  const { title, sentence, chart, numbers } = figure;
  return html`<figure><figcaption><h3>${title}</h3><p class="sentence">${sentence}</p></figcaption>${chart}<details><summary>In numbers</summary>${numbers}</details></figure>`;
}
