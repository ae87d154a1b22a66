/** Whether a portfolio may be traded at an exchange, judged by what the exchange tells: its clock, the key, markets, fees, limits. */
import { executionLimits } from '../execution/execution-limits.ts';
import { intervalText } from '../market/quality.ts';
import type { MarketFacts, Tier, VenueFacts } from '../ports/venue-facts.ts';
import { fixed } from '../report/format.ts';
import type { Diagnosis } from './doctor.ts';

export type VenuePurpose = {
  /** Whether orders are to go to the exchange. */
  readonly isLive: boolean;
  readonly acceptUnknownKeyRights: boolean;
  /** Of the configuration; null: the exchange is asked which it has. */
  readonly direct: readonly string[] | null;
  /** Of the configuration; null where it names none. */
  readonly takerFeeBps: number | null;
  /** Of the configuration: what positions may come to at most, in portfolios; null where nothing is borrowed. */
  readonly leverage: number | null;
  /** How fast the clock of a test host runs; of an exchange 1. */
  readonly speed: number;
};

const { receiveWindowMs } = executionLimits;
/** Of the time in which an order is taken after it was signed. */
const unsafeShare = 0.5;
const noteworthyShare = 0.1;
const muchUsed = 0.5;

const meaningOfTier: Readonly<Record<Tier, string>> = {
  A: 'orders carry our id and lapse after seconds, so that trading without a person is possible',
  B: 'orders carry our id and may still land for minutes, so that a lost one is settled late',
  'B-': 'orders carry our id and nothing says how long they may still land, so that a lost one is settled last of all',
  C: 'orders carry no id of ours, so that a lost one cannot be told from another: for a person only',
};

export function examineVenue(facts: VenueFacts, purpose: VenuePurpose): readonly Diagnosis[] {
  return [
    venueItself(facts),
    clock(facts, purpose),
    roundTrip(facts),
    requestLimits(facts),
    key(facts, purpose),
    ...facts.markets.map(market),
    directMarkets(facts, purpose),
    fees(facts, purpose),
    ...margin(facts, purpose),
  ];
}

function venueItself({ name, tier, isVerified }: VenueFacts): Diagnosis {
  const found = `${name}, tier ${tier}: ${meaningOfTier[tier]}`;
  if (isVerified) return { check: 'venue', status: 'ok', found };
  const advice = 'it follows its documentation and was not tried against it: begin small';
  return { check: 'venue', status: 'warn', found, advice };
}

/** Orders go by the exchange's own time; but who is off by so much is off in schedules and records too. */
function clock({ offsetMs }: VenueFacts, { speed }: VenuePurpose): Diagnosis {
  const check = 'venue clock';
  if (speed !== 1) return { check, status: 'ok', found: `runs ${speed} times as fast as yours` };
  const off = fixed(Math.abs(offsetMs), 0);
  const found = `this machine is ${off} ms ${offsetMs < 0 ? 'ahead' : 'behind'}`;
  const status = judged(Math.abs(offsetMs));
  if (status === 'ok') return { check, status, found };
  const advice = `set the clock of this machine, as by NTP: an order counts for ${fixed(receiveWindowMs / 1_000, 0)} s from its time, and schedules and records go by yours`;
  return { check, status, found, advice };
}

function roundTrip({ roundTripsMs }: VenueFacts): Diagnosis {
  const check = 'round trip';
  const sorted = [...roundTripsMs].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const [least, most] = [sorted[0] ?? Number.NaN, sorted.at(-1) ?? Number.NaN];
  const found = `${fixed(middle, 0)} ms, the median of ${sorted.length} (${fixed(least, 0)} to ${fixed(most, 0)})`;
  const status = judged(middle);
  if (status === 'ok') return { check, status, found };
  return { check, status, found, advice: 'look for a nearer or a less busy line' };
}

function judged(ms: number): Diagnosis['status'] {
  if (ms > unsafeShare * receiveWindowMs) return 'fail';
  return ms > noteworthyShare * receiveWindowMs ? 'warn' : 'ok';
}

function requestLimits({ limits }: VenueFacts): Diagnosis {
  const check = 'request limits';
  const found = limits
    .map(({ of, most, perMs, used }) => {
      const much = used === null ? fixed(most, 0) : `${fixed(used, 0)} of ${fixed(most, 0)}`;
      return `${of} ${much} in ${intervalText(perMs)}`;
    })
    .join(', ');
  const isBusy = limits.some(({ most, used }) => used !== null && used > muchUsed * most);
  if (isBusy) {
    return { check, status: 'warn', found, advice: 'something else asks from this address' };
  }
  return { check, status: 'ok', found: found || 'not told; requests are paced' };
}

function key({ name, key: told }: VenueFacts, purpose: VenuePurpose): Diagnosis {
  const check = 'API key';
  switch (told.kind) {
    case 'none':
      return purpose.isLive
        ? { check, status: 'fail', found: told.cause }
        : { check, status: 'ok', found: `none is needed; what one may do cannot be told` };
    case 'refused':
      return {
        check,
        status: 'fail',
        found: told.cause,
        advice: 'look at the key, and at what address it is bound to',
      };
    case 'untold': {
      const found = `${name} does not tell what it may do`;
      const advice = 'make sure yourself that it cannot withdraw';
      return purpose.acceptUnknownKeyRights
        ? { check, status: 'warn', found, advice }
        : {
            ...{ check, status: 'fail', found },
            advice: `${advice}, then set venue.acceptUnknownKeyRights: true`,
          };
    }
    case 'told':
      return toldKey(told);
  }
}

type ToldKey = Extract<VenueFacts['key'], { kind: 'told' }>;

function toldKey({ canRead, canTrade, canWithdraw, ipRestricted }: ToldKey): Diagnosis {
  const check = 'API key';
  const rights = [canRead ? 'read' : [], canTrade ? 'trade' : [], canWithdraw ? 'withdraw' : []];
  const may = rights.flat().join(', ') || 'nothing';
  const bound = {
    true: 'bound to addresses',
    false: 'from any address',
    unknown: 'it is not told from where',
  };
  const found = `may ${may}; ${bound[`${ipRestricted}`]}`;
  if (canWithdraw) {
    const advice =
      'a key that may withdraw is refused: make one that may read and trade only, and delete this one';
    return { check, status: 'fail', found, advice };
  }
  if (!canRead || !canTrade) {
    return {
      check,
      status: 'fail',
      found,
      advice: 'it needs the rights to read and to trade, and no other',
    };
  }
  if (ipRestricted !== false) return { check, status: 'ok', found };
  return {
    check,
    status: 'warn',
    found,
    advice: 'bind it to the address of this machine at the exchange',
  };
}

function market({ market: name, state, rules }: MarketFacts): Diagnosis {
  const check = `market ${name}`;
  if (rules === null) {
    const advice = 'change portfolio.quote, portfolio.targets or markets.direct';
    return { check, status: 'fail', found: 'is not there', advice };
  }
  const { stepSize, tickSize, minNotional, base, quote } = rules;
  const found = `steps of ${stepSize} ${base}, prices in ${tickSize} ${quote}, at least ${minNotional} ${quote}`;
  if (state === 'traded') return { check, status: 'ok', found: `trades; ${found}` };
  const advice = 'nothing is recommended until it trades, or its asset is taken out of the targets';
  return { check, status: 'fail', found: `does not trade now; ${found}`, advice };
}

function directMarkets({ direct }: VenueFacts, purpose: VenuePurpose): Diagnosis {
  const check = 'direct markets';
  const has = direct.join(', ') || 'none between the assets of the portfolio';
  if (purpose.direct === null || direct.length === 0) return { check, status: 'ok', found: has };
  const unused = direct.filter((name) => !purpose.direct?.includes(name));
  if (unused.length === 0) return { check, status: 'ok', found: has };
  const found = `${has}; markets.direct leaves out ${unused.join(', ')}`;
  return { check, status: 'ok', found };
}

function fees({ fees: told }: VenueFacts, { takerFeeBps }: VenuePurpose): Diagnosis {
  const check = 'fees';
  if (told === null)
    return { check, status: 'ok', found: 'those of an account cannot be told without its key' };
  const found = `taker ${told.takerFeeBps} bp, maker ${told.makerFeeBps} bp at the most`;
  if (takerFeeBps === null || takerFeeBps === told.takerFeeBps)
    return { check, status: 'ok', found };
  const advice = `decisions go by costs.takerFeeBps: ${takerFeeBps}; leave it out to have the account's when live`;
  return { check, status: 'warn', found, advice };
}

/** Nothing where the account is not on margin. */
function margin({ margin: told }: VenueFacts, { leverage }: VenuePurpose): readonly Diagnosis[] {
  if (told === undefined) return [];
  const check = 'margin';
  const { problems } = told;
  if (problems.length > 0) {
    const advice = 'change it at the exchange; nothing is traded before';
    return [{ check, status: 'fail', found: problems.join('; '), advice }];
  }
  const set = Object.entries(told.leverage);
  const listed = set.map(([name, times]) => `${name} ${times}`).join(', ');
  const found = `one-way, cross, in one currency; leverage of ${listed || 'no market'}`;
  const least = Math.min(...set.map(([, times]) => times));
  if (leverage === null || least >= leverage) return [{ check, status: 'ok', found }];
  const advice = `set the leverage of each market to at least ${leverage} at the exchange, or lower portfolio.leverage, which is ${leverage}`;
  return [{ check, status: 'warn', found, advice }];
}
