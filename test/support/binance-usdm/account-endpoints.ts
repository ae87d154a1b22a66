/** Account endpoints of the futures test venue, and those of the key, which are on the host of spot. */
import { apiRestrictionsReply } from '../binance/account-replies.ts';
import { ratesOf } from '../binance/commission.ts';
import type { Endpoint } from '../binance/endpoint.ts';
import { parameter } from '../binance/parameters.ts';
import { numberOf } from '../binance/units.ts';
import { accountReply } from './account-replies.ts';
import type { UsdmVenue } from './venue.ts';

const dayMs = 86_400_000;

export const accountEndpoints: readonly Endpoint<UsdmVenue>[] = [
  {
    // account/rest-api/Account-Information-V2.
    route: 'GET /fapi/v2/account',
    security: 'USER_DATA',
    weight: () => 5,
    parameters: [],
    reply: (venue, call) => accountReply(venue, call),
  },
  {
    // account/rest-api/Get-Current-Position-Mode.
    route: 'GET /fapi/v1/positionSide/dual',
    security: 'USER_DATA',
    weight: () => 30,
    parameters: [],
    reply: ({ isHedged }) => ({ dualSidePosition: isHedged }),
  },
  {
    // account/rest-api/Get-Current-Multi-Assets-Mode.
    route: 'GET /fapi/v1/multiAssetsMargin',
    security: 'USER_DATA',
    weight: () => 30,
    parameters: [],
    reply: ({ lendsOnSeveral }) => ({ multiAssetsMargin: lendsOnSeveral }),
  },
  {
    // account/rest-api/User-Commission-Rate.
    route: 'GET /fapi/v1/commissionRate',
    security: 'USER_DATA',
    weight: () => 20,
    parameters: [parameter('symbol!', 'symbol')],
    reply({ engine, settlement }, { sent }) {
      const { symbol } = engine.market(sent.get('symbol')!).rules();
      const { maker, taker } = ratesOf(settlement.fees(), settlement.traded());
      return {
        symbol,
        makerCommissionRate: String(numberOf(maker)),
        takerCommissionRate: String(numberOf(taker)),
      };
    },
  },
  {
    // Weight by developers.binance.com/docs/wallet/account/api-key-permission.
    route: 'GET /sapi/v1/account/apiRestrictions',
    security: 'USER_DATA',
    weight: () => 1,
    parameters: [],
    reply: ({ permissions, options }) => apiRestrictionsReply(permissions, options.startMs - dayMs),
  },
];
