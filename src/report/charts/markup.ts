/** HTML and SVG from templates: what is put in is escaped unless it is markup itself, a list is joined, null is nothing. */

export type Markup = { readonly markup: string };

type Part = Markup | string | number | null | readonly Part[];

export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let markup = texts[0] as string;
  parts.forEach((part, k) => {
    markup += render(part) + (texts[k + 1] as string);
  });
  return { markup };
}

function render(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(part);
  return 'markup' in part ? part.markup : part.map(render).join('');
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A coordinate: a tenth of a pixel is finer than the eye. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
