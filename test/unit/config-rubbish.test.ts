/** Rubbish in a configuration: each kind is answered with file, line, key, what it was and what it must be. */
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/base/errors.ts';
import { parseConfig } from '../../src/config/load.ts';
import { settingsOf } from '../../src/config/settings.ts';

/** Four lines; what a case adds stands from line 5 on. */
const good = [
  'portfolio:',
  '  name: core',
  '  quote: USDT',
  '  targets: { BTC: 60%, ETH: 30%, cash: 10% }',
  '',
].join('\n');

function faultOf(text: string): string {
  try {
    settingsOf(parseConfig(text, { file: 'b.yaml' }), 'live');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return 'none';
}

it('begins with what is not rubbish', () => {
  expect(faultOf(good)).toBe('none');
});

describe('what is no configuration at all', () => {
  const sections = 'b.yaml: must hold sections such as portfolio and policy, was';

  it.each([
    ['an empty file', '', `${sections} empty`],
    ['a comment', '# later\n', `${sections} empty`],
    ['a list', '- BTC\n- ETH\n', `${sections} ["BTC","ETH"]`],
    ['a word', 'hello', `${sections} "hello"`],
    ['an open bracket', `${good}costs: { takerFeeBps: 1\n`, 'b.yaml:6: not YAML: Flow map'],
    [
      'a tab',
      'portfolio:\n\tname: x\n',
      'b.yaml:2: not YAML: Tabs are not allowed as indentation, was name: x',
    ],
    [
      'two documents',
      `${good}---\ncosts: {}\n`,
      'b.yaml:5: not YAML: Source contains multiple documents',
    ],
    [
      'a key given twice',
      `${good}costs: { takerFeeBps: 1 }\ncosts: { makerFeeBps: 2 }\n`,
      'b.yaml:6: not YAML: Map keys must be unique, was costs: { makerFeeBps: 2 }',
    ],
    [
      'an asset given twice',
      good.replace('ETH', 'BTC'),
      'b.yaml:4: not YAML: Map keys must be unique, was targets: { BTC: 60%, BTC: 30%, cash: 10% }',
    ],
    [
      'aliases that unfold without end',
      `a: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefghi'
        .split('')
        .map((name, k) => `${name}: &${name} [${`*${'abcdefgh'[k]}, `.repeat(9)}x]\n`)
        .join('')}`,
      'b.yaml: its aliases cannot be unfolded',
    ],
  ])('%s', (_, text, fault) => {
    expect(faultOf(text)).toContain(fault);
  });
});

describe('keys', () => {
  it.each([
    ['policy:\n  knid: threshold\n', 'b.yaml:6: there is no setting policy.knid'],
    ['polcy: {}\n', 'b.yaml:5: there is no setting polcy'],
    ['__proto__: { a: 1 }\n', 'b.yaml:5: there is no setting __proto__'],
    [
      'approval: { rules: [{ approvers: 1, who: ann }] }\n',
      'b.yaml:5: there is no setting approval.rules.0.who',
    ],
    ['policy:\n', 'b.yaml:5: policy was null: must be a section with keys of its own'],
    [
      'approval: { rules: [{ when: "turnover > 3" }] }\n',
      'b.yaml:5: approval.rules.0.approvers is missing: must be a number',
    ],
  ])('%s', (text, fault) => {
    expect(faultOf(good + text)).toBe(fault);
  });

  it('of which one is missing are named', () => {
    expect(faultOf('policy: {}\n')).toBe(
      'b.yaml: portfolio is missing: must be a section with keys of its own',
    );
    expect(faultOf('portfolio: { name: a, quote: USDT }\n')).toBe(
      'b.yaml:1: portfolio.targets is missing: must be a section with keys of its own',
    );
  });
});

describe('values', () => {
  it.each([
    ['costs: { takerFeeBps: cheap }', 'costs.takerFeeBps was "cheap": must be a number'],
    ['costs: { takerFeeBps: -1 }', 'costs.takerFeeBps was -1: must be at least 0'],
    ['costs: { slippageBps: 1001 }', 'costs.slippageBps was 1001: must be at most 1000'],
    ['policy: { kind: magic }', 'policy.kind was "magic": must be one of risk-aware, geometry,'],
    ['policy: { tightness: 0 }', 'policy.tightness was 0: must be more than 0'],
    ['policy: { tightness: .inf }', 'policy.tightness was Infinity: must be a number'],
    ['policy: { gate: 5 % }', 'policy.gate was "5 %": must be a number or a percentage such as 5%'],
    [
      'policy: { band: [5%] }',
      'policy.band was ["5%"]: must be a number or a percentage such as 5%, or an expression',
    ],
    ['policy: { band: .nan }', 'policy.band was NaN: must be a number or a percentage such as 5%'],
    ['policy: { band: 120% }', 'policy.band was "120%": must be at most 1'],
    ['policy: { multiplier: [0.5] }', 'policy.multiplier was [0.5]: must have at least 2 entries'],
    ['policy: { every: -5 }', 'policy.every was -5: must be more than 0'],
    ['venue: { seed: 1.5 }', 'venue.seed was 1.5: must be a whole number'],
    ['venue: { speed: 0 }', 'venue.speed was 0: must be at least 1'],
    ['venue: { mode: live }', 'venue.mode was live; nothing on the simulated market is real'],
    ['venue: { mode: real }', 'venue.mode was "real": must be one of paper, live, advisory'],
    ['venue: { id: "" }', 'venue.id was "": must be one of simulated, binance'],
    [
      'markets: { direct: [ETHBTC] }',
      'markets.direct.0 was "ETHBTC": must be a market such as ETH/BTC',
    ],
    ['forecast: { horizonDays: 31 }', 'forecast.horizonDays was 31: must be at most 30'],
    ['limits: { validHours: 0 }', 'limits.validHours was 0: must be more than 0'],
    ['approval: { rules: [] }', 'approval.rules was []: must have at least 1 entries'],
    [
      'autonomy: { level: yolo }',
      'autonomy.level was "yolo": must be one of observe, propose, approve, autonomous',
    ],
  ])('%s', (text, fault) => {
    expect(faultOf(`${good}${text}\n`)).toContain(`b.yaml:5: ${fault}`);
  });

  it('of the bounds of the multiplier turned round are both named', () => {
    expect(faultOf(`${good}policy:\n  multiplier: [2, 0.5]\n`)).toBe(
      'b.yaml:6: policy.multiplier.0 was 2: must be at most 1\n' +
        'b.yaml:6: policy.multiplier.1 was 0.5: must be at least 1',
    );
  });
});

describe('a band that is an expression', () => {
  it.each([
    ['3% + 2% * vola', '"vola" (character 11) is not one of weight, target, vol, spreadBps'],
    ['max(2%, 0.25 * target', 'Parenthesis ) expected (character 22)'],
    ['3% +', 'Unexpected end of expression (character 5)'],
    ['target > 3%', 'must be a number, is a comparison'],
    ['exp(vol)', '"exp(vol)" (character 1) is no function of abs, sqrt, min, max'],
    ['turnover', '"turnover" (character 1) is not one of weight, target, vol, spreadBps'],
  ])('%s is refused whatever the rule', (text, problem) => {
    for (const key of ['band', 'tolerance']) {
      expect(faultOf(`${good}policy:\n  ${key}: "${text}"\n`)).toBe(
        `b.yaml:6: policy.${key} was "${text}": ${problem}`,
      );
    }
  });

  it.each([
    ['threshold', 'band', 'target - 30%', 'its expression gives 0 for ETH'],
    ['threshold-relative', 'band', '2 * target', 'its expression gives 1.2 for BTC'],
    ['percentage', 'tolerance', '1 - spreadBps', 'its expression gives -3 for BTC'],
  ])('of %s, %s: %s, has no value that can be used', (kind, key, text, problem) => {
    expect(faultOf(`${good}policy:\n  kind: ${kind}\n  ${key}: "${text}"\n`)).toBe(
      `b.yaml:7: policy.${key} was "${text}": ${problem}, must be more than 0 and at most 1`,
    );
  });

  it('may not speak of vol where nothing forecasts it', () => {
    const text = `${good}forecast: { model: geometry }\npolicy: { kind: threshold, band: 3% + vol }\n`;
    expect(faultOf(text)).toBe(
      'b.yaml:6: policy.band was "3% + vol": there is no vol with the forecast.model geometry',
    );
  });

  it('is good where it has a value, and where that cannot be known yet', () => {
    for (const text of ['0.2 * target', '3% + 2% * vol', 'weight - 50%', '5 %']) {
      expect(faultOf(`${good}policy:\n  kind: threshold\n  band: "${text}"\n`)).toBe('none');
    }
  });
});

describe('a portfolio that does not fit together', () => {
  it.each([
    ['60%', '50%', '4: portfolio.targets sum to 90 %, must be 100 %'],
    ['60%', '70%', '4: portfolio.targets sum to 110 %, must be 100 %'],
    ['60%', '160%', '4: portfolio.targets.BTC was 1.6: must be at most 1'],
    ['60%', '-10%', '4: portfolio.targets.BTC was -0.1: must be at least 0'],
    ['BTC', 'btc', '4: portfolio.targets.btc was "60%": must be an asset such as BTC, in capitals'],
    ['BTC', 'USDT', '4: portfolio.targets names USDT, the quote currency: write cash'],
    [
      'name: core',
      'name: My Core',
      '2: portfolio.name was "My Core": must be lower case letters, digits and hyphens',
    ],
    [
      'quote: USDT',
      'quote: cash',
      '3: portfolio.quote was "cash": must be an asset such as BTC, in capitals',
    ],
    [
      '{ BTC: 60%, ETH: 30%, cash: 10% }',
      '{ cash: 100% }',
      '4: portfolio.targets must name at least one asset beside cash',
    ],
  ])('%s as %s', (from, to, fault) => {
    expect(faultOf(good.replace(from, to))).toBe(`b.yaml:${fault}`);
  });

  it.each([
    ['  holdings: { SOL: 3 }', 'portfolio.holdings.SOL has no target: give it one, 0% to sell it'],
    ['  holdings: { BTC: -3 }', 'portfolio.holdings.BTC was -3: must be at least 0'],
    ['  holdings: { BTC: 1e3x }', 'portfolio.holdings.BTC was "1e3x": must be a decimal number'],
    [
      '  holdings: { BTC: 0, USDT: 0 }',
      'portfolio.holdings must hold something, was worth nothing',
    ],
    [
      'markets: { direct: [SOL/BTC] }',
      'markets.direct names SOL/BTC: it must be between two different assets of BTC, ETH',
    ],
    [
      'markets: { direct: [BTC/USDT] }',
      'markets.direct names BTC/USDT: it must be between two different assets of BTC, ETH',
    ],
    [
      'markets: { direct: [BTC/BTC] }',
      'markets.direct names BTC/BTC: it must be between two different assets of BTC, ETH',
    ],
    [
      'markets: { direct: [ETH/BTC, BTC/ETH] }',
      'markets.direct names BTC/ETH: there may be one market between two assets',
    ],
    [
      'policy: { kind: calendar, every: monday }',
      'policy.every: a schedule must be a cron expression of five fields such as "0 * * * *", was "monday"',
    ],
    [
      'autonomy: { schedule: 99 * * * * }',
      'autonomy.schedule: a schedule must be a cron expression of five fields such as "0 * * * *", was "99 * * * *"',
    ],
    ['autonomy: { schedule: 0 0 * * * * }', 'was "0 0 * * * *"'],
  ])('%s', (text, fault) => {
    const message = faultOf(`${good}${text}\n`);
    expect(message).toMatch(/^b\.yaml:5: /);
    expect(message).toContain(fault);
  });
});

it('names every fault at once, one a line', () => {
  const lines = faultOf(`${good}costs: { takerFeeBps: -1, fee: 2 }\npolicy: { kind: x }\n`).split(
    '\n',
  );
  expect(lines).toHaveLength(3);
  expect(lines.filter((line) => line.startsWith('b.yaml:5: '))).toHaveLength(2);
  expect(lines.filter((line) => line.startsWith('b.yaml:6: policy.kind'))).toHaveLength(1);
});
