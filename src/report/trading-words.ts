/** The state of trading in words, and as JSON. */
import type { TradingState } from '../execution/permit.ts';
import { isoTime, utcTime } from './format.ts';

/** "trading halted by ann since …: taxes"; of active trading nothing is to be told. */
export function tradingWords({ state, actor, at, reason }: TradingState): string {
  if (state === 'active') return 'trading active';
  const what = state === 'halted' ? 'trading halted' : 'trading reduced to sells';
  return `${what} by ${actor} since ${utcTime(at)}: ${reason}`;
}

export function tradingJson({ state, killEpoch, reason, actor, at }: TradingState) {
  const since = at === 0 ? null : isoTime(at);
  return { state, killEpoch, reason, actor, since };
}
