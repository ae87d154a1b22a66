/** Instructions over the API and on their page: what is to be traded by hand, and what a person says was done. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import { openInstructions } from '../../src/app/execution/instructions.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { signIn } from '../support/api-browser.ts';
import { createApiWorld, jsonIn, problemIn } from '../support/api-world.ts';
import { start } from '../support/execution-plans.ts';
import { propose } from '../support/execution-workspace.ts';

type List = { items: { id: string; symbol: string; withdrawn: boolean }[] };

/** With the first of three instructions open: sell 0.5 BTC for at least 19,800 USDT each. */
async function worldWithInstruction() {
  const world = await createApiWorld({ isAdvisory: true });
  const { workspace } = world;
  const plan = await propose(workspace);
  await approve(workspace, { ...plan, actor: 'ann' });
  await execute(workspace, { ...plan, actor: 'ann' });
  const [instruction] = await openInstructions(workspace);
  if (instruction === undefined) throw new Error('there must be an instruction');
  return { ...world, instruction, path: `/api/v1/instructions/${instruction.id}/confirm` };
}

describe('GET /instructions', () => {
  it('lists what is open, and nothing where the venue trades by itself', async () => {
    const { request, instruction } = await worldWithInstruction();
    expect(await jsonIn(request('viewer', 'GET', '/api/v1/instructions'))).toEqual({
      schemaVersion: 1,
      items: [
        {
          ...{ id: instruction.id, recommendationId: 'r1', symbol: 'BTC/USDT', side: 'sell' },
          ...{ quantity: '0.5', limitPrice: '19800', withdrawn: false },
          since: new Date(start).toISOString(),
          until: '2023-06-04T00:00:00.000Z',
        },
      ],
    });
    const paper = await createApiWorld();
    const list = await jsonIn<List>(paper.request('viewer', 'GET', '/api/v1/instructions'));
    expect(list.items).toEqual([]);
  });
});

describe('POST /instructions/{id}/confirm', () => {
  const body = { filled: '0.5', price: '19950', fee: '4' };

  it('books what was done, and answers what is next', async () => {
    const { request, path, workspace } = await worldWithInstruction();
    const { items } = await jsonIn<List>(request('trader', 'POST', path, { body }));
    expect(items).toMatchObject([{ symbol: 'ETH/USDT' }]);
    expect((await workspace.broker.holdings()).total).toMatchObject({ BTC: '1.5', USDT: '49971' });
    const again = await request('trader', 'POST', path, { body });
    expect(await problemIn(again)).toMatchObject({ status: 409, code: 'APPROVAL_STATE' });
  });

  it.each([
    [{ filled: '0.5' }, 422, 'price must be more than 0'],
    [{ ...body, filled: '-1' }, 422, 'filled must be a decimal number of at least 0'],
    [{ ...body, fee: 'much' }, 422, 'fee must be a decimal number'],
    [{ ...body, filled: '0.6' }, 422, '0.6 are more than the 0.5'],
    [{ price: '1' }, 422, 'filled was missing'],
  ])('refuses %j', async (wrong, status, words) => {
    const { request, path, auditHead } = await worldWithInstruction();
    const before = await auditHead();
    const answer = await problemIn(await request('trader', 'POST', path, { body: wrong }));
    expect(answer.status).toBe(status);
    expect(answer.detail).toContain(words);
    expect(await auditHead()).toBe(before);
  });

  it('needs the scope to execute, and an instruction that is there', async () => {
    const { request, path } = await worldWithInstruction();
    expect((await request('approver', 'POST', path, { body })).status).toBe(403);
    const none = await request('trader', 'POST', '/api/v1/instructions/none/confirm', { body });
    expect(await problemIn(none)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});

describe('POST /recommendations/{id}/execute', () => {
  it('says that a person is waited for', async () => {
    const { request, workspace } = await worldWithInstruction();
    const hash = (await workspace.store.recommendations.get('r1'))?.recommendation.planHash;
    const headers = { 'if-match': `"${hash}"` };
    const answer = await request('trader', 'POST', '/api/v1/recommendations/r1/execute', {
      headers,
    });
    expect(await problemIn(answer)).toMatchObject({ status: 409, code: 'INSTRUCTION_OPEN' });
  });
});

describe('the page of instructions', () => {
  it('is found from the overview, and takes what was done', async () => {
    const world = await worldWithInstruction();
    const { instruction, workspace } = world;
    const browser = await signIn(world);
    const overview = await (await browser.get('/')).text();
    expect(overview).toContain('1 trade for you to make by hand.');
    const page = await (await browser.get('/instructions')).text();
    expect(page).toContain('Sell 0.5 BTC for at least 19,800.00 USDT each');
    const action = `/instructions/${instruction.id}/confirm`;
    const fields = { filled: '0.4', price: '19900', fee: '' };
    const answer = await browser.post(action, fields, '/instructions');
    expect(answer.status).toBe(303);
    expect((await workspace.broker.holdings()).total).toMatchObject({ BTC: '1.6', USDT: '47960' });
    const next = await (await browser.get('/instructions')).text();
    expect(next).toContain('Buy 10 ETH for at most 1,010.00 USDT each');
  });

  it('takes that nothing was done', async () => {
    const world = await worldWithInstruction();
    const browser = await signIn(world);
    const action = `/instructions/${world.instruction.id}/confirm`;
    expect((await browser.post(action, { filled: '0' }, '/instructions')).status).toBe(303);
    expect(await openInstructions(world.workspace)).toMatchObject([{ market: 'ETH/USDT' }]);
    expect((await world.workspace.broker.holdings()).total.BTC).toBe('2');
  });

  it('says what was wrong and keeps what was typed', async () => {
    const world = await worldWithInstruction();
    const browser = await signIn(world);
    const action = `/instructions/${world.instruction.id}/confirm`;
    const answer = await browser.post(action, { filled: '7', price: '1,5' }, '/instructions');
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('price must be a decimal number of at least 0');
    expect(page).toContain('value="1,5"');
  });

  it('is empty where there is nothing to do', async () => {
    const browser = await signIn(await createApiWorld());
    expect(await (await browser.get('/')).text()).not.toContain('by hand');
    expect(await (await browser.get('/instructions')).text()).toContain(
      'Nothing is to be traded by hand now.',
    );
  });
});
