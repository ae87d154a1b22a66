/** The forecast on the overview: how old the model in use is, or what stands in for it and why. */
import { describe, expect, it } from 'vitest';
import { signIn } from '../support/api-browser.ts';
import { createApiWorld } from '../support/api-world.ts';
import { settings } from '../support/execution-plans.ts';
import type { Options } from '../support/execution-workspace.ts';
import { learnableMarket } from '../support/forecast-market.ts';
import { folderWithModel, modelFolder, shiftedBy } from '../support/model-folder.ts';

const champion = { forecast: { ...settings().forecast, model: 'champion' as const } };

/** The words of the overview after a look, without marks. */
async function wordsAfterLook(options: Options): Promise<string> {
  const world = await createApiWorld({ market: learnableMarket, settings: champion, ...options });
  const browser = await signIn(world);
  expect((await browser.post('/look', {})).status).toBe(303);
  const page = await (await browser.get('/')).text();
  return page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}

describe('the forecast on the overview', () => {
  it('is a model with its age, from the last day that it learnt from', async () => {
    // From 28 October 2022 to 1 June 2023.
    const said = await wordsAfterLook(await folderWithModel());
    expect(said).toContain('forecast model 216 d old');
    expect(said).not.toContain('A simpler forecast stands in');
  });

  it('is what stands in, with the cause in words', async () => {
    const said = await wordsAfterLook(await modelFolder());
    expect(said).toContain('forecast pooled-har stands in');
    expect(said).toContain('A simpler forecast stands in: pooled-har.');
    expect(said).toContain('Why: no model is promoted for markets that never close. What it');
    const absurd = await folderWithModel(shiftedBy(5));
    expect(await wordsAfterLook(absurd)).toContain(`Why: ${absurd.name()} forecasts `);
  });

  it('is the name of one that needs no model, and of the champion before the first look', async () => {
    const said = await wordsAfterLook({ models: (await modelFolder()).models, settings: {} });
    expect(said).toContain('forecast ewma60 prices');
    const world = await createApiWorld({ market: learnableMarket, settings: champion });
    const page = await (await (await signIn(world)).get('/')).text();
    expect(page).toContain('<dt>forecast</dt><dd>champion</dd>');
  });
});
