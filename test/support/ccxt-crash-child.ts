/** A process that crashes on a fault of an exchange, with the key in its environment: what it says must not hold the key. */
import { binance } from '../../src/adapters/ccxt/binance.ts';
import { createCcxtBroker } from '../../src/adapters/ccxt/ccxt-broker.ts';
import { connect } from '../../src/adapters/ccxt/connection.ts';

const { BALLAST_BINANCE_API_KEY: apiKey = '', BALLAST_BINANCE_API_SECRET: secret = '' } =
  process.env;
const connection = await connect({
  ...{ venue: binance, baseUrl: process.argv[2], speed: 10 },
  credentials: { apiKey, secret },
});
const traded = { quote: 'USDT', symbols: ['BTC'] };
await createCcxtBroker({ connection, account: 'binance:crash', traded }).holdings();
