/**
 * A process that trades the portfolio of a trial: it brings to an end what the last one left behind, as `serve` does when it starts,
 * says that it is ready, and rebalances as it is told. It may be killed at any time.
 */
import { createSqliteStore } from '../../../src/adapters/store/open-sqlite.ts';
import { ensureAccount } from '../../../src/app/execution/ensure-account.ts';
import { openPortfolio, type Wish, withWish } from './portfolio.ts';
import { type Outcome, rebalance, settle } from './rebalance.ts';

export type Said =
  | {
      readonly kind: 'ready';
      /** Venue ms that it took to bring executions to their end. */
      readonly reconcileMs: number;
      readonly escalated: number;
      readonly ended: readonly string[];
    }
  | { readonly kind: 'done'; readonly outcome: Outcome };

const [file = '', url = '', speed = '1', kind] = process.argv.slice(2);
const { BALLAST_BINANCE_API_KEY: apiKey = '', BALLAST_BINANCE_API_SECRET: secret = '' } =
  process.env;
const say = (said: Said): void => {
  process.send?.(said);
};

const store = await createSqliteStore({ file });
const key = { apiKey, secret };
const workspace = await openPortfolio({
  ...{ url, key, speed: Number(speed), store },
  isOnMargin: kind === 'margin',
});
const ended = (await store.executions.live()).map(({ id }) => id);
const begunAt = workspace.clock.now();
const escalated = await settle(workspace);
await ensureAccount(workspace);
say({ kind: 'ready', reconcileMs: workspace.clock.now() - begunAt, escalated, ended });

process.on('message', (wish: Wish) => {
  void rebalance(withWish(workspace, wish)).then((outcome) => say({ kind: 'done', outcome }));
});
process.once('disconnect', () => void store.close());
