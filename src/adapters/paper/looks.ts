/**
 * When orders of the paper venue meet the book: one that takes once, `latencyMs` after it was taken; one that rests then,
 * and every `lookMs` from there on. The times depend on nothing but the order.
 */
import type { PaperOrder } from '../../ports/paper-accounts.ts';

export const latencyMs = 300;
const lookMs = 5_000;

export type Look = {
  readonly order: PaperOrder;
  /** Counts from 1. */
  readonly number: number;
  readonly at: number;
};

/** Those of open orders up to a time that were not made, in the order of time. */
export function looksDue(orders: readonly PaperOrder[], until: number): readonly Look[] {
  const looks: Look[] = [];
  for (const order of orders) {
    for (let number = order.looks + 1; ; number += 1) {
      const at = order.acceptedAt + latencyMs + lookMs * (number - 1);
      if (at > until) break;
      looks.push({ order, number, at });
      if (order.request.kind !== 'rest') break;
    }
  }
  // Orders come as they were taken, and the sort keeps that among looks of one time.
  return looks.sort((a, b) => a.at - b.at);
}
