/** Whether a new order may leave: the state of trading, which the kill switch sets, against the execution that asks. */
import type { Reason, ReasonCode } from '../base/reasons.ts';
import type { Leg } from '../plan/plan.ts';
import type { Execution } from './execution.ts';
import type { Permit } from './execution-step.ts';
import { givesRoom } from './leg-role.ts';

/** reducing: sells only, on margin what closes only. halted: nothing. Open orders are cancelled where they may not trade. */
export const tradingModes = ['active', 'reducing', 'halted'] as const;

export type TradingMode = (typeof tradingModes)[number];

export type TradingState = {
  readonly state: TradingMode;
  /** Goes up by one whenever trading is halted; an execution of an earlier epoch never sends again. */
  readonly killEpoch: number;
  readonly reason: string;
  readonly actor: string;
  readonly at: number;
};

export const tradingFromTheStart: TradingState = {
  state: 'active',
  killEpoch: 0,
  reason: '',
  actor: 'system',
  at: 0,
};

/** To be computed in the transaction that keeps an attempt; `planned` are the legs as they were approved. */
export function permitsOf(
  trading: TradingState,
  execution: Execution,
  planned: readonly Pick<Leg, 'reduceOnly'>[],
): readonly Permit[] {
  const isKilled = trading.killEpoch !== execution.killEpoch;
  const state = isKilled ? 'halted' : trading.state;
  return execution.legs.map((leg) => {
    const { symbol, index } = leg;
    const isReducing = givesRoom(leg, planned[index] as Pick<Leg, 'reduceOnly'>);
    const mayTrade = state === 'active' || (state === 'reducing' && isReducing);
    return mayTrade ? null : { code: 'TRADING_HALTED', symbol, state, cause: trading.reason };
  });
}

/** What one look at a book shows and the next may not; like too thin a book it is waited for. Every other refusal of an order lasts. */
const passing: ReadonlySet<ReasonCode> = new Set(['PRICE_OLD', 'PRICE_UNSURE', 'SPREAD_TOO_WIDE']);

export function isPassing({ code }: Reason): boolean {
  return passing.has(code);
}
