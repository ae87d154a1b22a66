/** A portfolio whose orders a person carries out, on the command line: from recommend to a settled plan. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDesk } from '../support/cli-run.ts';

/** All in cash on the simulated market, whose first plan buys two assets. */
const config = `portfolio:
  name: vault
  quote: USDT
  targets: { BTC: 40%, PAXG: 30%, cash: 30% }
  holdings: { USDT: 100000 }
venue: { id: simulated, mode: advisory }
policy: { kind: threshold, band: 5% }
forecast: { model: ewma60 }
`;

describe('instructions', () => {
  it('carry a plan from an approval to its end', async () => {
    const desk = createDesk();
    writeFileSync(join(desk.folder, 'ballast.yaml'), config);
    const proposed = await desk.run('recommend', '--json');
    expect(proposed.code).toBe(10);
    const { id, planHash } = JSON.parse(proposed.stdout) as { id: string; planHash: string };
    expect((await desk.run('approve', id, '--hash', planHash)).code).toBe(0);
    const executed = await desk.run('execute', id);
    expect(executed.code).toBe(4);
    expect(executed.stderr).toContain('INSTRUCTION_OPEN');
    expect(executed.stderr).toContain('bin/ballast instructions');

    const { instructions } = JSON.parse((await desk.run('instructions', '--json')).stdout) as {
      instructions: { id: string; symbol: string; side: string; quantity: string }[];
    };
    expect(instructions).toMatchObject([{ symbol: 'BTC/USDT', side: 'buy' }]);
    const [{ id: first = '', quantity = '' } = {}] = instructions;
    const done = ['--filled', quantity, '--price', '20000', '--fee', '3', '--as', 'maria'];
    const confirmed = await desk.run('instructions', 'confirm', first.slice(0, 8), ...done);
    expect(confirmed.code).toBe(0);
    const next =
      /^confirmed\nnext: ([\da-f-]{36}) {2}buy ([\d.]+) PAXG for at most [\d,.]+ USDT each, until /;
    const [, second = '', asked = ''] = next.exec(confirmed.stdout) ?? [];

    const last = await desk.run('instructions', 'confirm', second, '--none', '--json');
    expect(JSON.parse(last.stdout)).toMatchObject({ filled: '0', instructions: [] });
    const report = await desk.run('report', id);
    expect(report.stdout).toContain(`PAXG/USDT: 0 of ${asked} were carried out`);
  }, 60_000);

  it.each([
    [['--filled', '1'], '--price must be more than 0 where something was filled'],
    [['--filled', '1', '--none'], 'either --filled UNITS with --price PRICE or --none'],
    [[], 'either --filled UNITS with --price PRICE or --none'],
  ])('are not confirmed with %j', async (options, words) => {
    const answer = await createDesk().run('instructions', 'confirm', 'x', ...options);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain(words);
  });

  it('move balances that a person corrects', async () => {
    const desk = createDesk();
    writeFileSync(join(desk.folder, 'ballast.yaml'), config);
    const set = await desk.run('instructions', 'balance', 'PAXG', '2.5', '--json');
    expect(JSON.parse(set.stdout)).toMatchObject({ balances: { PAXG: '2.5', USDT: '100000' } });
    const other = await desk.run('instructions', 'balance', 'XRP', '1');
    expect(other).toMatchObject({ code: 2 });
    expect(other.stderr).toContain('ASSET must be one of BTC, PAXG, USDT, was XRP');
  }, 60_000);
});
