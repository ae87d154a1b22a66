/** The section `venue` of the configuration: where prices come from and where orders go. */
import { z } from 'zod';
import { venueIds, venueModes } from './venue-ids.ts';

export const venue = z
  .strictObject({
    id: z.enum(venueIds).meta({
      description:
        'Where prices and orders go: `simulated` needs no network; the others are exchanges. `binanceusdm` trades perpetuals on margin (USD-M futures), the others spot markets only.',
    }),
    mode: z.enum(venueModes).meta({
      description:
        'paper: orders are simulated, at an exchange on its live prices. live: orders go to the exchange, with the key of the environment. advisory: the prices are of the venue, and a person carries the orders out elsewhere, such as from a cold wallet.',
    }),
    baseUrl: z.url({ protocol: /^https?$/ }).meta({
      description:
        'Scheme and host in place of the exchange’s own, such as a test network or a proxy of yours; https, or this machine.',
      examples: ['https://testnet.binance.vision'],
    }),
    initialCash: z.number().positive().meta({
      description:
        'Cash that a paper account starts with when no holdings are given, in the quote.',
    }),
    seed: z.int().min(0).max(4_294_967_295).meta({ description: 'Seed of the simulated market.' }),
    speed: z.number().min(1).max(3_600).meta({
      description:
        'Simulated seconds per second; wall speed while a plan waits or executes. Of an exchange 1, unless a test host at `baseUrl` runs faster.',
    }),
    acceptUnknownKeyRights: z.boolean().meta({
      description:
        'live: trade with a key whose rights the exchange does not tell, having made sure yourself that it cannot withdraw.',
    }),
  })
  .partial()
  .meta({ description: 'Where the portfolio trades.' });
