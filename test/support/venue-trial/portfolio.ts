/** A live portfolio at a test venue, six assets on spot or five on margin, whose targets and style of trading change each time. */
import { createModelStore } from '../../../src/adapters/files/model-store.ts';
import type { Workspace } from '../../../src/app/workspace.ts';
import type { Random } from '../../../src/base/random.ts';
import { secretFrom } from '../../../src/cli/secrets.ts';
import { openVenue } from '../../../src/compose.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { Key } from '../binance/security.ts';
import type { BinanceServerOptions } from '../binance/server.ts';
import type { UsdmServerOptions } from '../binance-usdm/server.ts';
import { type Changes, configuredWith } from '../settings.ts';

export const assets = ['BTC', 'ETH', 'BNB', 'SOL', 'XRP', 'USDC'] as const;
const cashTarget = 0.05;

/** About 36,000 USDT in four assets and cash; a month of candles. */
export const venueOptions: BinanceServerOptions = {
  historyDays: 30,
  balances: { USDT: '15000', BTC: '0.1', ETH: '2', SOL: '40', XRP: '6000' },
};

/** What the portfolio is to become, and how. */
export type Wish = {
  /** One weight for each asset; the rest is cash. */
  readonly targets: readonly number[];
  readonly style: 'taker' | 'maker-first';
};

/** Weights between about 5 % and 30 %; every so many wishes rests first. */
export function wishes(random: Random, { makerEvery }: { makerEvery: number }): () => Wish {
  let number = 0;
  return () => {
    number += 1;
    const shares = assets.map(() => 0.2 + random.uniform());
    const sum = shares.reduce((total, share) => total + share, 0);
    const targets = shares.map((share) => Math.round((1e4 * (1 - cashTarget) * share) / sum) / 1e4);
    return { targets, style: number % makerEvery === 0 ? 'maker-first' : 'taker' };
  };
}

/** 36,000 USDT and no position; a month of candles. */
export const marginOptions: UsdmServerOptions = { historyDays: 30, balances: { USDT: '36000' } };

/** Weights from −35 % to 35 %, of the assets that have a perpetual: all but the last. */
export function signedWishes(random: Random, { makerEvery }: { makerEvery: number }): () => Wish {
  let number = 0;
  return () => {
    number += 1;
    const weight = (): number => Math.round(1e4 * 0.7 * (random.uniform() - 0.5)) / 1e4;
    const targets = assets.slice(0, -1).map(weight);
    return { targets, style: number % makerEvery === 0 ? 'maker-first' : 'taker' };
  };
}

const onMargin: Changes = {
  'venue.id': 'binanceusdm',
  'markets.direct': [],
  'portfolio.leverage': 2,
  'portfolio.targets': Object.fromEntries(assets.slice(0, -1).map((asset) => [asset, '20%'])),
};

export type Place = {
  readonly url: string;
  readonly key: Key;
  /** That of the venue's clock. */
  readonly speed: number;
  readonly store: Store;
  readonly isOnMargin?: boolean;
};

/** Opens it as every command does. Errors: VenueError when the venue does not answer as it should. */
export async function openPortfolio(
  { url, key, speed, store, isOnMargin = false }: Place,
  changes: Changes = {},
): Promise<Workspace> {
  const even = Object.fromEntries(assets.map((asset) => [asset, '15%']));
  const configured = configuredWith({
    'portfolio.targets': { ...even, cash: '10%' },
    'portfolio.holdings': undefined,
    'venue.id': 'binance',
    ...{ 'venue.mode': 'live', 'venue.baseUrl': url, 'venue.speed': speed },
    'markets.direct': ['ETH/BTC'],
    policy: { kind: 'threshold', band: '1%', cooldownHours: 0 },
    ...(isOnMargin ? onMargin : {}),
    ...changes,
  });
  const name = isOnMargin ? 'BINANCEUSDM' : 'BINANCE';
  const environment = {
    [`BALLAST_${name}_API_KEY`]: key.apiKey,
    [`BALLAST_${name}_API_SECRET`]: key.secret,
  };
  const ground = {
    ...{ store, models: createModelStore('no-models') },
    secretOf: (name: string) => secretFrom(environment, name),
  };
  const { workspace } = await openVenue(configured, ground);
  return workspace;
}

/** Twenty seconds of the venue's time, so that a trial does not take hours. */
const patienceBars = 20 / 3_600;

export function withWish(workspace: Workspace, { targets, style }: Wish): Workspace {
  const { settings } = workspace;
  const cash = 1 - targets.reduce((sum, target) => sum + target, 0);
  const portfolio = { ...settings.portfolio, targets, cashTarget: cash };
  const execution = { ...settings.execution, style, patienceBars };
  return { ...workspace, settings: { ...settings, portfolio, execution } };
}
