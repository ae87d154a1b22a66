/** The part of a universe that lies in a range: what a window of a search is run on. */
import { firstIndexAtOrAfter } from '../market/candles.ts';
import type { Panel } from '../market/panel.ts';
import { type Range, type Stage, type Universe, universeOf } from './universe.ts';

/** The bars that open in the range; those before it still feed forecasts. Errors: DataError when there are fewer than two. */
export function partOf({ stages }: Universe, range: Range): Universe {
  const parts = stages.map((stage) => cut(stage, range));
  return universeOf(
    // A bar alone is the first or the last of another stage, too.
    parts.filter(({ firstBar, lastBar }) => lastBar > firstBar),
    range,
  );
}

function cut(stage: Stage, { from, to }: Range): Stage {
  const { openTime } = stage.panel;
  const lastBar = Math.min(stage.lastBar, firstIndexAtOrAfter(openTime, to) - 1);
  return {
    ...stage,
    firstBar: Math.max(stage.firstBar, firstIndexAtOrAfter(openTime, from)),
    lastBar,
    ended: lastBar < stage.lastBar ? [] : stage.ended,
  };
}

/** The bars of the assets that were there at a time. */
export function panelAt({ stages }: Universe, time: number): Panel {
  const begun = stages.filter(({ panel, firstBar }) => (panel.openTime[firstBar] as number) < time);
  return ((begun.at(-1) ?? stages[0]) as Stage).panel;
}
