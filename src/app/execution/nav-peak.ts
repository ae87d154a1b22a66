/** The highest NAV of a portfolio among its looks, which a drawdown is measured from. */
import type { StoreSession } from '../../ports/store.ts';

type Facts = Pick<StoreSession, 'facts'>;

/**
 * Takes a look into account and answers the peak with it. What was paid in or out since the look before moves the peak by the
 * same factor as the NAV, so that a withdrawal is no loss.
 */
export async function notePeak(
  { facts }: Facts,
  look: { readonly portfolio: string; readonly nav: number; readonly paidIn: number },
): Promise<number> {
  const { portfolio, nav, paidIn } = look;
  const kept = await facts.get(factOf(portfolio));
  const before = nav - paidIn;
  const factor = before > 0 ? nav / before : 1;
  const peak = Math.max(nav, typeof kept === 'number' ? kept * factor : nav);
  await facts.set(factOf(portfolio), peak);
  return peak;
}

export async function forgetPeak({ facts }: Facts, portfolio: string): Promise<void> {
  await facts.set(factOf(portfolio), null);
}

function factOf(portfolio: string): string {
  return `nav-peak.${portfolio}`;
}
