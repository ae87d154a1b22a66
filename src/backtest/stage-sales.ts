/**
 * The sales of a policy in one stage: which of them a delay is thought of for, what it would have brought, and, in `gated` mode,
 * the delay itself. A sale is discretionary inside the asset's hard band and while nothing is withdrawn; it is one to delay if a
 * breakout is likelier than usual. Then half is sold at once and the rest within three days, never below the target.
 */
import type { Reason } from '../base/reasons.ts';
import { dayMs, hourMs } from '../base/time.ts';
import { legCost } from '../cost/leg-cost.ts';
import type { Breakout } from '../learning/regime/breakouts.ts';
import { delayGainBps, lastDayOf, longestDays } from '../learning/regime/sale-delay.ts';
import { firstIndexAtOrAfter } from '../market/candles.ts';
import type { DecisionRoom } from '../plan/decision-room.ts';
import type { PlanMarket } from '../plan/markets.ts';
import type { Settings } from '../plan/settings.ts';
import { hardBands } from '../policy/cooldown.ts';
import type { Look, Policy } from '../policy/policy.ts';
import { holdBack, letThrough, soldOf } from './held-flows.ts';
import type { SaleWatch } from './sale-watch.ts';
import type { Stage } from './universe.ts';

/** What the policy says at the close of a bar; a delay changes the flows. */
export type SaleLook = {
  readonly bar: number;
  readonly look: Look;
  readonly flows: Float64Array;
  readonly isDue: boolean;
};

export type StageSales = {
  /** Whether a trade is due with the flows as they are then. */
  review(at: SaleLook): boolean;
  /** Why the last review changed them. */
  reasons(): readonly Reason[];
};

export type StageSalesInputs = {
  readonly watch: SaleWatch;
  readonly stage: Stage;
  readonly policy: Policy;
  readonly room: Pick<DecisionRoom, 'context'>;
  readonly settings: Pick<Settings, 'policy' | 'plan'>;
};

type Sale = { readonly asset: number; readonly sold: number; readonly breakout: Breakout };

/** The rest of a sale. */
type Wait = {
  readonly asset: number;
  readonly rows: readonly number[];
  readonly deviation: number;
  readonly held: Float64Array;
  readonly nav: number;
};

const smallestFlow = 1e-9;

export function createStageSales(inputs: StageSalesInputs): StageSales {
  const { watch, stage, policy, room, settings } = inputs;
  const { context } = room;
  const { markets } = context;
  const { hardBand } = settings.policy;
  const { panel, members } = stage;
  const assets = members.length;
  const waits = new Map<number, Wait>();
  /** By asset, the bar up to which a delay lasts, or would. */
  const busyTo = new Float64Array(assets).fill(Number.NEGATIVE_INFINITY);
  let reasons: Reason[] = [];

  const closeAt = (row: number, asset: number): number =>
    panel.close[row * assets + asset] ?? Number.NaN;
  const symbolOf = (asset: number): string => context.symbols[asset] as string;

  const isInside = ({ time, weights }: Look): ((asset: number) => boolean) => {
    let bands: readonly number[] | undefined;
    return (asset) => {
      const driftAbs = Math.abs((weights[asset] as number) - (context.targets[asset] as number));
      // No hard band is narrower.
      if (driftAbs <= hardBand) return true;
      bands ??= hardBands(policy, context, { time, hardBand });
      return driftAbs <= (bands[asset] as number);
    };
  };

  /** The discretionary sales that a delay is thought of for. */
  const salesToDelay = ({ bar, look, flows, isDue }: SaleLook): Sale[] => {
    if (!isDue || isWithdrawal(look)) return [];
    const { minimumOrder, minimumOrderNav } = settings.plan;
    // A half below the smallest order would not be sold at once.
    const smallest = Math.max(smallestFlow, minimumOrder / look.nav, minimumOrderNav);
    const day = watch.breakouts.dayAt(look.time);
    const inside = isInside(look);
    const found: Sale[] = [];
    for (let asset = 0; asset < assets; asset++) {
      const sold = soldOf(markets, flows, asset);
      if (sold / 2 < smallest || bar <= (busyTo[asset] as number)) continue;
      const breakout = watch.breakouts.at(day, members[asset] as number);
      if (breakout === undefined || !inside(asset)) continue;
      watch.counts.sales++;
      if (breakout.probability > breakout.baseRate) found.push({ asset, sold, breakout });
    }
    return found;
  };

  /** Keeps what a delay brings; nobody looks at it before it is known. */
  const keep = (sale: Sale, rows: readonly number[], { look, flows }: SaleLook): void => {
    const { asset, sold, breakout } = sale;
    const shares = bought(markets, flows, assets);
    const others = rows.map((row) =>
      shares.reduce(
        (sum, share, i) => sum + share * (closeAt(row, i) / closeAt(rows[0] as number, i) - 1),
        1,
      ),
    );
    const gainBps = delayGainBps({
      closes: rows.map((row) => closeAt(row, asset)),
      otherCloses: others,
      deviation: breakout.deviation,
      secondOrderBps: legCost(markets[asset] as PlanMarket, (sold / 2) * look.nav).costBps,
    });
    const last = rows[longestDays] as number;
    const soldAt =
      last <= stage.lastBar && !Number.isNaN(gainBps)
        ? (panel.openTime[last] as number) + panel.intervalMs
        : Number.POSITIVE_INFINITY;
    watch.add({ ...breakout, gainBps, knownAt: Math.max(breakout.knownAt, soldAt) });
  };

  const delay = ({ asset, breakout }: Sale, rows: readonly number[], at: SaleLook): void => {
    const { look, flows } = at;
    const held = holdBack(markets, flows, { asset, share: 0.5 });
    waits.set(asset, { asset, rows, deviation: breakout.deviation, held, nav: look.nav });
    watch.counts.delayed++;
    reasons.push({
      code: 'SALE_DELAYED',
      symbol: symbolOf(asset),
      probabilityPct: percent(breakout.probability),
      usualPct: percent(breakout.baseRate),
      until: new Date(look.time + longestDays * dayMs).toISOString(),
    });
  };

  /** A sale that waits is held back, or ends: when its days are over, or when the asset must be sold. */
  const goOn = (wait: Wait, { bar, look, flows }: SaleLook): void => {
    const { asset, rows, deviation, held } = wait;
    const sold = soldOf(markets, flows, asset);
    const mustSell = sold > smallestFlow && (isWithdrawal(look) || !isInside(look)(asset));
    const closes = rows.filter((row) => row <= bar).map((row) => closeAt(row, asset));
    if (!mustSell && lastDayOf({ closes, deviation }) >= closes.length) {
      holdBack(markets, flows, { asset, share: 1 });
      return;
    }
    waits.delete(asset);
    busyTo[asset] = Math.max(busyTo[asset] as number, bar);
    // What the policy sells by now stands in for the rest.
    if (sold <= smallestFlow) {
      const grown = closeAt(bar, asset) / (closes[0] as number);
      const most = (look.weights[asset] as number) - (context.targets[asset] as number) - sold;
      letThrough(markets, flows, { held, asset, growth: (grown * wait.nav) / look.nav, most });
    }
    const hours = (look.time - closeTimeAt(panel, rows[0] as number)) / hourMs;
    reasons.push({ code: 'DELAYED_SALE_ENDS', symbol: symbolOf(asset), hours });
  };

  return {
    review(at) {
      const { bar, look, flows, isDue } = at;
      reasons = [];
      if (waits.size > 0 && !isDue) flows.fill(0);
      const isChanged = waits.size > 0;
      for (const wait of [...waits.values()]) goOn(wait, at);
      const toDelay = salesToDelay(at);
      if (!isChanged && toDelay.length === 0) return isDue;
      const isOpen = toDelay.length > 0 && watch.mode === 'gated' && watch.isOpenAt(look.time);
      const rows = dayRows(panel, bar);
      // All of them are kept before the first changes the flows.
      for (const sale of toDelay) {
        keep(sale, rows, at);
        busyTo[sale.asset] = rows[longestDays] as number;
      }
      if (isOpen) for (const sale of toDelay) delay(sale, rows, at);
      if (!isChanged && !isOpen) return isDue;
      return flows.some((flow) => Math.abs(flow) > smallestFlow);
    },
    reasons: () => reasons,
  };
}

function isWithdrawal({ cashFlow }: Look): boolean {
  return (cashFlow ?? 0) < 0;
}

function percent(probability: number): number {
  return Math.round(1e3 * probability) / 10;
}

function closeTimeAt({ openTime, intervalMs }: Stage['panel'], row: number): number {
  return (openTime[row] as number) + intervalMs;
}

/** A bar, and the first ones that close one, two and three days after it or later. */
function dayRows({ openTime }: Stage['panel'], bar: number): readonly number[] {
  return Array.from({ length: longestDays + 1 }, (_, day) =>
    firstIndexAtOrAfter(openTime, (openTime[bar] as number) + day * dayMs),
  );
}

/** Of what is sold, the share that buys each other asset; the rest stays cash. */
function bought(
  markets: readonly PlanMarket[],
  flows: Float64Array,
  assets: number,
): readonly number[] {
  const sold = Array.from({ length: assets }, (_, asset) => soldOf(markets, flows, asset));
  const total = (sign: number): number =>
    sold.reduce((sum, weight) => sum + Math.max(0, sign * weight), 0);
  const whole = Math.max(total(1), total(-1));
  return sold.map((weight) => Math.max(0, -weight) / whole);
}
