/**
 * Labels that would cover each other, moved apart: those that touch form a block around the mean of the places they want, as
 * in the pooling of adjacent violators, so that each is moved as little as the others allow.
 */

type Block = { members: number[]; wanted: number };

/** New places in the order of the old ones, at least `gap` apart and within the range where they fit. */
export function spreadOut(
  wanted: readonly number[],
  options: { gap: number; from: number; to: number },
): number[] {
  const { gap, from, to } = options;
  const order = wanted
    .map((_, k) => k)
    .sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
  const height = (block: Block): number => (block.members.length - 1) * gap;
  const top = (block: Block): number => {
    const centred = block.wanted / block.members.length - height(block) / 2;
    return Math.max(from, Math.min(centred, to - height(block)));
  };
  const blocks: Block[] = [];
  for (const k of order) {
    let block: Block = { members: [k], wanted: wanted[k] as number };
    let above = blocks.at(-1);
    while (above !== undefined && top(above) + height(above) + gap > top(block)) {
      block = {
        members: [...above.members, ...block.members],
        wanted: above.wanted + block.wanted,
      };
      blocks.pop();
      above = blocks.at(-1);
    }
    blocks.push(block);
  }
  const places = new Array<number>(wanted.length);
  for (const block of blocks) {
    block.members.forEach((k, rank) => {
      places[k] = top(block) + rank * gap;
    });
  }
  return places;
}
