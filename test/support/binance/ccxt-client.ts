/** The real ccxt against the test venue: every address is replaced, nothing else of ccxt is changed. */
import type { binance } from 'ccxt';
import type { BinanceServer } from './server.ts';

/** `settings` as ccxt's constructor takes them, such as `{ options: { recvWindow: 5000 } }`. */
export async function createCcxtClient(
  server: BinanceServer,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<binance> {
  const { binance: Binance } = await import('ccxt');
  const client = new Binance({
    ...{ apiKey: server.key.apiKey, secret: server.key.secret, enableRateLimit: false },
    ...settings,
  });
  // The other kinds of markets are at addresses that this venue does not serve.
  client.options.fetchMarkets = { types: ['spot'] };
  client.options.fetchMargins = false;
  client.milliseconds = () => server.clock.now();
  const api = client.urls.api as Record<string, string>;
  for (const [name, address] of Object.entries(api)) {
    api[name] = address.replace(/^https?:\/\/[^/]+/, server.url);
  }
  return client;
}
