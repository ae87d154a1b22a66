/** Funding: what a long position on margin pays a day and a short one gets, or the other way round, at the rates in force. */
import type { Side } from '../market/order-book.ts';
import type { RecordedInputs } from './inputs.ts';
import type { Leg, Recommendation } from './plan.ts';

/** Of the positions before and after, in bps of NAV a day; nothing where positions cost nothing. */
export function fundingView(
  { fundingPerDay, settings }: RecordedInputs,
  before: Float64Array,
  after: Float64Array,
): Pick<Recommendation, 'funding'> {
  if (fundingPerDay === undefined) return {};
  const bpsOf = (weights: Float64Array): number =>
    settings.portfolio.symbols.reduce(
      (sum, symbol, i) => sum + 1e4 * (weights[i] as number) * (fundingPerDay[symbol] ?? 0),
      0,
    );
  return { funding: { beforeBps: bpsOf(before), afterBps: bpsOf(after) } };
}

/** A buy makes a long pay for so many days; a sale makes it pay so much less, or a short so much more. */
export function fundingOfLeg(
  leg: { readonly base: string; readonly side: Side; readonly days: number },
  fundingPerDay: Readonly<Record<string, number>> | undefined,
): Pick<Leg, 'fundingBps'> {
  if (fundingPerDay === undefined) return {};
  const sign = leg.side === 'buy' ? 1 : -1;
  return { fundingBps: 1e4 * sign * (fundingPerDay[leg.base] ?? 0) * leg.days };
}
