/** The section `costs` of the configuration: what trading costs, by market, volume traded, volatility and notional. */
import { z } from 'zod';
import { impactModels } from '../cost/settings.ts';
import { bps } from './fields.ts';

const costName = z
  .string()
  .regex(/^[A-Z0-9]{1,15}(\/[A-Z0-9]{1,15})?$/, 'must be an asset such as BTC, or ETH/BTC');

const ownRates = z
  .strictObject({
    halfSpreadBps: bps('Half-spread of the market, in bps of the mid.'),
    slippageBps: bps('Slippage of the market, in bps.'),
  })
  .partial();

const feeTier = z.strictObject({
  volume: z.number().min(0).meta({
    description:
      'Notional traded in the 30 days before, in the quote, from which on the fees hold.',
  }),
  takerFeeBps: bps('Fee of an order that takes liquidity, in bps of its notional.'),
  makerFeeBps: bps('Fee of an order that provides liquidity, in bps of its notional.'),
});

const impact = z
  .strictObject({
    model: z.enum(impactModels).meta({
      description:
        'none: orders do not move prices. square-root: by coefficient × daily volatility × √(notional / daily volume). depth: a plan walks the order book where its venue has one; square-root otherwise.',
    }),
    coefficient: z.number().positive().max(10).meta({
      description: 'square-root, depth: Y of the law, of the order of 1.',
    }),
    typicalNotional: z.number().positive().meta({
      description:
        'square-root, depth: what decisions take an order to be worth, in the quote; plans and fills reckon with their own.',
    }),
    maximumBps: bps(
      'square-root, depth: the largest impact, and what counts where volatility or volume is not known.',
    ),
  })
  .partial()
  .meta({ description: 'What an order moves the price by, beside slippage.' });

export const costs = z
  .strictObject({
    takerFeeBps: bps('Fee of an order that takes liquidity, in bps of its notional.'),
    makerFeeBps: bps('Fee of an order that provides liquidity, in bps of its notional.'),
    halfSpreadBps: bps('Half the distance between ask and bid, in bps of the mid.'),
    slippageBps: bps('Expected movement against an order beyond the touch, in bps.'),
    assets: z.record(costName, ownRates).meta({
      description:
        'halfSpreadBps and slippageBps of single markets: of an asset against the quote, such as BTC, or of a direct market, such as ETH/BTC.',
    }),
    feeTiers: z.array(feeTier).meta({
      description: 'Fees by volume, the smallest first; below the first the fees above hold.',
    }),
    volatilityExponent: z.number().min(0).max(2).meta({
      description:
        'Half-spread and slippage go as volatility against its long run to this power, within ½ and 4; 0: they stay.',
    }),
    impact,
    fundingBpsPerDay: z.number().min(-1_000).max(1_000).meta({
      description:
        'Backtests on margin: what a long position pays a day, and a short one gets, in bps of its notional; below zero the other way round. 3 unless given: 0.01 % every 8 h.',
    }),
  })
  .partial()
  .meta({ description: 'What trading costs.' });
