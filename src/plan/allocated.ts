/** What an allocator set, as a recommendation goes by it: the settings with its targets, and the reasons that tell of it. */
import type { Reason } from '../base/reasons.ts';
import { cronSlots } from '../policy/schedule.ts';
import type { AllocatedTargets } from './allocated-targets.ts';
import type { RecordedInputs } from './inputs.ts';
import type { Settings } from './settings.ts';

/** The settings with the targets in force in place of those of the configuration. */
export function withAllocated(
  settings: Settings,
  allocated: Pick<AllocatedTargets, 'targets' | 'cashTarget'> | undefined,
): Settings {
  if (allocated === undefined) return settings;
  const { targets, cashTarget } = allocated;
  return { ...settings, portfolio: { ...settings.portfolio, targets, cashTarget } };
}

/** Whose targets they are, what stood in, and by how much they were scaled. */
export function allocationReasons({ settings, allocated }: RecordedInputs): Reason[] {
  const { allocation } = settings;
  if (allocation === undefined || allocated === undefined) return [];
  const { at, used, status, residual, covariance, method, fallbacks, scale } = allocated;
  const reasons: Reason[] = [
    {
      ...{ code: 'TARGETS_ALLOCATED', method: used, at: isoTime(at), status, residual },
      covariance: covariance?.source ?? 'no covariance',
      until: isoTime(cronSlots(allocation.every)(at)),
    },
  ];
  if (fallbacks.length > 0) {
    const cause = fallbacks.map((failed) => `${failed.method}: ${failed.cause}`).join('; ');
    reasons.push({ code: 'TARGETS_FALLBACK', wanted: method, cause, used });
  }
  if (typeof covariance?.cause === 'string') {
    const { source, cause } = covariance;
    reasons.push({ code: 'TARGETS_COVARIANCE', cause, used: source });
  }
  if (scale < 1) {
    reasons.push({
      ...{ code: 'TARGETS_SCALED', scalePct: 100 * scale },
      volPct: 100 * (allocated.volAnnual ?? 0),
      targetPct: 100 * (allocation.volatilityTarget ?? 0),
    });
  }
  return reasons;
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
