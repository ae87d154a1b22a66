/** Loading a configuration: what is read, where it came from, what holds where it is silent, and its schema for editors. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError } from '../../src/base/errors.ts';
import { completeConfig } from '../../src/config/complete.ts';
import { loadConfig, parseConfig } from '../../src/config/load.ts';
import { configSchema } from '../../src/config/schema.ts';
import { settingsOf } from '../../src/config/settings.ts';

const text = `portfolio:
  name: core
  quote: USDT
  targets: { BTC: 40%, ETH: 0.25, PAXG: 12.5% }
policy:
  kind: threshold
  band: 5%
`;

const parsed = (source = text) => parseConfig(source, { file: 'ballast.yaml' });

describe('values', () => {
  it('read 5% as 0.05, and 0.25 as it is', () => {
    const { input } = parsed();
    expect(input.portfolio.targets).toEqual({ BTC: 0.4, ETH: 0.25, PAXG: 0.125 });
    expect(input.policy?.band).toBe(0.05);
  });

  it('leave to cash what the targets do not name', () => {
    const { portfolio } = settingsOf(parsed(), 'live').settings;
    expect(portfolio).toEqual({
      name: 'core',
      quote: 'USDT',
      symbols: ['BTC', 'ETH', 'PAXG'],
      targets: [0.4, 0.25, 0.125],
      cashTarget: 0.225,
    });
  });

  it('add up to 100 % in spite of binary fractions', () => {
    const thirds = text.replace(/\{.*\}/, '{ A: 10%, B: 20%, C: 30%, cash: 40% }');
    expect(settingsOf(parsed(thirds), 'live').settings.portfolio.cashTarget).toBe(0.4);
    const full = text.replace(/\{.*\}/, '{ A: 33.4%, B: 33.3%, C: 33.3% }');
    expect(settingsOf(parsed(full), 'live').settings.portfolio.cashTarget).toBe(0);
  });

  it('of holdings are decimals without exponents', () => {
    const held = text.replace(
      'policy:',
      '  holdings: { BTC: 1e-7, ETH: "2.50", USDT: 12000 }\npolicy:',
    );
    expect(settingsOf(parsed(held), 'live').initialHoldings).toEqual({
      BTC: '0.0000001',
      ETH: '2.50',
      USDT: '12000',
    });
  });
});

describe('where a value came from', () => {
  const { origins } = parsed();

  it.each([
    ['portfolio', 'ballast.yaml:1'],
    ['portfolio.targets', 'ballast.yaml:4'],
    ['portfolio.targets.ETH', 'ballast.yaml:4'],
    ['policy.band', 'ballast.yaml:7'],
    ['policy.kind', 'ballast.yaml:6'],
    ['costs.takerFeeBps', undefined],
  ])('%s: %s', (key, origin) => {
    expect(origins.get(key)).toBe(origin);
  });

  it('is the option that overrides the file, in sections that the file lacks too', () => {
    const overrides = [
      { key: 'policy.band', value: '7%', option: '--band' },
      { key: 'costs.takerFeeBps', value: 8, option: '--fee' },
    ];
    const { input, origins: known } = parseConfig(text, { file: 'ballast.yaml', overrides });
    expect(input.policy).toEqual({ kind: 'threshold', band: 0.07 });
    expect(input.costs).toEqual({ takerFeeBps: 8 });
    expect(known.get('policy.band')).toBe('--band');
    expect(known.get('costs.takerFeeBps')).toBe('--fee');
    expect(known.get('policy.kind')).toBe('ballast.yaml:6');
  });

  it('is named when an option is wrong', () => {
    const overrides = [{ key: 'policy.band', value: 'wide', option: '--band' }];
    expect(() => parseConfig(text, { file: 'ballast.yaml', overrides })).toThrow(
      '--band: policy.band was "wide": "wide" (character 1) is not one of weight, target, vol, spreadBps',
    );
  });
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read by its name, which its origins carry', () => {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, text);
    expect(loadConfig(file).origins.get('policy')).toBe(`${file}:5`);
  });

  it('that is missing is named with what to do', () => {
    const file = join(folder, 'nowhere.yaml');
    expect(() => loadConfig(file)).toThrow(ConfigError);
    expect(() => loadConfig(file)).toThrow(
      `the configuration ${file} cannot be read (ENOENT); name another with --config or write one with \`ballast init\``,
    );
  });

  it('that is a folder is named too', () => {
    expect(() => loadConfig(folder)).toThrow('cannot be read (EISDIR)');
  });
});

describe('where the file is silent', () => {
  const bare = parsed(text.replace(/policy:[\s\S]*/, ''));

  it('a live portfolio proposes on paper, is cautious and assumes high fees', () => {
    const { settings, autonomy, venue, initialHoldings } = settingsOf(bare, 'live');
    expect(venue).toMatchObject({ id: 'simulated', mode: 'paper', seed: 7, speed: 360 });
    expect(autonomy).toEqual({ level: 'propose', schedule: '0 * * * *' });
    expect(settings.policy).toMatchObject({
      rule: {
        kind: 'risk-aware',
        objective: 'adaptive',
        tightness: 0.1,
        eventCostBps: 0.1,
        rho: 0.8,
        multiplier: [0.5, 2],
      },
      cooldownHours: 24,
      hardBand: 0.05,
    });
    expect(settings.plan).toEqual({
      cashBuffer: 0.005,
      minimumOrder: 10,
      minimumOrderFactor: 1.2,
      minimumOrderNav: 0.001,
      priceCapBps: 100,
      majorsPriceCapBps: 50,
      validHours: 4,
    });
    expect(settings.costs).toMatchObject({ takerFeeBps: 40, makerFeeBps: 25, assumed: true });
    expect(settings.approvalRules).toEqual([{ when: null, approvers: 1 }]);
    expect(initialHoldings).toEqual({ USDT: '100000' });
  });

  it('in a backtest only costs, cash and long-only bind', () => {
    const { settings } = settingsOf(bare, 'backtest');
    expect(settings.policy.cooldownHours).toBe(0);
    expect(settings.plan).toMatchObject({
      cashBuffer: 0,
      minimumOrder: 0,
      minimumOrderFactor: 0,
      minimumOrderNav: 0,
    });
    expect(settings.policy.rule).toEqual(settingsOf(bare, 'live').settings.policy.rule);
  });

  it('in a backtest what the configuration names binds too', () => {
    const named = parsed(`${text}  cooldownHours: 12\nlimits: { cashBuffer: 1% }\n`);
    const { settings } = settingsOf(named, 'backtest');
    expect(settings.policy.cooldownHours).toBe(12);
    expect(settings.plan).toMatchObject({ cashBuffer: 0.01, minimumOrder: 0 });
  });

  it('a relative threshold has a band of 20 %, an absolute one of 5 pp', () => {
    const ruleOf = (kind: string) =>
      settingsOf(parsed(text.replace('threshold\n  band: 5%', kind)), 'live').settings.policy.rule;
    expect(ruleOf('threshold-relative')).toMatchObject({ band: 0.2 });
    expect(ruleOf('threshold')).toMatchObject({ band: 0.05 });
  });

  it('named fees are not assumed', () => {
    const named = parsed(`${text}costs: { takerFeeBps: 10 }\n`);
    expect(settingsOf(named, 'live').settings.costs.assumed).toBe(false);
  });

  it('every key has a value in the end', () => {
    const complete = completeConfig(bare.input, 'live');
    const values = Object.values(complete).flatMap((section) => Object.values(section));
    expect(values).not.toContain(undefined);
    expect(values.length).toBeGreaterThan(35);
  });
});

describe('the JSON Schema for editors', () => {
  const schema = z.toJSONSchema(configSchema, { io: 'input' });

  type Node = {
    readonly type?: string;
    readonly description?: string;
    readonly properties?: Readonly<Record<string, Node>>;
    readonly additionalProperties?: unknown;
  };

  /** Every object of named keys, by its path. */
  function sections(node: Node, path = 'the file'): [string, Node][] {
    if (node.properties === undefined) return [];
    return [
      [path, node],
      ...Object.entries(node.properties).flatMap(([key, value]) =>
        sections(value, `${path}.${key}`),
      ),
    ];
  }

  it('is of draft 2020-12 and holds no transformation', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it('is strict: no object takes other keys than its own', () => {
    const found = sections(schema as Node);
    expect(found.length).toBeGreaterThan(8);
    for (const [path, node] of found) {
      expect([path, node.additionalProperties]).toEqual([path, false]);
    }
  });

  it('describes every key', () => {
    for (const [path, { properties = {} }] of sections(schema as Node)) {
      for (const [key, node] of Object.entries(properties)) {
        expect([`${path}.${key}`, node.description?.length ?? 0]).not.toEqual([
          `${path}.${key}`,
          0,
        ]);
      }
    }
  });
});
