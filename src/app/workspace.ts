/** What the use cases of one portfolio work with; made by compose.ts. */
import type { Reason } from '../base/reasons.ts';
import type { LearningSettings } from '../config/settings.ts';
import type { Origin } from '../plan/inputs.ts';
import type { RailSettings } from '../plan/rail-settings.ts';
import type { AutonomyLevel, Settings } from '../plan/settings.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { MarketData } from '../ports/market-data.ts';
import type { ModelStore } from '../ports/model-store.ts';
import type { Store } from '../ports/store.ts';
import type { Learner } from './learning/learned-day.ts';

export type Workspace = {
  readonly settings: Settings;
  /** As configured; autonomy.ts says what counts now. */
  readonly autonomy: { readonly level: AutonomyLevel; readonly schedule: string };
  readonly rails: RailSettings;
  readonly learning: LearningSettings;
  readonly origin: Origin;
  /** In words, for pages and messages: `paper · simulated market`. */
  readonly mode: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly market: MarketData;
  readonly broker: Broker;
  readonly models: ModelStore;
  /** Learns from candles of the portfolio, with the promoted model of those. */
  readonly learner: Learner;
  /** Balances that a new paper account is opened with; null where an exchange keeps the account. */
  readonly initialBalances: Readonly<Record<string, string>> | null;
};

/** The answer of a gate: done, or refused with the reason. */
export type GateResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: Reason };
