/** What delays of sales would have brought in a backtest, as JSON and as a line for a terminal. */
import type { SaleDelaySummary } from '../backtest/sale-watch.ts';
import { fewestEvents, type GateEvidence } from '../learning/regime/sale-gate.ts';
import { bps, fixed, plural } from './format.ts';

/** A cause where delays could not be reckoned, null where they are switched off. */
export type SaleDelayView = SaleDelaySummary | { readonly cause: string } | null;

/** Null where it is switched off; figures without an event are null. */
export function saleDelayJson(view: SaleDelayView) {
  if (view === null || 'cause' in view) return view;
  const { mode, sales, events, delayed, gate } = view;
  return {
    ...{ mode, sales, events, delayed },
    matured: gate.all.events,
    ...evidenceJson(gate.all),
    recent: { matured: gate.recent.events, ...evidenceJson(gate.recent) },
    gateOpen: gate.isOpen,
  };
}

function evidenceJson({ skill, lowestSkill, gainBps, lowestGainBps, events }: GateEvidence) {
  const figure = (value: number, low: number) =>
    events === 0 ? { value: null, low: null } : { value, low };
  return { brierSkill: figure(skill, lowestSkill), gainBps: figure(gainBps, lowestGainBps) };
}

export function saleDelayText(view: SaleDelayView): readonly string[] {
  if (view === null) return [];
  if ('cause' in view) return [`Sale delay: not reckoned, ${view.cause}.`];
  const { mode, sales, events, delayed, gate } = view;
  const { all } = gate;
  const waited = mode === 'gated' ? `${delayed} of them waited` : 'in shadow, so none waited';
  const figures =
    all.events === 0
      ? ''
      : `; Brier skill ${fixed(100 * all.skill, 1)} % (low ${fixed(100 * all.lowestSkill, 1)} %), gain ${bps(all.gainBps)} (low ${bps(all.lowestGainBps)}) of what waits`;
  const state = gate.isOpen
    ? 'open'
    : `shut: it takes ${fewestEvents} outcomes with both lows above 0, also in the last 180 days`;
  return [
    `Sale delay: ${plural(events, 'sale')} of ${sales} to delay (${waited}), ${plural(all.events, 'outcome')} known${figures}.`,
    `The gate is ${state}.`,
  ];
}
