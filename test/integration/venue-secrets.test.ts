/** The key of an exchange is in nothing that Ballast says or keeps, whatever goes wrong: a test greps for it. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFaults } from '../support/binance/random-faults.ts';
import { type BinanceServer, createBinanceServer } from '../support/binance/server.ts';
import { type Answer, createDesk, type Desk } from '../support/cli-run.ts';
import { projectRoot } from '../support/project-files.ts';

const speed = 10;
/** As long as those of Binance. */
const key = {
  apiKey: 'GrepForTheKeyOfThisAccount'.padEnd(64, 'k'),
  secret: 'GrepForTheSecretOfThisAccount'.padEnd(64, 's'),
};
const wrongSecret = 'GrepForTheWrongSecretOfThisAccount'.padEnd(64, 'w');
const environment = {
  BALLAST_BINANCE_API_KEY: key.apiKey,
  BALLAST_BINANCE_API_SECRET: key.secret,
};

/** As they are, and as others write them down. */
const forms = [key.apiKey, key.secret, wrongSecret].flatMap((text) => [
  text,
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
  Buffer.from(text).toString('hex'),
]);

const configOf = ({ url }: BinanceServer): string => `
portfolio:
  name: core
  quote: USDT
  targets: { BTC: 40%, ETH: 30%, SOL: 10%, cash: 20% }
venue: { id: binance, mode: live, baseUrl: "${url}", speed: ${speed} }
policy: { kind: threshold, band: 2%, cooldownHours: 0 }
`;

describe('the key of an exchange', () => {
  const desk = createDesk(environment);
  const mistaken = createDesk({ ...environment, BALLAST_BINANCE_API_SECRET: wrongSecret });
  const answers = new Map<string, Answer>();
  let server: BinanceServer;
  let crash: string;

  const ask = async (name: string, at: Desk, ...words: readonly string[]): Promise<Answer> => {
    const answer = await at.run(...words);
    answers.set(name, answer);
    return answer;
  };

  beforeAll(async () => {
    const balances = { USDT: '5000', BTC: '0.05', ETH: '0.5' };
    server = await createBinanceServer({ factor: speed, historyDays: 30, key, balances });
    for (const { folder } of [desk, mistaken]) {
      writeFileSync(join(folder, 'ballast.yaml'), configOf(server));
    }
    const { stdout, stderr } = await ask('plan', desk, 'recommend', '--json');
    expect(stderr).toContain('bin/ballast approve');
    const plan = JSON.parse(stdout) as { readonly id: string; readonly planHash: string };
    await ask('approval', desk, 'approve', plan.id, '--hash', plan.planHash);
    server.faults.add(
      { on: 'POST /api/v3/order', fault: { kind: 'no-reply', applied: true } },
      { on: 'POST /api/v3/order', fault: { kind: 'body', body: 'html', applied: false } },
      ...randomFaults(0.05),
    );
    await ask('execution', desk, 'execute', plan.id, '--json');
    server.faults.clear();
    await ask('wrong secret', mistaken, 'recommend', '--json');
    server.hand.revokeKey();
    await ask('revoked key', desk, 'recommend', '--json');
    const script = join(projectRoot, 'test/support/ccxt-crash-child.ts');
    server.hand.setMaintenance(true);
    await ask('maintenance', desk, 'recommend', '--json');
    await server.close();
    await ask('no network', desk, 'recommend', '--json');
    const env = { ...process.env, ...environment };
    const crashed = spawnSync(process.execPath, [script, server.url], { env, encoding: 'utf8' });
    crash = crashed.stdout + crashed.stderr;
  }, 60_000);

  afterAll(async () => {
    await server.close().catch(() => undefined);
  });

  it('was used, refused, revoked and out of reach, and a process crashed with it', () => {
    const codes = Object.fromEntries([...answers].map(([name, { code }]) => [name, code]));
    expect(codes).toMatchObject({
      ...{ plan: 10, approval: 0, 'wrong secret': 4, 'revoked key': 4 },
      ...{ maintenance: 4, 'no network': 4 },
    });
    expect(answers.get('execution')?.stdout).toContain('"executionId"');
    expect(server.orders().length).toBeGreaterThan(2);
    expect(answers.get('wrong secret')?.stderr).toContain('-1022');
    expect(answers.get('revoked key')?.stderr).toContain('-2015');
    expect(crash).toContain('VenueError');
  });

  it('is in nothing that a command or a crash says', () => {
    const said = [...answers.values()].map(({ stdout, stderr }) => stdout + stderr).join('\n');
    for (const text of [said, crash]) {
      expect(forms.filter((form) => text.includes(form))).toEqual([]);
      expect(text).not.toMatch(/signature=|X-MBX-APIKEY/i);
    }
  });

  it('is in no byte of the state folder: database, its log, the audit trail', () => {
    const files = [desk, mistaken].flatMap(({ home }) =>
      readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name)),
    );
    expect(files.filter((file) => file.endsWith('ballast.sqlite'))).toHaveLength(2);
    for (const file of files) {
      const bytes = readFileSync(file);
      expect(forms.filter((form) => bytes.includes(form))).toEqual([]);
      expect(bytes.includes('signature=')).toBe(false);
    }
  });
});
