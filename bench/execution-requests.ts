/** How many requests one rebalance of ten legs makes at the venue, and how much of its rate limit they use up. */
import { execute } from '../src/app/execution/execute.ts';
import type { JournalEntry } from '../test/support/binance/journal.ts';
import { approvedPlan, openScene } from './execution-scene.ts';

export type RequestCount = {
  readonly phase: string;
  readonly requests: number;
  readonly weight: number;
  /** Such as "depth 10 · order 10". */
  readonly kinds: string;
};

export async function requestCounts(): Promise<{
  readonly legs: number;
  readonly counts: readonly RequestCount[];
}> {
  const { server, workspace, close } = await openScene({ seed: 1, speed: 1 });
  const counts: RequestCount[] = [];
  let from = 0;
  const count = (phase: string): void => {
    counts.push({ phase, ...summed(server.requests().slice(from)) });
    from = server.requests().length;
  };
  count('start: rules, clock, key, fees');
  const { recommendation } = await approvedPlan(workspace);
  count('plan: books, account, candles');
  const done = await execute(workspace, { id: recommendation.id, actor: 'bench' });
  if (!done.ok || done.value.status !== 'settled') throw new Error('ten legs must settle');
  const all = server.requests().slice(from);
  const first = all.findIndex(({ path, method }) => method === 'POST' && path.endsWith('/order'));
  // Before the first order: looked at once more, and then the account and the book of the first leg.
  const validity = all.slice(0, Math.max(0, first - 2));
  counts.push({ phase: 'execution: look again before it', ...summed(validity) });
  counts.push({ phase: 'execution: orders', ...summed(all.slice(validity.length)) });
  await close();
  return { legs: recommendation.legs.length, counts };
}

function summed(entries: readonly JournalEntry[]): Omit<RequestCount, 'phase'> {
  const kinds = new Map<string, number>();
  for (const { method, path } of entries) {
    const name = `${method === 'GET' ? '' : `${method} `}${path.split('/').at(-1)}`;
    kinds.set(name, (kinds.get(name) ?? 0) + 1);
  }
  return {
    requests: entries.length,
    weight: entries.reduce((sum, { weight }) => sum + weight, 0),
    kinds: [...kinds].map(([name, times]) => `${name} ${times}`).join(' · '),
  };
}
