/** Targets on the command line, from a suggestion on the venue to targets in force and back to those of the file. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { targetChangeJson } from '../../src/report/target-change-words.ts';
import { type Answer, createDesk } from '../support/cli-run.ts';

type Change = ReturnType<typeof targetChangeJson>;

const config = `portfolio: { name: half, quote: USDT, targets: { BTC: 50%, ETH: 50% } }
venue: { id: simulated, seed: 7, initialCash: 100000 }
`;

describe('a suggestion', () => {
  const desk = createDesk();
  const words = ['--config', 'half.yaml'];
  let proposed: Answer;
  let change: Change;

  beforeAll(async () => {
    writeFileSync(join(desk.folder, 'half.yaml'), config);
    proposed = await desk.run('targets', 'propose', '1', ...words, '--as', 'maria', '--json');
    change = JSON.parse(proposed.stdout) as Change;
  }, 60_000);

  it('is proposed by its number, with what to do next', () => {
    expect(proposed.code).toBe(0);
    expect(change).toMatchObject({
      ...{ schemaVersion: 1, portfolio: 'half', state: 'proposed', proposer: 'maria' },
      ...{ from: { BTC: 0.5, ETH: 0.5, cash: 0 }, approvedAt: null },
    });
    expect(proposed.stderr).toContain(
      `bin/ballast targets approve ${change.id} --hash ${change.hash} --config half.yaml`,
    );
  });

  it('is asked for by a number', async () => {
    const wrong = await desk.run('targets', 'propose', 'first', ...words);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('N must be the number of a suggestion, 1 to 99, was "first"');
  });

  it('is approved by its hash alone, and then in force until it is withdrawn', async () => {
    const { id, hash, to } = change;
    const approve = ['targets', 'approve', id.slice(0, 12), ...words, '--as', 'ben'];
    const wrong = await desk.run(...approve, '--hash', 'f'.repeat(64));
    expect(wrong).toMatchObject({ code: 3, stdout: '' });
    expect(wrong.stderr).toContain('refused (HASH_MISMATCH)');
    const done = await desk.run(...approve, '--hash', hash);
    expect(done).toMatchObject({ code: 0, stdout: `${id} is approved: 1 of 1 approvals\n` });
    const shown = await desk.run('targets', ...words);
    expect(shown.stdout).toMatch(
      /differ from those of the file since \d{4}-\d\d-\d\d \d\d:\d\d UTC: ben approved a change/,
    );
    expect(shown.stdout).toContain('Move 5 % of NAV from');
    const withdrawn = await desk.run('targets', 'reject', id, ...words, '--reason', 'no', '--json');
    expect(withdrawn.code).toBe(0);
    expect(JSON.parse(withdrawn.stdout)).toMatchObject({
      id,
      state: 'withdrawn',
      reason: 'no',
      to,
    });
    const after = JSON.parse((await desk.run('targets', ...words, '--json')).stdout);
    expect(after).toMatchObject({ targets: { BTC: 0.5, ETH: 0.5 }, approved: null, notices: [] });
    expect(after.changes.map((one: Change) => one.state)).toEqual(['withdrawn']);
  });

  it('is not found under another id', async () => {
    const other = await desk.run('targets', 'reject', 'chg_0000', ...words, '--reason', 'no');
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('there is no target change chg_0000 in this state folder');
  });
});
