/** The reason codes of targets that an allocator set. */
import type { ReasonEntry } from './data-reasons.ts';

export const allocationReasons = {
  TARGETS_ALLOCATED: {
    room: 'allocation',
    sentence:
      'the targets are by {method}, set for {at} from {covariance} ({status}, residual {residual}); they stand until {until}',
    meaning:
      'With an `allocation.method` targets are computed anew at the times of `allocation.every`, from what was known then, and stand until the next.',
  },
  TARGETS_FALLBACK: {
    room: 'allocation',
    sentence: 'targets by {wanted} are not to be had as configured ({cause}); {used} stands in',
    meaning:
      'A method without an answer is followed by inverse volatility and then by the weights of `portfolio.targets`; a volatility target without a covariance is left out.',
  },
  TARGETS_COVARIANCE: {
    room: 'allocation',
    sentence: 'the covariance of the targets is {used}: {cause}',
    meaning: 'The forecast that the configuration names could not be used for targets.',
  },
  TARGETS_SCALED: {
    room: 'allocation',
    sentence:
      'the targets are scaled to {scalePct} %: whole they would have a volatility of {volPct} % a year, above {targetPct} %',
    meaning: 'With `allocation.volatilityTarget` what is above it goes into cash.',
  },
} as const satisfies Record<string, ReasonEntry>;
