/** API keys: secrets shown once and kept as hashes, roles as sets of scopes. */
import { sha256 } from '../base/canonical-json.ts';
import { ConfigError } from '../base/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { ApiKey, Store, StoreSession } from '../ports/store.ts';

export const scopes = [
  'read',
  'propose',
  'approve',
  'execute',
  'research',
  'halt',
  'audit',
  'admin',
] as const;

export type Scope = (typeof scopes)[number];

export const roles = {
  viewer: ['read'],
  trader: ['read', 'propose', 'execute', 'research', 'halt'],
  approver: ['read', 'approve', 'halt'],
  auditor: ['read', 'audit'],
  admin: scopes,
} as const satisfies Record<string, readonly Scope[]>;

export type Role = keyof typeof roles;

export type KeyRequest = {
  readonly name: string;
  readonly role: Role;
  /** Fewer than those of the role, when given. */
  readonly scopes?: readonly Scope[];
  /** Epoch ms UTC; the key works before it. */
  readonly expiresAt?: number;
  /** Who makes the key: a name, or `system`. */
  readonly actor: string;
};

/** What making a key needs: time, and bytes that nobody can guess. */
export type KeySources = {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly randomBytes: (count: number) => Uint8Array;
};

const secretPrefix = 'blst_';
const secretBytes = 32;
const idBytes = 8;
const shortestToken = 24;
const longestSecret = 512;
const environmentName = 'admin (environment)';

/** Who acts on the pages: the person who could read the sign-in link in the terminal. */
export const ownerName = 'owner';

/** Names that records use for no key. */
const reservedNames: readonly string[] = ['system', 'rule', ownerName, environmentName];
const namePattern = /^[\p{L}\p{N}][\p{L}\p{N} ._@+-]{0,63}$/u;

/** Makes a key; the secret is in the answer and nowhere else. Errors: ConfigError when the request is wrong. */
export async function createKey(
  { store, clock, randomBytes }: KeySources,
  request: KeyRequest,
): Promise<{ readonly key: ApiKey; readonly secret: string }> {
  const now = clock.now();
  const { name, expiresAt = null, actor } = request;
  checkName(name);
  if (expiresAt !== null && !(expiresAt > now)) {
    throw new ConfigError(`expiresAt must be after ${now}, was ${expiresAt}`);
  }
  const secret = secretPrefix + Buffer.from(randomBytes(secretBytes)).toString('base64url');
  const id = `key-${Buffer.from(randomBytes(idBytes)).toString('hex')}`;
  const grant = { scopes: scopesOf(request), secretHash: sha256(secret) };
  const key: ApiKey = { id, name, ...grant, createdAt: now, expiresAt, revokedAt: null };
  await store.transact((session) => insert(session, key, actor));
  return { key, secret };
}

/** Ends a key at once; false when it is unknown or was revoked before. */
export function revokeKey(
  { store, clock }: Pick<KeySources, 'store' | 'clock'>,
  { id, actor }: { readonly id: string; readonly actor: string },
): Promise<boolean> {
  return store.transact((session) => revoke(session, { id, actor, at: clock.now() }));
}

export function listKeys({ store }: Pick<KeySources, 'store'>): Promise<readonly ApiKey[]> {
  return store.keys.list();
}

/**
 * The key of a secret, undefined when it is unknown, expired or revoked. The secret is looked up by its hash, so that the
 * time this takes tells nothing about how much of a guess was right.
 */
export async function authenticate(
  { store, clock }: Pick<KeySources, 'store' | 'clock'>,
  secret: string,
): Promise<ApiKey | undefined> {
  if (secret.length > longestSecret) return undefined;
  const key = await store.keys.findByHash(sha256(secret));
  if (key === undefined || key.revokedAt !== null) return undefined;
  return key.expiresAt === null || clock.now() < key.expiresAt ? key : undefined;
}

/**
 * Makes the key of BALLAST_ADMIN_TOKEN, once; another token takes the place of the one before, which is revoked.
 * Errors: ConfigError when the token is too short or its key was revoked.
 */
export async function ensureAdminKey(store: Store, token: string, now: number): Promise<void> {
  if (token.length < shortestToken) {
    throw new ConfigError(
      `BALLAST_ADMIN_TOKEN must have at least ${shortestToken} characters, was ${token.length}`,
    );
  }
  if (token.length > longestSecret) {
    throw new ConfigError(
      `BALLAST_ADMIN_TOKEN must have at most ${longestSecret} characters, was ${token.length}`,
    );
  }
  const secretHash = sha256(token);
  return store.transact(async (session) => {
    const known = await session.keys.findByHash(secretHash);
    if (known?.revokedAt === null) return;
    if (known !== undefined) {
      throw new ConfigError('the key of BALLAST_ADMIN_TOKEN was revoked: choose another token');
    }
    const earlier = (await session.keys.list()).filter(({ name }) => name === environmentName);
    for (const { id } of earlier) await revoke(session, { id, actor: 'system', at: now });
    const id = `key-environment-${earlier.length + 1}`;
    const times = { createdAt: now, expiresAt: null, revokedAt: null };
    const key = { id, name: environmentName, scopes: roles.admin, secretHash, ...times };
    await insert(session, key, 'system');
  });
}

async function insert(session: StoreSession, key: ApiKey, actor: string): Promise<void> {
  const { id, name, scopes: granted, createdAt, expiresAt } = key;
  await session.keys.insert(key);
  const payload = { name, scopes: granted, expiresAt };
  await session.events.append({ type: 'KeyCreated', at: createdAt, actor, subject: id, payload });
}

async function revoke(
  session: StoreSession,
  { id, actor, at }: { id: string; actor: string; at: number },
): Promise<boolean> {
  if (!(await session.keys.revoke(id, at))) return false;
  await session.events.append({ type: 'KeyRevoked', at, actor, subject: id, payload: {} });
  return true;
}

/** Errors: ConfigError when it is no name for a person. */
export function checkName(name: string): void {
  if (!namePattern.test(name)) {
    throw new ConfigError(
      `name must be 1 to 64 letters, digits, spaces or . _ @ + - and start with a letter or digit, was ${JSON.stringify(name)}`,
    );
  }
  if (reservedNames.includes(name.toLowerCase())) {
    throw new ConfigError(`name must not be one that Ballast uses itself, was "${name}"`);
  }
}

function scopesOf({ role, scopes: wanted }: KeyRequest): readonly Scope[] {
  const allowed: readonly Scope[] = roles[role];
  if (wanted === undefined) return allowed;
  const beyond = wanted.filter((scope) => !allowed.includes(scope));
  if (wanted.length === 0 || beyond.length > 0) {
    throw new ConfigError(
      `scopes must be some of ${allowed.join(', ')} for the role ${role}, was "${wanted.join(', ')}"`,
    );
  }
  return wanted;
}
