/** What a trade on the test venue costs: from the received asset, or from BNB at a discount (faqs/commission_faq.md lines 132–202). */
import { times, timesRounded, type Units, unitsOf } from './units.ts';

export type Fees = {
  /** The last tier that the notional traded so far reaches; the first starts at 0. Rates are fractions. */
  readonly tiers: readonly {
    readonly fromNotional: string;
    readonly maker: string;
    readonly taker: string;
  }[];
  readonly payInBnb: boolean;
  /** The commission is multiplied by it when paid in BNB (faqs/commission_faq.md lines 177–180). */
  readonly discount: string;
};

/** The rates of the entry tier of most accounts, 0.1 %, and three quarters of it in BNB. */
export const usualFees: Fees = {
  tiers: [{ fromNotional: '0', maker: '0.001', taker: '0.001' }],
  payInBnb: false,
  discount: '0.75',
};

export type Commission = { readonly asset: string; readonly units: Units };

export function ratesOf({ tiers }: Fees, traded: Units): { maker: Units; taker: Units } {
  const tier = tiers.findLast(({ fromNotional }) => unitsOf(fromNotional) <= traded) ?? tiers[0]!;
  return { maker: unitsOf(tier.maker), taker: unitsOf(tier.taker) };
}

export function commissionOf(trade: {
  readonly fees: Fees;
  readonly rate: Units;
  readonly received: { readonly asset: string; readonly units: Units };
  /** BNB for one unit of the received asset, or undefined when no market tells. */
  readonly bnbPrice: Units | undefined;
  readonly freeBnb: Units;
}): Commission {
  const { fees, rate, received, bnbPrice, freeBnb } = trade;
  const full = timesRounded(received.units, rate);
  if (fees.payInBnb && bnbPrice !== undefined) {
    const inBnb = times(times(full, bnbPrice), unitsOf(fees.discount));
    if (received.asset === 'BNB' || inBnb <= freeBnb) return { asset: 'BNB', units: inBnb };
  }
  return { asset: received.asset, units: full };
}
