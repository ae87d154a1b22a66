/** What a run cost in equal blocks of its time, as fractions of the NAV at the close before each fill. */
import type { RunRecord } from './stage-run.ts';
import type { Range } from './universe.ts';

export type CostBlocks = {
  readonly record: Required<Pick<RunRecord, 'trade' | 'close'>>;
  /** Complete when the run is. */
  readonly costs: Float64Array;
};

export function createCostBlocks(range: Range, blocks: number): CostBlocks {
  const costs = new Float64Array(blocks);
  const blockMs = (range.to - range.from) / blocks;
  let nav = Number.NaN;
  return {
    costs,
    record: {
      close: (_bar, look) => {
        nav = look.nav;
      },
      trade: ({ time, cost }) => {
        const block = Math.min(blocks - 1, Math.floor((time - range.from) / blockMs));
        costs[block] = (costs[block] as number) + cost / nav;
      },
    },
  };
}
