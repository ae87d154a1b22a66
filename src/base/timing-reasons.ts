/** The reason codes of what stands around a rule: the use of deposits, the cooldown, sales that wait. */
import type { ReasonEntry } from './data-reasons.ts';

export const timingReasons = {
  CASH_FLOW_USED: {
    room: 'policy',
    sentence:
      '{flowPp} % of NAV flowed in or out of the cash; {tradedPp} % are traded to bring weights nearer to their targets with it',
    meaning:
      'A deposit buys what is furthest below its target, a withdrawal is raised from what is furthest above.',
  },
  COOLDOWN_ACTIVE: {
    room: 'policy',
    sentence:
      'the last rebalance was {hours} h ago, at least {cooldownHours} h are wanted; no asset is outside its hard threshold',
    meaning: 'A trade would be due, but the last one is too recent.',
  },
  HARD_BAND_BREACHED: {
    room: 'policy',
    sentence:
      '{symbol} is {driftPp} pp off its target, outside its hard threshold of {thresholdPp} pp: the cooldown does not count',
    meaning: 'A drift so large that it may not wait.',
  },
  SALE_DELAYED: {
    room: 'policy',
    sentence:
      'half of the sale of {symbol} waits until {until} at the latest: a breakout has a probability of {probabilityPct} %, usual are {usualPct} %',
    meaning:
      'Only in a backtest with `policy.saleDelay: gated`, and only while the delays before it were worth it by the gate.',
  },
  DELAYED_SALE_ENDS: {
    room: 'policy',
    sentence: 'the sale of {symbol} has waited {hours} h and waits no longer',
    meaning:
      'The three days are over, the asset fell ¾ σ below its highest close since, it left its hard band, or cash is withdrawn.',
  },
} as const satisfies Record<string, ReasonEntry>;
