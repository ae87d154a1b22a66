/**
 * Funding of a paper account on margin: Σ units × price × rate a day, of which every whole minute that passed takes its part from the
 * cash. The minute up to which it was taken lies in the store, so that none is taken twice or left out, however often a process ends.
 */
import { add, decimalOf, multiply, subtract, toPlaces } from '../../base/decimal.ts';
import { dayMs, minuteMs } from '../../base/time.ts';
import type { StoreSession } from '../../ports/store.ts';
import { type Marks, worthOf } from './margin.ts';

const places = 8;
/** Short as text, and more than a rate has. */
const significantDigits = 12;

/** The share of its notional that a long pays a day, by asset, and the prices that it is taken at. */
export type FundingTerms = {
  readonly quote: string;
  readonly perDay: Readonly<Record<string, number>>;
  readonly marks: Marks;
};

/** Whether a minute has passed since the last one that was taken. */
export async function isFundingDue(
  { facts }: Pick<StoreSession, 'facts'>,
  account: string,
  until: number,
): Promise<boolean> {
  const taken = await facts.get(nameOf(account));
  return typeof taken !== 'number' || wholeMinute(until) > taken;
}

/** Takes what is due up to a time, for the positions as they are. An account that was just opened owes nothing yet. */
export async function takeFunding(
  { facts, paper }: StoreSession,
  account: string,
  { quote, perDay, marks }: FundingTerms,
  until: number,
): Promise<void> {
  const name = nameOf(account);
  const taken = await facts.get(name);
  const minute = wholeMinute(until);
  if (typeof taken === 'number' && minute <= taken) return;
  await facts.set(name, minute);
  if (typeof taken !== 'number') return;
  const balances = (await paper.balances(account)) ?? {};
  const days = (minute - taken) / dayMs;
  const due = Object.entries(perDay)
    .map(([asset, rate]) => {
      const share = decimalOf(Number((rate * days).toPrecision(significantDigits)));
      return multiply(worthOf(asset, balances[asset] ?? '0', marks), share);
    })
    .reduce(add, '0');
  const cash = subtract(balances[quote] ?? '0', toPlaces(due, places, 'down'));
  await paper.setBalance(account, quote, cash);
}

function wholeMinute(time: number): number {
  return Math.floor(time / minuteMs) * minuteMs;
}

function nameOf(account: string): string {
  return `paper.funding.${account}`;
}
