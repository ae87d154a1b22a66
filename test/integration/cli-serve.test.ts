/** `serve` as a person starts it: the demo portfolio, its first plan, a restart that goes on, and what stops it. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDesk } from '../support/cli-run.ts';
import { projectRoot } from '../support/project-files.ts';

const desk = createDesk();
/** Its day is not judged yet. */
const fresh = createDesk();

type Visit = { readonly address: string; readonly words: string; readonly code: number | null };

/** Serves until the words hold a text, lets the test look, and interrupts. */
async function serveUntil(
  text: string,
  look: (address: string) => Promise<void>,
  ...options: readonly string[]
): Promise<Visit> {
  let address = '';
  let looked: Promise<unknown> = Promise.resolve();
  const { stderr, code } = await desk.runUntil(
    text,
    (child) => {
      const visit = async (): Promise<undefined> => {
        const words = await wordsOf(child.stderr);
        address = /http:\/\/127\.0\.0\.1:\d+/.exec(words)?.[0] ?? '';
        await look(address);
      };
      looked = visit()
        .catch((fault: unknown) => fault)
        .finally(() => child.kill('SIGINT'));
    },
    ...['serve', '--port', '0', ...options],
  );
  const fault = await looked;
  if (fault !== undefined) throw fault;
  return { address, words: stderr, code };
}

/** What has been said so far is not kept by the child; the address is asked of the next words that carry it. */
async function wordsOf(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let words = '';
    stream.on('data', (chunk: Buffer) => {
      words += chunk.toString();
      if (words.includes('http://')) resolve(words);
    });
  });
}

describe('serve', () => {
  it('says what it serves, makes a first plan, answers, and stops when interrupted', async () => {
    const added = await desk.run('key', 'add', '--name', 'me', '--role', 'trader', '--json');
    const { secret } = JSON.parse(added.stdout) as { secret: string };
    const headers = { Authorization: `Bearer ${secret}` };
    const { words, code } = await serveUntil('', async (address) => {
      const list = await untilAnswered(
        `${address}/api/v1/portfolios/demo/recommendations`,
        headers,
      );
      expect(list.items).toMatchObject([
        { state: 'proposed', portfolio: 'demo', proposer: 'system' },
      ]);
      expect((await fetch(`${address}/ready`)).status).toBe(200);
    });
    expect(words).toContain('portfolio demo: paper · simulated market');
    expect(words).toContain('stopping: no new orders');
    // To be interrupted is how serving ends.
    expect(code).toBe(0);
  });

  it('goes on after a restart where simulated time stood', async () => {
    const { words } = await serveUntil('', async (address) => {
      expect((await fetch(`${address}/health`)).status).toBe(200);
    });
    expect(words).toContain('sign in, once, within 15 minutes');
    const { stdout } = await desk.run('audit', 'verify', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });

  it('says how the models do on days that they had not seen', async () => {
    const folder = join(fresh.folder, 'models');
    cpSync(join(projectRoot, 'models'), folder, { recursive: true });
    // As if the champion had been stored and promoted 100 days ago.
    for (const number of [1, 2]) {
      const path = join(folder, 'crypto', 'registry', `${number}.json`);
      const event = JSON.parse(readFileSync(path, 'utf8'));
      const at = Date.now() - 100 * 86_400_000 + number;
      writeFileSync(path, JSON.stringify({ ...event, at }));
    }
    const { stderr } = await fresh.runUntil(
      'since it was stored',
      (child) => child.kill('SIGINT'),
      ...['serve', '--port', '0', '--models', folder],
    );
    expect(stderr).toMatch(
      /crypto\/2022-12-31-\w{8}: (99|10\d) days since it was stored, its loss/,
    );
  });

  it('refuses a port that is taken, a venue and an approval rule that cannot be', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const onTaken = await desk.run('serve', '--port', String(port));
    taken.close();
    expect(onTaken).toMatchObject({ code: 2, stdout: '' });
    expect(onTaken.stderr).toContain(String(port));
    const elsewhere = await desk.run('serve', '--port', '0', '--venue', 'nowhere');
    expect(elsewhere).toMatchObject({ code: 2, stdout: '' });
    expect(elsewhere.stderr).toContain('venue.id was "nowhere"');
    const rule = 'approval.rules=[{when: "evil()", approvers: 1}]';
    const unreadable = await desk.run('serve', '--port', '0', '--set', rule);
    expect(unreadable).toMatchObject({ code: 2, stdout: '' });
    expect(unreadable.stderr).toContain('evil');
  });
});

/** The first look takes a moment after the server has begun to answer. */
async function untilAnswered(
  url: string,
  headers: Record<string, string>,
): Promise<{ items: readonly unknown[] }> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await fetch(url, { headers });
    const body = (await answer.json()) as { items: readonly unknown[] };
    if (body.items.length > 0) return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} had no recommendation`);
}
