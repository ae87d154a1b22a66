/** Ten legs by makers first and by takers at the venue of the tests: what was traded as maker, what it cost against arrival, and how long it took. */
import { execute } from '../src/app/execution/execute.ts';
import { toNumber } from '../src/base/decimal.ts';
import type { Execution } from '../src/execution/execution.ts';
import { realisedShortfallBps } from '../src/execution/shortfall.ts';
import { patiently } from '../test/support/venue-trial/rebalance.ts';
import { approvedPlan, openScene } from './execution-scene.ts';

export type StyleRun = {
  /** Of the notional filled. */
  readonly makerShare: number;
  /** In bps of what was filled, weighted by notional: fees and all, and the fees of it. */
  readonly costBps: number;
  readonly feeBps: number;
  /** By the walked books when the legs began, as takers, fee included. */
  readonly expectedBps: number;
  /** From the start to the end, of the venue's time. */
  readonly seconds: number;
  readonly filledShare: number;
};

export async function styleRun(
  style: 'taker' | 'maker-first',
  { seed, speed }: { seed: number; speed: number },
): Promise<StyleRun> {
  // The fees of an account without volume, where a maker pays less than a taker.
  const changes = { 'execution.style': style };
  const { server, workspace, close } = await openScene({ seed, speed, changes });
  const { recommendation } = await approvedPlan(workspace);
  const done = await patiently(workspace, () =>
    execute(workspace, { id: recommendation.id, actor: 'bench' }),
  );
  if (!done.ok) throw new Error(`an execution must not be refused, was ${done.reason.code}`);
  const trades = server.fills();
  const notional = (those: typeof trades): number =>
    those.reduce((sum, { quoteQuantity }) => sum + Number(quoteQuantity), 0);
  const makerShare = notional(trades.filter(({ isMaker }) => isMaker)) / notional(trades);
  await close();
  return { makerShare, ...figuresOf(done.value) };
}

function figuresOf({ legs, startedAt, finishedAt }: Execution): Omit<StyleRun, 'makerShare'> {
  const filled = legs.reduce((sum, leg) => sum + toNumber(leg.filledNotional), 0);
  const weighted = (figure: (leg: Execution['legs'][number]) => number): number =>
    legs.reduce((sum, leg) => sum + toNumber(leg.filledNotional) * figure(leg), 0) / filled;
  return {
    costBps: weighted((leg) => realisedShortfallBps(leg) ?? 0),
    feeBps: weighted((leg) => (1e4 * toNumber(leg.fees)) / toNumber(leg.filledNotional)),
    expectedBps: weighted((leg) => toNumber(leg.arrival?.expectedBps ?? '0')),
    seconds: ((finishedAt ?? Number.NaN) - startedAt) / 1_000,
    filledShare: weighted((leg) => toNumber(leg.filled) / toNumber(leg.quantity)),
  };
}
