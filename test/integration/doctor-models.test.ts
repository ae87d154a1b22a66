/** What doctor says of the models in use: name and age, or why there is none, and what to do. */
import { describe, expect, it } from 'vitest';
import { type Diagnosis, examine } from '../../src/app/doctor.ts';
import { openStore } from '../../src/compose.ts';
import { emptyFolder } from '../support/market-files.ts';
import { folderWithModel, type ModelFolder, modelFolder } from '../support/model-folder.ts';
import { dayMs } from '../support/panels.ts';
import { configuredWith } from '../support/settings.ts';

/** The models of tests learnt up to 27 October 2022. */
const trainedTo = Date.UTC(2022, 9, 28);
const neverCloses = 'model for markets that never close';

async function linesOn({ models }: ModelFolder, now: number): Promise<readonly Diagnosis[]> {
  const home = await emptyFolder();
  const found = await examine({
    ...{ home, models, now, database: `${home}/none` },
    openStore: () => openStore(home),
    readConfig: () => ({
      portfolio: 'core',
      ...configuredWith({ 'forecast.modelMaxAgeDays': 900 }),
    }),
    versions: { node: '24.0.0', sqlite: '3.50.0' },
  });
  return found.filter(({ check }) => check.startsWith('model'));
}

describe('doctor', () => {
  it('names the model in use with its age', async () => {
    const folder = await folderWithModel();
    const found = `${folder.name()}, learnt up to 2022-10-27, 900 days ago`;
    expect(await linesOn(folder, trainedTo + 900 * dayMs)).toEqual([
      { check: neverCloses, status: 'ok', found },
    ]);
  });

  it('warns of one that is older than it may be', async () => {
    const folder = await folderWithModel();
    const [line] = await linesOn(folder, trainedTo + 901 * dayMs);
    expect(line?.status).toBe('warn');
    expect(line?.advice).toContain('forecast.modelMaxAgeDays allows 900');
  });

  it('warns of none, and of a damaged one', async () => {
    const cause = 'no model is promoted for markets that never close';
    expect(await linesOn(await modelFolder(), trainedTo)).toMatchObject([
      { check: neverCloses, status: 'warn', found: cause },
    ]);
    const folder = await folderWithModel();
    folder.rewrite('weights.bin', (text) => `${text}x`);
    expect(await linesOn(folder, trainedTo)).toMatchObject([
      { status: 'warn', found: expect.stringContaining('the SHA-256 of the weights must be') },
    ]);
  });

  it('names that of markets with sessions too where there is one', async () => {
    const folder = await folderWithModel();
    await folder.promote({ sessions: true });
    expect((await linesOn(folder, trainedTo)).map(({ check, status }) => [check, status])).toEqual([
      [neverCloses, 'ok'],
      ['model for markets with sessions', 'ok'],
    ]);
  });
});
