/** How orders are placed: at once, or at rest first. */

/** taker: at once, inside the cap. maker-first: rests for the patience, and takes what is left. */
export type Style =
  | { readonly kind: 'taker' }
  | { readonly kind: 'maker-first'; readonly patienceMs: number };

export function patienceOf(style: Style): number {
  return style.kind === 'maker-first' ? style.patienceMs : 0;
}
