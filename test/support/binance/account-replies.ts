/** Replies on balances, commissions and the key of the account on the test venue. */
import { type Fees, ratesOf } from './commission.ts';
import type { Market } from './market.ts';
import type { Permissions } from './security.ts';
import { numberOf, textOf, type Units, unitsOf } from './units.ts';
import type { Balance } from './wallet.ts';

export type AccountState = {
  readonly balances: ReadonlyMap<string, Balance>;
  readonly fees: Fees;
  readonly traded: Units;
  readonly permissions: Permissions;
  readonly updatedMs: number;
};

/** rest-api.md lines 4194–4230; recorded: spot/http_json/account_response.json. */
export function accountReply(state: AccountState, omitsZeroBalances: boolean): unknown {
  const { maker, taker } = ratesOf(state.fees, state.traded);
  const nothing = textOf(0n);
  const basisPoints = (rate: Units): number => Math.round(numberOf(rate) * 10_000);
  const balances = [...state.balances]
    .filter(([, { free, locked }]) => !omitsZeroBalances || free + locked > 0n)
    .map(([asset, { free, locked }]) => ({ asset, free: textOf(free), locked: textOf(locked) }));
  return {
    makerCommission: basisPoints(maker),
    takerCommission: basisPoints(taker),
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: {
      maker: textOf(maker),
      taker: textOf(taker),
      buyer: nothing,
      seller: nothing,
    },
    canTrade: state.permissions.enableSpotAndMarginTrading,
    canWithdraw: true,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: state.updatedMs,
    accountType: 'SPOT',
    balances,
    permissions: ['SPOT'],
    uid: 354_937_868,
  };
}

/** rest-api.md lines 4818–4848; buyer, seller, special and tax rates are zero here. */
export function commissionReply(symbol: string, { fees, traded }: AccountState): unknown {
  const { maker, taker } = ratesOf(fees, traded);
  const rates = (own: { maker: Units; taker: Units }) => ({
    maker: textOf(own.maker),
    taker: textOf(own.taker),
    buyer: textOf(0n),
    seller: textOf(0n),
  });
  const none = rates({ maker: 0n, taker: 0n });
  return {
    symbol,
    standardCommission: rates({ maker, taker }),
    specialCommission: none,
    taxCommission: none,
    discount: discountReply(fees),
  };
}

/** rest-api.md lines 2355–2378: for this order, so without rates of buyer and seller. */
export function orderCommissionReply({
  fees,
  traded,
}: Pick<AccountState, 'fees' | 'traded'>): unknown {
  const { maker, taker } = ratesOf(fees, traded);
  const none = { maker: textOf(0n), taker: textOf(0n) };
  return {
    standardCommissionForOrder: { maker: textOf(maker), taker: textOf(taker) },
    specialCommissionForOrder: none,
    taxCommissionForOrder: none,
    discount: discountReply(fees),
  };
}

function discountReply(fees: Fees): unknown {
  return {
    enabledForAccount: fees.payInBnb,
    enabledForSymbol: true,
    discountAsset: 'BNB',
    discount: textOf(unitsOf(fees.discount)),
  };
}

/** Shape by ccxt's parseTradingFee and developers.binance.com/docs/wallet/asset/trade-fee. */
export function tradeFeeReply(market: Market, { fees, traded }: AccountState): unknown {
  const { maker, taker } = ratesOf(fees, traded);
  return {
    symbol: market.rules().symbol,
    makerCommission: String(numberOf(maker)),
    takerCommission: String(numberOf(taker)),
  };
}

/** Shape by developers.binance.com/docs/wallet/account/api-key-permission. */
export function apiRestrictionsReply(permissions: Permissions, createTime: number): unknown {
  return { ...permissions, createTime };
}

/** Shape by ccxt's parseCurrency and developers.binance.com/docs/wallet/capital/all-coins-info; one network a coin. */
export function coinReply(asset: string, { free, locked }: Balance): unknown {
  return {
    coin: asset,
    depositAllEnable: true,
    withdrawAllEnable: true,
    name: asset,
    free: textOf(free),
    locked: textOf(locked),
    freeze: '0',
    withdrawing: '0',
    ipoing: '0',
    ipoable: '0',
    storage: '0',
    isLegalMoney: false,
    trading: true,
    networkList: [
      {
        network: asset,
        coin: asset,
        withdrawIntegerMultiple: '0.00000001',
        isDefault: true,
        depositEnable: true,
        withdrawEnable: true,
        depositDesc: '',
        withdrawDesc: '',
        specialTips: '',
        specialWithdrawTips: '',
        name: asset,
        resetAddressStatus: false,
        addressRegex: '',
        addressRule: '',
        memoRegex: '',
        withdrawFee: '0.001',
        withdrawMin: '0.002',
        withdrawMax: '9999999999.99999999',
        minConfirm: 1,
        unLockConfirm: 0,
        sameAddress: false,
        estimatedArrivalTime: 5,
        busy: false,
      },
    ],
  };
}
