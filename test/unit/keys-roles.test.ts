/** API keys: made, found by their secret, ended; roles and the key of the environment. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import {
  authenticate,
  createKey,
  ensureAdminKey,
  type KeyRequest,
  type KeySources,
  listKeys,
  revokeKey,
  roles,
} from '../../src/app/keys.ts';
import { sha256 } from '../../src/base/canonical-json.ts';
import { ConfigError } from '../../src/base/errors.ts';
import type { Store } from '../../src/ports/store.ts';

let store: Store;
let now: number;
let byte: number;
let sources: KeySources;

beforeEach(async () => {
  store = await createSqliteStore({ file: ':memory:' });
  now = 1000;
  byte = 0;
  const randomBytes = (count: number): Uint8Array => {
    byte += 1;
    return new Uint8Array(count).fill(byte);
  };
  sources = { store, clock: { now: () => now }, randomBytes };
});
afterEach(() => store.close());

const request: KeyRequest = { name: 'Ann Approver', role: 'approver', actor: 'root' };

test('the roles carry the scopes of the reference', () => {
  expect(roles).toEqual({
    viewer: ['read'],
    trader: ['read', 'propose', 'execute', 'research', 'halt'],
    approver: ['read', 'approve', 'halt'],
    auditor: ['read', 'audit'],
    admin: ['read', 'propose', 'approve', 'execute', 'research', 'halt', 'audit', 'admin'],
  });
});

describe('a new key', () => {
  test('has a secret of 32 random bytes, of which only the hash is kept', async () => {
    const { key, secret } = await createKey(sources, request);
    expect(secret).toBe(`blst_${Buffer.alloc(32, 1).toString('base64url')}`);
    expect(key).toEqual({
      ...{ id: 'key-0202020202020202', name: 'Ann Approver', scopes: ['read', 'approve', 'halt'] },
      ...{ secretHash: sha256(secret), createdAt: 1000, expiresAt: null, revokedAt: null },
    });
    expect(await listKeys(sources)).toEqual([key]);
    const events = await store.events.list({ limit: 10 });
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  test('is written together with its event', async () => {
    const { key } = await createKey(sources, { ...request, expiresAt: 5000 });
    expect(await store.events.list({ limit: 10 })).toMatchObject([
      {
        ...{ type: 'KeyCreated', at: 1000, actor: 'root', subject: key.id },
        payload: { name: 'Ann Approver', scopes: ['read', 'approve', 'halt'], expiresAt: 5000 },
        records: [{ table: 'apiKeys', key: [key.id] }],
      },
    ]);
  });

  test('may have fewer scopes than its role, never others or none', async () => {
    const { key } = await createKey(sources, { ...request, scopes: ['approve'] });
    expect(key.scopes).toEqual(['approve']);
    for (const scopes of [['execute'], []] as const) {
      await expect(createKey(sources, { ...request, scopes })).rejects.toThrow(ConfigError);
    }
  });

  test.each([
    '',
    ' x',
    'a\nb',
    'x'.repeat(65),
    'system',
    'System',
    'rule',
    'owner',
    'admin (environment)',
  ])('cannot be named %j', async (name) => {
    await expect(createKey(sources, { ...request, name })).rejects.toThrow(ConfigError);
    expect(await store.events.head()).toBeUndefined();
  });

  test('cannot have expired already', async () => {
    const making = createKey(sources, { ...request, expiresAt: 1000 });
    await expect(making).rejects.toThrow('expiresAt must be after 1000, was 1000');
  });
});

describe('authentication', () => {
  test('finds the key of a secret and of nothing else', async () => {
    const { key, secret } = await createKey(sources, request);
    expect(await authenticate(sources, secret)).toEqual(key);
    for (const wrong of ['', `${secret}x`, secret.slice(0, -1), key.secretHash, 'x'.repeat(1e6)]) {
      expect(await authenticate(sources, wrong)).toBeUndefined();
    }
  });

  test('ends when the key expires', async () => {
    const { secret } = await createKey(sources, { ...request, expiresAt: 2000 });
    now = 1999;
    expect(await authenticate(sources, secret)).toBeDefined();
    now = 2000;
    expect(await authenticate(sources, secret)).toBeUndefined();
  });

  test('ends when the key is revoked, which happens once', async () => {
    const { key, secret } = await createKey(sources, request);
    expect(await revokeKey(sources, { id: key.id, actor: 'root' })).toBe(true);
    expect(await authenticate(sources, secret)).toBeUndefined();
    expect(await revokeKey(sources, { id: key.id, actor: 'root' })).toBe(false);
    expect(await revokeKey(sources, { id: 'key-9', actor: 'root' })).toBe(false);
    const events = await store.events.list({ types: ['KeyRevoked'], limit: 10 });
    expect(events).toMatchObject([{ actor: 'root', subject: key.id }]);
  });
});

describe('the key of BALLAST_ADMIN_TOKEN', () => {
  const token = 'correct-horse-battery-staple';

  test('is an admin key, made once', async () => {
    await ensureAdminKey(store, token, 1000);
    await ensureAdminKey(store, token, 2000);
    expect(await listKeys(sources)).toHaveLength(1);
    expect(await authenticate(sources, token)).toMatchObject({
      id: 'key-environment-1',
      name: 'admin (environment)',
      scopes: roles.admin,
      createdAt: 1000,
    });
  });

  test('must have 24 characters', async () => {
    const short = ensureAdminKey(store, 'x'.repeat(23), 1000);
    await expect(short).rejects.toThrow(
      'BALLAST_ADMIN_TOKEN must have at least 24 characters, was 23',
    );
    await expect(ensureAdminKey(store, 'x'.repeat(513), 1000)).rejects.toThrow(ConfigError);
    await ensureAdminKey(store, 'x'.repeat(24), 1000);
    expect(await listKeys(sources)).toHaveLength(1);
  });

  test('gives way to that of another token', async () => {
    await ensureAdminKey(store, token, 1000);
    await ensureAdminKey(store, `${token}-2`, 2000);
    expect(await authenticate(sources, token)).toBeUndefined();
    expect(await authenticate(sources, `${token}-2`)).toMatchObject({ id: 'key-environment-2' });
  });

  test('does not come back once it was revoked', async () => {
    await ensureAdminKey(store, token, 1000);
    await revokeKey(sources, { id: 'key-environment-1', actor: 'root' });
    await expect(ensureAdminKey(store, token, 2000)).rejects.toThrow(/was revoked/);
  });
});
