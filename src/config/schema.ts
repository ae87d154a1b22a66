/** The configuration file: every key with its unit, bounds and meaning; strict, so that a misspelt key is an error. */
import { z } from 'zod';
import { forecastModels } from '../plan/settings.ts';
import { objectives, saleDelays } from '../policy/settings.ts';
import { allocation } from './allocation-schema.ts';
import { backtest } from './backtest-schema.ts';
import { costs } from './cost-schema.ts';
import { asset, band, bps, leverage, share, signedShare } from './fields.ts';
import { rails } from './rails-schema.ts';
import { venue } from './venue-schema.ts';

const quantity = z
  .union(
    [z.number(), z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a decimal number')],
    'must be a decimal number',
  )
  .meta({ description: 'Units held; below zero only for a short position on margin.' });

const portfolio = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower case letters, digits and hyphens')
      .meta({ description: 'Name of the portfolio in commands, pages and the API.' }),
    quote: asset.meta({ description: 'Currency of account; cash is held in it.' }),
    targets: z.record(z.union([asset, z.literal('cash')]), signedShare('Target weight.')).meta({
      description:
        'Target weight of each asset and of `cash`, fractions of NAV that sum to 1; without `cash` the rest is cash. On margin a weight may be below zero, for a short position, and there is no `cash`.',
    }),
    leverage: leverage(
      'On margin: what the weights may add up to without their signs, of the targets and after every plan; 1 unless given.',
    ).optional(),
    holdings: z.record(asset, quantity).optional().meta({
      description:
        'Units held, the quote currency included. Seeds a paper account and recommendations from files.',
    }),
  })
  .meta({ description: 'What is held and what it should be.' });

const policy = z
  .strictObject({
    kind: z
      .enum([
        'risk-aware',
        'geometry',
        'threshold',
        'threshold-relative',
        'five-twenty-five',
        'asset-band',
        'percentage',
        'calendar',
      ])
      .meta({ description: 'The rule that decides when to trade and where to.' }),
    objective: z.enum(objectives).meta({
      description:
        'risk-aware: `adaptive` widens a threshold with its asset’s volatility; `balanced` keeps the exchange rate between risk and cost; `cost-budget` widens all in storms and spends about the same each month; `tracking-target` narrows all in storms and tracks about the same each quarter.',
    }),
    costBudgetBps: z.number().positive().max(10_000).meta({
      description: 'cost-budget: trading cost to spend, in bps of NAV a year.',
    }),
    trackingTargetPct: z.number().positive().max(100).meta({
      description: 'tracking-target: tracking error to hold, in % a year.',
    }),
    tightness: z.number().positive().max(100).meta({
      description: 'risk-aware, geometry: κ; thresholds are about as wide as costs / κ.',
    }),
    eventCostBps: bps(
      'risk-aware, geometry, asset-band: F, what a rebalance costs beside its legs, in bps of NAV.',
      100,
    ),
    rho: z.number().min(0).max(100).meta({
      description: 'risk-aware: ρ, weight of the geometry of weights against the forecast.',
    }),
    multiplier: z.tuple([z.number().positive().max(1), z.number().min(1).max(100)]).meta({
      description: 'risk-aware: bounds of the factor by which the forecast may move a threshold.',
    }),
    band: band(
      'threshold: distance of a weight from its target; threshold-relative: as a share of the target.',
    ),
    destination: z.enum(['target', 'half', 'edge']).meta({
      description:
        'threshold, threshold-relative, calendar with a gate: `target` trades all assets to target; `half` and `edge` only those that left their bands, half-way back or just inside.',
    }),
    riskAversion: z.number().positive().max(100_000).meta({
      description: 'asset-band: λ of the closed form; the larger, the narrower the bands.',
    }),
    tolerance: band('percentage: distance of a weight from its target.'),
    every: z
      .union([z.number().positive().max(87_600), z.string()], 'must be hours or five cron fields')
      .meta({
        description: 'calendar: hours since the last rebalance, or five cron fields in UTC.',
        examples: ['0 0 * * 1', 168],
      }),
    gate: share('calendar: largest drift that is left alone.'),
    cooldownHours: z.number().min(0).max(8_760).meta({
      description: 'No rebalance sooner after the last one, unless a hard band is breached.',
    }),
    hardBand: share(
      'Smallest hard band: a drift beyond twice the threshold and beyond this ignores the cooldown.',
    ),
    cashFlow: z.enum(['first', 'ignore']).meta({
      description:
        'first: a deposit or withdrawal is used at once to bring weights nearer to their targets; ignore: it counts as drift of the cash.',
    }),
    saleDelay: z.enum(saleDelays).meta({
      description:
        'Backtests only. Delays of sales inside hard bands by up to three days: `off`; `shadow` reckons what they would have brought and trades as without; `gated` lets half of a sale wait while the gate is open.',
    }),
  })
  .partial()
  .meta({ description: 'When to trade and where to.' });

const markets = z
  .strictObject({
    direct: z
      .array(z.string().regex(/^[A-Z0-9]+\/[A-Z0-9]+$/, 'must be a market such as ETH/BTC'))
      .meta({
        description:
          'Markets between two assets, used beside those against the quote. Not given, an exchange is asked at the start which it trades; `[]` is none.',
      }),
    halfSpreadBps: bps('Half-spread of direct markets, in bps of the mid.'),
  })
  .partial()
  .meta({ description: 'Which markets may be used.' });

const forecast = z
  .strictObject({
    model: z.enum(forecastModels).meta({
      description:
        'champion: the promoted model, or what the learning module learns in its place; ewma60 where neither can be. ewma5 … ewma60: EWMA of returns with that half-life in days. range60: variances from the ranges of bars. geometry: none.',
    }),
    horizonDays: z.number().min(1).max(30).meta({
      description: 'Horizon of the risk figures in days.',
    }),
    shrinkage: z.number().min(0).max(1).meta({
      description: 'How far forecast correlations are drawn to their mean.',
    }),
    modelMaxAgeDays: z.int().min(1).max(3_653).meta({
      description: 'champion: days after the end of its training that a stored model may be used.',
    }),
  })
  .partial()
  .meta({ description: 'The forecast of volatility and correlation.' });

const learning = z
  .strictObject({
    data: z
      .string()
      .min(1)
      .meta({
        description:
          'Folder with candles that models are trained on over the API, or folders with them; without one the API trains none.',
        examples: ['data/candles'],
      }),
    challengers: z.enum(['alarm', 'off']).meta({
      description:
        'alarm: when the model in use has got worse, another is trained on `learning.data`, at most one in 30 days.',
    }),
    promotion: z.enum(['manual', 'automatic']).meta({
      description:
        'A challenger that passes the gate on days after it was stored: manual says so; automatic puts it into use.',
    }),
    rollback: z.enum(['automatic', 'manual']).meta({
      description:
        'A model in use that does worse than the one before it by more than two standard errors over 60 days: automatic brings that one back; manual says so.',
    }),
  })
  .partial()
  .meta({ description: 'How models are kept up to date.' });

const limits = z
  .strictObject({
    cashBuffer: share('Share of NAV that buys leave in cash.'),
    minimumOrder: z.number().min(0).meta({ description: 'Smallest order, in the quote.' }),
    minimumOrderFactor: z.number().min(0).max(10).meta({
      description: 'Smallest order as a multiple of the market’s minimum notional.',
    }),
    minimumOrderNav: share('Smallest order as a share of NAV.'),
    priceCapBps: bps('How far from the planned price an order may be filled.', 2_000),
    majorsPriceCapBps: bps('The same for BTC and ETH.', 2_000),
    validHours: z.number().positive().max(168).meta({
      description: 'How long a plan may be approved and executed.',
    }),
  })
  .partial()
  .meta({ description: 'Limits of plans and orders.' });

const execution = z
  .strictObject({
    style: z.enum(['taker', 'maker-first']).meta({
      description:
        'taker: takes what the book holds. maker-first: rests at the best price of its own side (in backtests: at the close of the decision), then takes what is left.',
    }),
    patienceBars: z.int().min(1).max(1_000).meta({
      description: 'maker-first: bars that an order rests; live, hours.',
    }),
    throughBps: bps(
      'maker-first, backtests: how far prices must go through a limit to count as filled.',
      100,
    ),
  })
  .partial()
  .meta({ description: 'How orders are placed.' });

const approvalRule = z.strictObject({
  when: z
    .string()
    .optional()
    .meta({
      description:
        'Holds when this is true of `turnover`, `planNotional` (fractions of NAV) and `costBps`; always without.',
      examples: ['turnover <= 2%'],
    }),
  approvers: z.int().min(0).max(10).meta({
    description: 'People who must approve; 0 counts at the autonomy level `autonomous` only.',
  }),
});

const approval = z
  .strictObject({
    rules: z
      .array(approvalRule)
      .min(1)
      .meta({ description: 'Ordered; the first that holds counts.' }),
  })
  .partial()
  .meta({ description: 'Who must approve a plan.' });

const autonomy = z
  .strictObject({
    level: z.enum(['observe', 'propose', 'approve', 'autonomous']).meta({
      description:
        'observe: decide and record. propose: a person approves, then executes. approve: approval starts the execution. autonomous: rules with 0 approvers need none.',
    }),
    schedule: z.string().meta({ description: 'When to decide, five cron fields in UTC.' }),
  })
  .partial()
  .meta({ description: 'What happens without a person.' });

export const configSchema = z
  .strictObject({
    portfolio,
    venue: venue.optional(),
    allocation: allocation.optional(),
    policy: policy.optional(),
    costs: costs.optional(),
    markets: markets.optional(),
    forecast: forecast.optional(),
    learning: learning.optional(),
    limits: limits.optional(),
    execution: execution.optional(),
    approval: approval.optional(),
    autonomy: autonomy.optional(),
    rails: rails.optional(),
    backtest: backtest.optional(),
  })
  .meta({ title: 'Ballast configuration' });

/** What a file says, validated, before defaults. */
export type ConfigInput = z.output<typeof configSchema>;
