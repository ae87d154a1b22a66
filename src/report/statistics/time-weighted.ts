/**
 * NAV as it would have grown without deposits and withdrawals: NAV'_t = NAV'_(t−1) · (NAV_t − flow_t) / NAV_(t−1), the flow
 * at the close of t being part of NAV_t. CFA Institute, Global Investment Performance Standards (2020), time-weighted return.
 */

/** Without flows the NAV itself. */
export function timeWeightedNav(nav: Float64Array, flows: Float64Array): Float64Array {
  if (flows.every((flow) => flow === 0)) return nav;
  const weighted = nav.slice();
  for (let t = 1; t < nav.length; t++) {
    const before = nav[t - 1] as number;
    const growth = before > 0 ? ((nav[t] as number) - (flows[t] as number)) / before : 1;
    weighted[t] = (weighted[t - 1] as number) * growth;
  }
  return weighted;
}
