/**
 * What delays of sales would have brought in a run, and whether the gate was open for one: only outcomes known at a look count.
 * One watch sees all stages of a run.
 */
import type { Breakouts } from '../learning/regime/breakouts.ts';
import {
  type DelayEvent,
  fewestEvents,
  type SaleGate,
  saleGate,
} from '../learning/regime/sale-gate.ts';

/** A sale that was delayed, or would have been. */
export type WatchedSale = DelayEvent & {
  /** When its breakout and its gain are known, epoch ms; infinite if they never are. */
  readonly knownAt: number;
};

export type SaleWatch = {
  readonly mode: 'shadow' | 'gated';
  readonly breakouts: Breakouts;
  /** Sales inside hard bands of which a probability was known, and those that really waited. */
  readonly counts: { sales: number; delayed: number };
  add(sale: WatchedSale): void;
  /** The gate, from the outcomes known by then. */
  isOpenAt(time: number): boolean;
  summary(time: number): SaleDelaySummary;
};

export type SaleDelaySummary = {
  readonly mode: 'shadow' | 'gated';
  readonly sales: number;
  /** Those of them whose breakout was likelier than usual: they waited or would have. */
  readonly events: number;
  readonly delayed: number;
  /** At the end of the run, from the events with a known outcome. */
  readonly gate: SaleGate;
};

/** Of the gate's resamples: the same outcomes, the same answer. */
const seed = 1;

export function createSaleWatch({ mode, breakouts }: Pick<SaleWatch, 'mode' | 'breakouts'>) {
  const counts = { sales: 0, delayed: 0 };
  const sales: WatchedSale[] = [];
  let kept: { readonly day: number; readonly known: number; readonly gate: SaleGate } | undefined;

  const knownAt = (time: number): readonly WatchedSale[] =>
    sales.filter((sale) => sale.knownAt <= time);
  const gateAt = (time: number): SaleGate => {
    const known = knownAt(time);
    const day = breakouts.dayAt(time);
    if (kept?.day !== day || kept.known !== known.length) {
      kept = { day, known: known.length, gate: saleGate(known, { day, seed }) };
    }
    return kept.gate;
  };

  const watch: SaleWatch = {
    ...{ mode, breakouts, counts },
    isOpenAt: (time) => knownAt(time).length >= fewestEvents && gateAt(time).isOpen,
    add: (sale) => sales.push(sale),
    summary: (time) => ({ mode, ...counts, events: sales.length, gate: gateAt(time) }),
  };
  return watch;
}
