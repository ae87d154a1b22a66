/** The command suggest, and what it is made of: a pure function of configuration and files as they were at the time. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { createLearner } from '../../src/app/learning/learned-day.ts';
import { suggest } from '../../src/app/targets/suggest.ts';
import { pastDrawdowns } from '../../src/app/targets/suggest-past.ts';
import { createRandom } from '../../src/base/random.ts';
import { loadConfig } from '../../src/config/load.ts';
import { settingsOf } from '../../src/config/settings.ts';
import { type Candles, slice } from '../../src/market/candles.ts';
import { suggestionsJson } from '../../src/report/suggestions-json.ts';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { type Answer, createDesk } from '../support/cli-run.ts';
import { settings, start } from '../support/execution-plans.ts';
import { marketOfCandles } from '../support/forecast-market.ts';
import { candlesOf, dayMs, hourMs } from '../support/panels.ts';

const config = `portfolio:
  name: half
  quote: USDT
  targets: { BTC: 50%, ETH: 50% }
costs: { takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 2, slippageBps: 3 }
`;

type Told = ReturnType<typeof suggestionsJson>;

describe('the command', () => {
  const desk = createDesk();
  const at = '2022-09-01';
  const candles = simulatedCandles(['BTC', 'ETH', 'PAXG', 'SOL'], { bars: 250 * 24 });
  const ask = (...words: string[]): Promise<Answer> =>
    desk.run('suggest', '--config', 'half.yaml', '--data', 'candles', '--at', at, ...words);
  let answer: Answer;
  let told: Told;

  beforeAll(async () => {
    writeFileSync(join(desk.folder, 'half.yaml'), config);
    const late = slice(candles[3] as Candles, (243 - 10) * 24, 250 * 24);
    writeCandles(desk.folder, [...candles.slice(0, 3), late]);
    answer = await ask('--json');
    told = JSON.parse(answer.stdout);
  }, 60_000);

  it('moves weight to gold, with exit 0 and the figures of both', () => {
    expect(answer.code).toBe(0);
    expect(told).toMatchObject({
      ...{ schemaVersion: 1, portfolio: 'half', asOf: '2022-09-01T00:00:00.000Z' },
      targets: { BTC: 0.5, ETH: 0.5, cash: 0 },
      candidates: ['PAXG'],
      forecast: { model: 'pooled-har', asOf: '2022-09-01T00:00:00.000Z' },
    });
    const [first] = told.suggestions;
    expect(first?.moves).toEqual([{ from: expect.any(String), to: 'PAXG', weight: 0.05 }]);
    expect(first?.turnover).toBe(0.05);
    // Sold and bought at 10 + 2 + 3 bps.
    expect(first?.costBps).toBe(1.5);
    expect(first?.figures.volAnnual).toBeLessThan(told.figures?.volAnnual as number);
    expect(first?.sentence).toMatch(
      /: moving 5 % of NAV from (BTC|ETH) to PAXG lifts the diversification ratio from 1\.\d{3} to 1\.\d{3} and lowers volatility from [\d.]+ to [\d.]+ % a year, for 5 pp turnover and 1\.50 bp; its risk is lower than after 100 % of 200 random swaps of this turnover\.$/,
    );
  });

  it('leaves out what has ten days of history', () => {
    expect(told.leftOut).toEqual([
      { symbol: 'SOL', cause: 'it has 10 days of history, 60 are needed' },
    ]);
  });

  it('suggests targets that a configuration takes', () => {
    const [first] = told.suggestions;
    const adopted = config.replace(/targets: .*/, first?.yaml ?? '');
    const file = join(desk.folder, 'adopted.yaml');
    writeFileSync(file, adopted);
    const { portfolio } = settingsOf(loadConfig(file, []), 'live').settings;
    const { cash, ...targets }: Record<string, number> = first?.targets ?? {};
    expect(portfolio.symbols).toEqual(Object.keys(targets));
    expect([...portfolio.targets]).toEqual(Object.values(targets));
    expect(portfolio.cashTarget).toBe(cash);
  });

  it('gives the same bytes again, and on files that end at the time', async () => {
    expect((await ask('--json')).stdout).toBe(answer.stdout);
    const other = createDesk();
    writeFileSync(join(other.folder, 'half.yaml'), config);
    const ended = candles.map((series) => slice(series, 0, 243 * 24));
    const late = slice(candles[3] as Candles, (243 - 10) * 24, 243 * 24);
    writeCandles(other.folder, [...ended.slice(0, 3), late]);
    const words = ['--config', 'half.yaml', '--data', 'candles', '--at', at, '--json'];
    expect((await other.run('suggest', ...words)).stdout).toBe(answer.stdout);
  });

  it('speaks in words that say it is only a proposal', async () => {
    const { stdout, code } = await ask();
    expect(code).toBe(0);
    expect(stdout).toContain(told.suggestions[0]?.sentence);
    expect(stdout).toContain(told.suggestions[0]?.yaml);
    expect(stdout).toContain('This is a proposal and changes nothing');
    expect(stdout).toContain('SOL is not to be bought: it has 10 days of history');
  });

  it('buys only what is in the universe, and says when there is nothing to suggest', async () => {
    const { stdout, code } = await ask('--universe', 'SOL,NONE', '--json');
    const found: Told = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(found.candidates).toEqual([]);
    expect(found.leftOut.map(({ symbol }) => symbol)).toEqual(['SOL', 'NONE']);
    expect(found.suggestions).toEqual([]);
    expect(found.sentence).toContain('Nothing is suggested');
  });

  it('stops at data that are unfit', async () => {
    const { code, stderr } = await desk.run(
      ...['suggest', '--config', 'half.yaml', '--data', 'candles', '--at', '2023-09-01'],
    );
    expect(code).toBe(5);
    expect(stderr).toContain('BTC');
  });
});

/** So many days of hourly bars up to the start, the last of them of another volatility. */
function stormy(days: number, multiple: number, lastDays = 12): readonly Candles[] {
  const random = createRandom(3);
  const prices = { BTC: 100, ETH: 100, LINK: 100 };
  const closes: Record<string, number[]> = { BTC: [], ETH: [], LINK: [] };
  for (let bar = 0; bar < 24 * days; bar++) {
    const volatility = 0.005 * (bar < 24 * (days - lastDays) ? 1 : multiple);
    const shared = random.normal();
    for (const symbol of ['BTC', 'ETH', 'LINK'] as const) {
      const shock = symbol === 'LINK' ? random.normal() : 0.98 * shared + 0.2 * random.normal();
      prices[symbol] *= Math.exp(volatility * shock);
      closes[symbol]?.push(prices[symbol]);
    }
  }
  const options = { start: start - 24 * days * hourMs };
  return Object.entries(closes).map(([symbol, path]) => candlesOf(symbol, path, options));
}

async function suggestedOn(series: readonly Candles[]) {
  const learner = createLearner(createModelStore('no-models'));
  const room = { settings: settings(), market: marketOfCandles(series), learner };
  return suggest(room, { at: start, universe: null });
}

describe('turbulent times', () => {
  it('suggest to take risk off, and calm ones do not', async () => {
    const storm = await suggestedOn(stormy(300, 4));
    expect(storm.turbulentShare).toBe(1);
    const off = storm.suggestions.find(({ kind }) => kind === 'de-risk');
    expect(off?.moves).toEqual([{ from: expect.any(String), to: 'cash', weight: 0.05 }]);
    expect(off?.targets.cash).toBe(0.35);
    expect(off?.figures.volAnnual).toBeLessThan(storm.figures?.volAnnual as number);
    const told = suggestionsJson(storm).suggestions.find(({ kind }) => kind === 'de-risk');
    expect(told?.sentence).toMatch(
      /^100 % of what is invested is in turbulent assets: moving 5 % of NAV from (BTC|ETH) to cash lowers volatility/,
    );
    const calm = await suggestedOn(stormy(300, 0.3, 60));
    expect(calm.turbulentShare).toBe(0);
    expect(calm.suggestions.every(({ kind }) => kind === 'diversify')).toBe(true);
  });
});

describe('what is little known', () => {
  it('is not bought, though it is held', async () => {
    const known = stormy(300, 1);
    const short = known.map((candles) =>
      candles.symbol === 'LINK'
        ? slice(candles, candles.openTime.length - 240, candles.openTime.length)
        : candles,
    );
    const found = await suggestedOn(short);
    expect(found.figures).not.toBeNull();
    expect(found.leftOut).toEqual([
      { symbol: 'LINK', cause: 'it has 10 days of history, 60 are needed' },
    ]);
    expect(found.suggestions.flatMap(({ moves }) => moves.map(({ to }) => to))).not.toContain(
      'LINK',
    );
  });

  it('suggests nothing where no model has learnt, with the cause', async () => {
    const found = await suggestedOn(stormy(30, 1));
    expect(found).toMatchObject({ figures: null, suggestions: [], forecastAt: null });
    expect(found.cause).toContain('30 days of history');
  });

  it('of another class of markets stays out', async () => {
    const days = Array.from({ length: 300 }, (_, day) => start - (300 - day) * dayMs);
    const openTimes = days.filter((time) => ![0, 6].includes(new Date(time).getUTCDay()));
    const fund = candlesOf(
      'SPY',
      openTimes.map((_, k) => 100 + (k % 7)),
      { openTimes, intervalMs: dayMs },
    );
    const market = {
      ...marketOfCandles([...stormy(300, 1), fund]),
      symbols: async () => ['BTC', 'SPY'],
    };
    const learner = createLearner(createModelStore('no-models'));
    const found = await suggest(
      { settings: settings(), market, learner },
      {
        at: start,
        universe: null,
      },
    );
    expect(found.leftOut).toEqual([
      { symbol: 'SPY', cause: 'it does not trade on weekends, and the portfolio does' },
    ]);
  });
});

describe('drawdowns of the past', () => {
  const daily = (symbol: string, closes: readonly number[]): Candles =>
    candlesOf(symbol, closes, { intervalMs: dayMs });

  it('are of targets that are held by trading at each close', () => {
    // 100 → 50 → 100: all of it halves; beside as much that stands still it costs a quarter.
    const series = [daily('BTC', [100, 50, 100]), daily('ETH', [10, 10, 10])];
    const weights = { before: Float64Array.of(1, 0), after: Float64Array.of(0.5, 0.5) };
    expect(pastDrawdowns(series, weights, 3 * dayMs)).toEqual({
      from: dayMs,
      before: 0.5,
      after: 0.25,
    });
  });

  it('are over the days that all assets of both have, three years at most', () => {
    const long = daily('BTC', [100, 10, ...Array.from({ length: 1_100 }, () => 100)]);
    const weights = { before: Float64Array.of(1, 0), after: Float64Array.of(0.5, 0.5) };
    const short = candlesOf('ETH', [10, 10, 10], { start: 1_099 * dayMs, intervalMs: dayMs });
    expect(pastDrawdowns([long, short], weights, 1_102 * dayMs)).toEqual({
      ...{ from: 1_100 * dayMs, before: 0, after: 0 },
    });
    const alone = { before: Float64Array.of(1), after: Float64Array.of(0.9) };
    expect(pastDrawdowns([long], alone, 1_102 * dayMs)?.before).toBe(0);
    expect(pastDrawdowns([short], alone, 1_100 * dayMs)).toBeNull();
    expect(
      pastDrawdowns([long], { before: Float64Array.of(0), after: Float64Array.of(0) }, dayMs),
    ).toBeNull();
  });
});

it('the simulated candles begin where the dates above count from', () => {
  expect(candleStart + 243 * dayMs).toBe(Date.parse('2022-09-01'));
});
