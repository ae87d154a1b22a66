/**
 * What people use today: the rules of known bots, indices and funds, each as its source says, on the targets, markets and
 * costs of the portfolio. Looks closer than a bar are one a bar; cooldowns they have none.
 */
import { dayMs } from '../base/time.ts';
import { fixedWidths } from '../policy/band-widths.ts';
import { withLooks } from '../policy/looks.ts';
import type { PolicyRule } from '../policy/settings.ts';
import { createThreshold } from '../policy/threshold.ts';
import type { BacktestInputs } from './backtest.ts';
import { createSaleOfAll, marketsTwice } from './sale-of-all.ts';

export type PresetWords = {
  /** Whose it is and what it does. */
  readonly title: string;
  /** Who says so: title and address. */
  readonly source: string;
};

export type Preset = PresetWords & {
  readonly name: string;
  /** The rule of a configuration that it follows; null where there is none. */
  readonly rule: PolicyRule | null;
  /** What it does that such a rule does not. */
  readonly own?: Pick<BacktestInputs, 'policyFor' | 'marketsFor'>;
};

const minuteMs = 60_000;

const binance =
  'Binance: What Is Rebalancing Bot and Frequently Asked Questions, https://binance.com/en/support/faq/29bbbd2e7fc24085be7a8a7d02779457';

export const presets: readonly Preset[] = [
  {
    name: 'binance-deviation',
    title: 'Binance’s bot by coin ratio: all to target when an asset is 1 pp off',
    // Eight ratios from 0.5 to 50 % to choose from, looked at every 2 s; 1 % is the example.
    source: binance,
    rule: { kind: 'threshold', band: 0.01, destination: 'target' },
  },
  {
    name: 'binance-time',
    title: 'Binance’s bot by time: all to target every 7 days if an asset is 0.5 pp off',
    // Ten intervals from 30 minutes to 28 days; 7 days is the example, a ratio of 0.5 % the default. Mondays are our choice.
    source: binance,
    rule: { kind: 'calendar', every: '0 0 * * 1', gate: 0.005 },
  },
  {
    name: 'shrimpy-15pct',
    title: 'Shrimpy’s example: all to target when an asset is off by 15 % of its target',
    // At a target of 20 %, 23 % is a deviation of 15 %; looked at every 15 minutes.
    source:
      'Shrimpy: Threshold Based Rebalancing, https://help.shrimpy.io/hc/en-us/articles/1260803128289-Threshold-Based-Rebalancing',
    rule: { kind: 'threshold-relative', band: 0.15, destination: 'target' },
    own: { policyFor: ({ room }) => withLooks(room.policy, 15 * minuteMs) },
  },
  {
    name: 'octobot-index',
    title:
      'OctoBot’s index mode: sells all and buys it anew when an asset is 5 pp off at a daily look',
    // Its defaults are a look a day and 5 %; "funds are converted to the reference market and then split".
    source:
      'OctoBot: Index Trading Mode, https://www.octobot.online/en/guides/octobot-trading-modes/index-trading-mode',
    rule: { kind: 'threshold', band: 0.05, destination: 'target' },
    own: {
      marketsFor: marketsTwice,
      policyFor: ({ room }) => withLooks(createSaleOfAll(room.context, 0.05), dayMs),
    },
  },
  {
    name: 'bitpanda-index',
    title: 'Bitpanda’s crypto indices: all to target once a month',
    // "Adjusted … on a monthly basis"; the first of the month is our choice.
    source:
      'Bitpanda: The Bitpanda Crypto Index, https://support.bitpanda.com/hc/en-us/articles/360015932880',
    rule: { kind: 'calendar', every: '0 0 1 * *', gate: 0 },
  },
  {
    name: 'etoro-index',
    title: 'eToro’s CryptoPortfolio: all to target on the first day of each month',
    // "Rebalanced … on the first trading day of each calendar month".
    source: 'eToro: CryptoPortfolio, https://www.etoro.com/de/copyportfolios/cryptoportfolio/stats',
    rule: { kind: 'calendar', every: '0 0 1 * *', gate: 0 },
  },
  {
    name: 'five-twenty-five',
    title: 'Swedroe’s 5/25: all to target when an asset is off by 5 pp or a quarter of its target',
    // An absolute 5 % of the portfolio or a relative 25 % of the asset; how often to look is left open.
    source:
      'The White Coat Investor: Rebalancing – The 5/25 Rule, https://www.whitecoatinvestor.com/rebalancing-the-525-rule/',
    rule: { kind: 'five-twenty-five' },
  },
  {
    name: 'vanguard-200-175',
    title: 'Vanguard’s target-date funds: what is 200 bp off at a daily look goes back to 175 bp',
    // "A threshold of 200 basis points … a destination of 175", "25 bps back to the target"; monitored daily.
    source:
      'Vanguard: Portfolio rebalancing, https://institutional.vanguard.com/insights-and-research/perspective/portfolio-rebalancing-navigating-volatility-in-vanguard-target-retirement-funds.html',
    rule: null,
    own: {
      policyFor: ({ room }) => {
        const widths = fixedWidths(room.context.targets.map(() => 0.02));
        const rule = { widths, destination: 0.0175 / 0.02 };
        return withLooks(createThreshold(room.context, rule), dayMs);
      },
    },
  },
];
