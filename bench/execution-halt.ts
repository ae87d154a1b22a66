/** How long after the kill switch a new order can still reach the venue, and how long until orders that rest are cancelled. */
import { execute } from '../src/app/execution/execute.ts';
import { halt } from '../src/app/execution/trading.ts';
import { createRandom } from '../src/base/random.ts';
import { isOpen } from '../test/support/binance/order.ts';
import { approvedPlan, openScene } from './execution-scene.ts';

export type HaltTimes = {
  /** Ms that the order to halt took, until it was kept and synced. */
  readonly haltMs: number;
  /** Ms after it was kept until the last new order reached the venue; negative when that was before. */
  readonly lastOrderMs: number;
  /** Ms after it was kept until no order rested; null where none did. */
  readonly clearedMs: number | null;
  /** Orders that rested when trading was halted. */
  readonly resting: number;
  readonly status: string;
};

/** Legs whose orders rest begin a third of a second apart. */
const spreadMs = { taker: 500, 'maker-first': 5_000 };

/** At a random time after the first order of ten legs, while others follow. */
export async function haltTimes(options: {
  readonly style: 'taker' | 'maker-first';
  readonly runs: number;
}): Promise<readonly HaltTimes[]> {
  const random = createRandom(1);
  const times: HaltTimes[] = [];
  for (let run = 0; run < options.runs; run += 1) {
    const afterMs = spreadMs[options.style] * random.uniform();
    times.push(await haltOnce(options.style, { seed: run + 1, afterMs }));
  }
  return times;
}

async function haltOnce(
  style: string,
  { seed, afterMs }: { seed: number; afterMs: number },
): Promise<HaltTimes> {
  const changes = { 'execution.style': style };
  const { server, workspace, close } = await openScene({ seed, speed: 1, changes });
  const { recommendation } = await approvedPlan(workspace);
  const { clock } = server;
  const done = execute(workspace, { id: recommendation.id, actor: 'bench' });
  while (server.orders().length === 0) await clock.sleep(1);
  await clock.sleep(afterMs);

  const orderedAt = clock.now();
  await halt(workspace, { actor: 'bench', reason: 'a measurement' });
  const keptAt = clock.now();
  const resting = server.orders().filter(isOpen);
  const result = await done;
  const sent = server.requests().filter(({ method, path }) => isNewOrder(method, path));
  const ended = server.orders().filter(({ orderId }) => resting.some((o) => o.orderId === orderId));
  if (server.orders().some(isOpen)) throw new Error('no order may rest after a halt');
  await close();
  return {
    haltMs: keptAt - orderedAt,
    lastOrderMs: (sent.at(-1)?.atMs ?? Number.NaN) - keptAt,
    clearedMs:
      resting.length === 0 ? null : Math.max(...ended.map(({ updatedMs }) => updatedMs)) - keptAt,
    resting: resting.length,
    status: result.ok ? result.value.status : result.reason.code,
  };
}

function isNewOrder(method: string, path: string): boolean {
  return method === 'POST' && path === '/api/v3/order';
}
