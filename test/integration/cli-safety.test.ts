/** The commands of safety as a person types them: halt, resume, resolve, autonomy. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDesk } from '../support/cli-run.ts';

const desk = createDesk();

writeFileSync(
  join(desk.folder, 'ballast.yaml'),
  `portfolio: { name: core, quote: USDT, targets: { BTC: 40%, ETH: 30%, cash: 30% } }
venue: { id: simulated, initialCash: 100000 }
policy: { kind: threshold, band: 1% }
`,
);

const stateOf = ({ stdout }: { stdout: string }) => JSON.parse(stdout) as Record<string, unknown>;

describe('the command line', () => {
  it('halts a plan that waits, refuses to approve, and begins again with a reason', async () => {
    const planned = await desk.run('recommend', '--json');
    expect(planned.code).toBe(10);
    expect(planned.stderr).toContain('more than is traded without a person: the order of BTC/USDT');
    const { id, planHash } = stateOf(planned);
    const halted = await desk.run('halt', '--reason', 'taxes', '--as', 'ann', '--json');
    expect(halted.code).toBe(0);
    expect(stateOf(halted)).toMatchObject({
      ...{ schemaVersion: 1, state: 'halted', killEpoch: 1, reason: 'taxes', actor: 'ann' },
      ...{ ended: [id], executing: [] },
    });
    const refused = await desk.run('approve', String(id), '--hash', String(planHash));
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('refused (TRADING_HALTED)');
    const again = await desk.run('recommend');
    expect(again.stderr).toContain('nothing can be approved until bin/ballast resume');
    expect((await desk.run('halt', '--reducing')).code).toBe(3);
    expect((await desk.run('resume')).code).toBe(2);
    expect((await desk.run('resume', '--reason', ' ')).code).toBe(2);
    const resumed = await desk.run('resume', '--reason', 'paid', '--json');
    expect(stateOf(resumed)).toMatchObject({ state: 'active', killEpoch: 1, reason: 'paid' });
    expect((await desk.run('audit', 'verify')).code).toBe(0);
  }, 60_000);

  it('says how far the portfolio goes alone, and refuses what there is not', async () => {
    expect((await desk.run('autonomy')).stdout.trim()).toBe('autonomy propose');
    const promoted = await desk.run('autonomy', 'promote', '--reason', 'seen');
    expect([promoted.code, promoted.stderr]).toEqual([
      3,
      expect.stringContaining('AUTONOMY_NOT_DEMOTED'),
    ]);
    const resolved = await desk.run('resolve', 'x9', '--reason', 'looked');
    expect([resolved.code, resolved.stderr]).toEqual([2, expect.stringContaining('NOT_FOUND')]);
  }, 60_000);
});
