/** Carries out a command at the venue and answers what came of it as the next event. */
import { VenueError } from '../../base/errors.ts';
import { executionLimits } from '../../execution/execution-limits.ts';
import type { ExecutionCommand, ExecutionEvent } from '../../execution/execution-step.ts';
import type { OrderReference, OrderRequest } from '../../execution/order.ts';
import type { TradingRules } from '../../market/trading-rules.ts';
import type { Workspace } from '../workspace.ts';

export type Outcome = {
  readonly event: ExecutionEvent;
  /** The trading rules as they are now, where an order was refused because of them. */
  readonly rules?: readonly TradingRules[] | undefined;
};

export async function carryOut(
  workspace: Workspace,
  command: ExecutionCommand,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  if (command.kind === 'submit') return submit(workspace, command.order);
  if (command.kind === 'wait') return wait(workspace, command.ms, signal);
  try {
    if (command.kind === 'look') return { event: await look(workspace, command.market) };
    return { event: await ask(workspace, command) };
  } catch (error) {
    // A read that failed has changed nothing and proves nothing: it is asked again later.
    if (error instanceof VenueError) return wait(workspace, executionLimits.refillMs, signal);
    throw error;
  }
}

/** Ends early when trading is halted or resumed, so that open orders are cancelled at once. */
async function wait(
  { clock, store }: Workspace,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { haltCheckMs, longestWaitMs } = executionLimits;
  const until = clock.now() + Math.min(ms, longestWaitMs);
  const { at } = await store.trading.get();
  do {
    await clock.sleep(Math.max(0, Math.min(haltCheckMs, until - clock.now())), signal);
  } while (clock.now() < until && (await store.trading.get()).at === at);
  return { event: { kind: 'tick' } };
}

/** The books of recorded data are made up around their bars, and a person has one of their own; orders go by the approved limits there. */
async function look(
  { broker, market, clock, origin }: Workspace,
  symbol: string,
): Promise<ExecutionEvent> {
  const readAt = clock.now();
  const isBlind = origin.kind === 'files' || broker.awaitsPerson === true;
  const [holdings, book] = await Promise.all([
    broker.holdings(),
    isBlind ? undefined : market.book(symbol, readAt),
  ]);
  return { kind: 'looked', market: symbol, holdings, book, readAt };
}

async function ask(
  { broker, clock }: Workspace,
  command: { readonly kind: 'query' | 'cancel' | 'sweep'; readonly order: OrderReference },
): Promise<ExecutionEvent> {
  const { order } = command;
  const { clientOrderId } = order;
  const readAt = clock.now();
  if (command.kind === 'sweep') {
    return { kind: 'swept', clientOrderId, sweep: await broker.sweep(order) };
  }
  if (command.kind === 'cancel') {
    await cancel(broker, order);
    return { kind: 'cancel-asked', clientOrderId };
  }
  const report = await broker.query(order);
  return report ? { kind: 'reported', report } : { kind: 'not-found', clientOrderId, readAt };
}

/** Whatever the venue says, the order is queried next. */
async function cancel(broker: Workspace['broker'], order: OrderReference): Promise<void> {
  try {
    await broker.cancel(order);
  } catch (error) {
    if (!(error instanceof VenueError)) throw error;
  }
}

/** Whatever is not a proven refusal may have reached the venue. */
async function submit({ broker, market }: Workspace, order: OrderRequest): Promise<Outcome> {
  const { clientOrderId } = order;
  try {
    const outcome = await broker.submit(order);
    if (outcome.kind === 'accepted') return { event: { kind: 'reported', report: outcome.report } };
    const { cause, retryAfterMs, rulesChanged } = outcome;
    const retry = retryAfterMs === undefined ? {} : { retryAfterMs };
    const event = { kind: 'rejected', clientOrderId, cause, ...retry } as const;
    return rulesChanged === true ? { event, rules: await rulesNow(market, order) } : { event };
  } catch (error) {
    if (!(error instanceof VenueError)) throw error;
    if (error.kind === 'rejected') {
      return { event: { kind: 'rejected', clientOrderId, cause: error.message } };
    }
    const degraded = error.kind === 'unavailable';
    return { event: { kind: 'unanswered', clientOrderId, degraded } };
  }
}

async function rulesNow(
  market: Workspace['market'],
  { base, quote }: OrderRequest,
): Promise<readonly TradingRules[] | undefined> {
  try {
    return (await market.rules([base], quote, [])).rules;
  } catch (error) {
    if (error instanceof VenueError) return undefined;
    throw error;
  }
}
