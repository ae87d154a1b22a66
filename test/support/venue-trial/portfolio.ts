/** A live portfolio of six assets at the test venue, whose targets and style of trading change each time. */
import { createModelStore } from '../../../src/adapters/files/model-store.ts';
import type { Workspace } from '../../../src/app/workspace.ts';
import type { Random } from '../../../src/base/random.ts';
import { secretFrom } from '../../../src/cli/secrets.ts';
import { openVenue } from '../../../src/compose.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { Key } from '../binance/security.ts';
import type { BinanceServerOptions } from '../binance/server.ts';
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

export type Place = {
  readonly url: string;
  readonly key: Key;
  /** That of the venue's clock. */
  readonly speed: number;
  readonly store: Store;
};

/** Opens it as every command does. Errors: VenueError when the venue does not answer as it should. */
export async function openPortfolio(
  { url, key, speed, store }: Place,
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
    ...changes,
  });
  const environment = {
    BALLAST_BINANCE_API_KEY: key.apiKey,
    BALLAST_BINANCE_API_SECRET: key.secret,
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
