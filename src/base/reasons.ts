/** The closed table of reason codes: every expected outcome of Ballast has one, with the sentence that a person reads. */
import { allocationReasons } from './allocation-reasons.ts';
import { dataReasons, type ReasonEntry } from './data-reasons.ts';
import { executionReasons } from './execution-reasons.ts';
import { modelReasons } from './model-reasons.ts';
import { safetyReasons } from './safety-reasons.ts';
import { targetReasons } from './target-reasons.ts';
import { timingReasons } from './timing-reasons.ts';

/** The numbers and names behind a code; percentages and bps are numbers, money is a decimal string. */
export type ReasonDetails = { readonly [name: string]: string | number | boolean };

export type Reason = { readonly code: ReasonCode } & ReasonDetails;

const table = {
  ...dataReasons,
  ...modelReasons,
  ...allocationReasons,
  FORECAST_FALLBACK: {
    room: 'forecast',
    sentence: 'the forecast {wanted} is not available ({cause}); {used} stands in',
    meaning: 'A model could not be used, and the next in the chain takes its place.',
  },
  THRESHOLDS_SIMPLE: {
    room: 'forecast',
    sentence: 'thresholds go by {used}, and the model in use serves the figures of risk: {cause}',
    meaning:
      'The model in use was not shown to save anything under this objective, so it moves no thresholds; forecasts, risk figures and correlations are its own.',
  },
  WORTH_UNTRIED: {
    room: 'forecast',
    sentence: '{objective}: the {figure} could not be compared at equal tracking error',
    meaning:
      'The runs of the trial have no tracking error in common, as on assets that hardly move.',
  },
  WORTH_NOTHING_POSSIBLE: {
    room: 'forecast',
    sentence:
      '{objective}: nothing is to be gained in {figure}, knowing seven days ahead saves {possiblePct} %',
    meaning:
      'Where foresight gains nothing no forecast can, so thresholds go by the simple forecast under this objective.',
  },
  WORTH_NOT_SHOWN: {
    room: 'forecast',
    sentence:
      '{objective}: the model captured {capturedPct} % of what knowing seven days ahead gains in {figure}; it must be above 0',
    meaning:
      'A lower loss need not lower a cost. A model that saved nothing on days it had not seen moves no thresholds under this objective.',
  },
  WORTH_COSTLY: {
    room: 'forecast',
    sentence:
      '{objective}: it costs {changePct} % more than the simple forecast, at most {mostPct} % are allowed',
    meaning: 'Steadiness is to be had at about the same cost, or not by this model.',
  },
  LEVEL_CHOSEN: {
    room: 'forecast',
    sentence:
      'the tightness is {tightness}: over the year before this month it met the goal of {goal}',
    meaning:
      'For a cost budget or a tracking target the tightness is chosen anew each month, on the past year alone.',
  },
  REGIME_CHANGED: {
    room: 'forecast',
    sentence:
      'the last {days} days before the choice had {volatilityRatio} times the volatility of its window (usual are {usualRatio}) and a mean correlation {correlationChange} off it (usual are {usualChange})',
    meaning:
      'A parameter search chose on a window that was unlike the days before its end: what was best there may not be best now.',
  },
  MULTIPLIER_NEUTRAL: {
    room: 'forecast',
    sentence: 'thresholds are at their base width: {cause}',
    meaning: 'On any doubt about the forecast the threshold multiplier is exactly 1.',
  },
  COSTS_ASSUMED: {
    room: 'plan',
    sentence: 'fees of {takerFeeBps} bp are assumed',
    meaning: 'Neither the account nor the configuration names the fees.',
  },
  COSTS_NEUTRAL: {
    room: 'plan',
    sentence: 'the spread of {symbol} is taken to be as ever: how volatile it is now is not known',
    meaning:
      'With `costs.volatilityExponent` spreads follow volatility; on any doubt about it the factor is exactly 1.',
  },
  IMPACT_UNKNOWN: {
    room: 'plan',
    sentence: 'trades of {symbol} are reckoned at the largest impact, {maximumBps} bp: {cause}',
    meaning:
      'The impact of a trade follows from volatility and volume; where one of them is missing it is `costs.impact.maximumBps`.',
  },
  DEPTH_SHORT: {
    room: 'plan',
    sentence:
      '{symbol}: the book holds {sharePct} % of the order inside the limit price; the rest is reckoned at the limit',
    meaning: 'Half of the displayed depth counts. The order may take longer, or be filled in part.',
  },
  RULES_ASSUMED: {
    room: 'plan',
    sentence: "the markets' trading rules are assumed: {decimals} decimals, no minimum",
    meaning: 'The data source carries no step sizes and minimum orders.',
  },
  BAND_INSIDE: {
    room: 'policy',
    sentence: '{symbol} is {driftPp} pp off its target, inside its threshold of {thresholdPp} pp',
    meaning: 'No asset has left its threshold; nothing is traded.',
  },
  BAND_BREACHED: {
    room: 'policy',
    sentence: '{symbol} is {driftPp} pp off its target, outside its threshold of {thresholdPp} pp',
    meaning: 'An asset has left its threshold.',
  },
  TOLERANCE_EXCEEDED: {
    room: 'policy',
    sentence:
      '{count} of {assets} assets are further off their targets than their tolerance; {symbol} is {driftPp} pp off, its tolerance is {thresholdPp} pp',
    meaning: 'Each of them is brought back to its target.',
  },
  BAND_NEUTRAL: {
    room: 'policy',
    sentence: 'the band of {symbols} is at its standard width of {width}: {cause}',
    meaning:
      'A band that is an expression had no usable value: no volatility is forecast yet, or the value is not a number of more than 0 and at most 1.',
  },
  NOT_DUE: {
    room: 'policy',
    sentence: 'the next look of the calendar is not due',
    meaning: 'No slot of the schedule has passed since the last look.',
  },
  CALENDAR_DUE: {
    room: 'policy',
    sentence: 'the calendar asks for a look now; the largest drift is {driftPp} pp',
    meaning: 'A slot of the schedule has passed.',
  },
  GATE_INSIDE: {
    room: 'policy',
    sentence:
      'the calendar asks for a look now, but the largest drift of {driftPp} pp is not beyond its gate of {gatePp} pp',
    meaning: 'On schedule, but the drift is too small to be worth trading.',
  },
  REGION_INSIDE: {
    room: 'policy',
    sentence: 'no trade is worth its cost: the drift costs {penaltyBps} bp of penalty in all',
    meaning:
      'The weights are inside the no-trade region: every single trade would cost more than the drift it takes away.',
  },
  COST_EXCEEDS_BENEFIT: {
    room: 'policy',
    sentence:
      'trading would cost {costBps} bp of NAV and {eventCostBps} bp for the event, and save {savedBps} bp of drift penalty',
    meaning: 'Some trade would pay for itself, but not for the fixed cost of an event as well.',
  },
  REGION_LEFT: {
    room: 'policy',
    sentence:
      'trading costs {costBps} bp of NAV and {eventCostBps} bp for the event, and saves {savedBps} bp of drift penalty',
    meaning: 'The weights have left the no-trade region.',
  },
  ...timingReasons,
  NOTIONAL_BELOW_MINIMUM: {
    room: 'plan',
    sentence: '{side} {symbol} for {notional} is left out: the smallest order is {minimum}',
    meaning: 'The order is smaller than the venue or the settings allow.',
  },
  NOTIONAL_RAISED: {
    room: 'plan',
    sentence:
      '{side} {symbol} for {notional} is raised to {raised}: the smallest order is {minimum}',
    meaning:
      'At least half of the smallest order was wanted, so that the whole of it brings the weights nearer than none.',
  },
  QUANTITY_BELOW_STEP: {
    room: 'plan',
    sentence: '{side} {symbol} of {quantity} is left out: the step is {stepSize}',
    meaning: 'The quantity rounds to nothing at the market’s step.',
  },
  QUANTITY_CAPPED: {
    room: 'plan',
    sentence: 'the buys were scaled to {sharePct} % to fit the cash',
    meaning: 'The cash after the sells, their costs and the buffer does not pay for all buys.',
  },
  PLAN_EMPTY: {
    room: 'plan',
    sentence: 'no order is left after rounding and minimums',
    meaning: 'The decision was to trade, but no order of the venue is small enough to do it.',
  },
  PLAN_NO_IMPROVEMENT: {
    room: 'plan',
    sentence: 'the plan would move the distance to the targets from {before} to {after}',
    meaning:
      'A pre-trade check refused a plan that does not bring the weights nearer to their targets.',
  },
  LEVERAGE_PASSED: {
    room: 'policy',
    sentence:
      'the positions have come to {gross} times the portfolio, more than a tenth above {leverage}: all go back to their targets',
    meaning:
      'On margin losses make positions weigh more. Neither thresholds nor a cooldown count then.',
  },
  LEVERAGE_FITTED: {
    room: 'plan',
    sentence:
      'what opens positions was scaled to {sharePct} % to keep them within {leverage} times the portfolio',
    meaning:
      'On margin the positions may add up to `portfolio.leverage` without their signs, less the buffer.',
  },
  LEVERAGE_EXCEEDED: {
    room: 'plan',
    sentence: 'the positions would come to {gross} times the portfolio, more than {leverage}',
    meaning:
      'A pre-trade check refused a plan on margin that holds more than `portfolio.leverage`.',
  },
  PLAN_INFEASIBLE: {
    room: 'plan',
    sentence: 'the plan would leave {symbol} at {after}',
    meaning:
      'A pre-trade check refused a plan that sells more than is held or spends more than there is.',
  },
  HASH_MISMATCH: {
    room: 'approval',
    sentence: 'the hash was {given}, it must be {expected}',
    meaning: 'An approval names exactly what it consents to. Look at it again and use its hash.',
  },
  APPROVAL_EXPIRED: {
    room: 'approval',
    sentence: 'it expired at {expiresAt}',
    meaning: 'Nobody approved or executed it in time. Ask for a new one.',
  },
  AUTONOMY_OBSERVE: {
    room: 'approval',
    sentence: 'the portfolio is at the autonomy level observe; plans are recorded and not traded',
    meaning: 'Raise autonomy.level to propose before anything can be approved or executed.',
  },
  NOT_FOUND: {
    room: 'approval',
    sentence: 'there is no {what} {id}',
    meaning: 'The identifier was not found in this store.',
  },
  APPROVAL_STATE: {
    room: 'approval',
    sentence: 'it is {state}; this needs {needed}',
    meaning: 'The life cycle does not allow this step from this state.',
  },
  APPROVAL_PROPOSER: {
    room: 'approval',
    sentence: '{actor} proposed this, and its rule wants {approvers} others',
    meaning: 'Where two or more approvers are wanted, the proposer is not one of them.',
  },
  APPROVAL_REPEATED: {
    room: 'approval',
    sentence: '{actor} has approved this already; {missing} more are needed',
    meaning: 'One person counts once.',
  },
  APPROVAL_MISSING: {
    room: 'approval',
    sentence: 'the plan has {given} of {needed} approvals',
    meaning: 'More people must approve before the plan may be executed.',
  },
  BALANCES_CHANGED: {
    room: 'approval',
    sentence: '{asset} was {expected} when the plan was made and is {actual} now',
    meaning: 'The account is not what the plan was made for. A new plan is needed.',
  },
  PRICE_DRIFTED: {
    room: 'approval',
    sentence: '{symbol} moved by {movePct} % since the plan, at most {limitPct} % are allowed',
    meaning: 'Prices are too far from those that were approved. A new plan is needed.',
  },
  POLICY_CHANGED: {
    room: 'approval',
    sentence: 'the settings are not those that the plan was made with',
    meaning: 'Targets, policy, costs or rules were changed after the plan was made.',
  },
  ...targetReasons,
  ...safetyReasons,
  EXECUTION_BUSY: {
    room: 'approval',
    sentence: 'the execution of {recommendation} is not finished',
    meaning:
      'A portfolio, and an account, trades one plan at a time. Wait until the other one ends, or execute it again if it was interrupted.',
  },
  ...executionReasons,
} as const satisfies Record<string, ReasonEntry>;

export type ReasonCode = keyof typeof table;

export const reasonTable: Readonly<Record<ReasonCode, ReasonEntry>> = table;

/** The sentence of a reason, its numbers filled in; {place} is the line of a text file, or the row of a table. */
export function sentenceOf(reason: Reason): string {
  const place = reason.row === undefined ? `line ${reason.line}` : `row ${reason.row}`;
  const details: ReasonDetails = { place, ...reason };
  return table[reason.code].sentence.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(details[name] ?? '?'),
  );
}
