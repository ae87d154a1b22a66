/** Who may do what: every role on every route, keys that do not work, request rates, host names. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKey, type Role, revokeKey, roles } from '../../src/app/keys.ts';
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '../support/api-world.ts';
import { start } from '../support/execution-plans.ts';

const everybody = Object.keys(roles) as Role[];

/** The routes with the roles that may use them; the answer of those who may is anything but 401 and 403. */
const routes: readonly (readonly [string, string, readonly Role[]])[] = [
  ['GET', '/api/v1/portfolios', everybody],
  ['GET', '/api/v1/portfolios/core', everybody],
  ['GET', '/api/v1/portfolios/core/recommendations', everybody],
  ['GET', '/api/v1/recommendations/r1', everybody],
  ['GET', '/api/v1/executions/e1', everybody],
  ['POST', '/api/v1/portfolios/core/recommendations', ['trader', 'admin']],
  ['POST', '/api/v1/recommendations/r1/approve', ['approver', 'admin']],
  ['POST', '/api/v1/recommendations/r1/reject', ['approver', 'admin']],
  ['POST', '/api/v1/recommendations/r1/execute', ['trader', 'admin']],
  ['POST', '/api/v1/executions/e1/resolve', ['admin']],
  ['GET', '/api/v1/instructions', everybody],
  ['POST', '/api/v1/instructions/i1/confirm', ['trader', 'admin']],
  ['POST', '/api/v1/halt', ['trader', 'approver', 'admin']],
  ['POST', '/api/v1/resume', ['admin']],
  ['GET', '/api/v1/autonomy', everybody],
  ['POST', '/api/v1/autonomy/promote', ['admin']],
  ['GET', '/api/v1/incidents', everybody],
  ['GET', '/api/v1/forecasts', everybody],
  ['GET', '/api/v1/correlations', everybody],
  ['POST', '/api/v1/allocations/suggest', ['trader', 'admin']],
  ['POST', '/api/v1/portfolios/core/target-changes', ['trader', 'admin']],
  ['GET', '/api/v1/portfolios/core/target-changes', everybody],
  ['GET', '/api/v1/target-changes/c1', everybody],
  ['POST', '/api/v1/target-changes/c1/approve', ['approver', 'admin']],
  ['POST', '/api/v1/target-changes/c1/reject', ['approver', 'admin']],
  ['GET', '/api/v1/models', everybody],
  ['GET', '/api/v1/models/crypto/1', everybody],
  ['POST', '/api/v1/models/crypto/1/promote', ['admin']],
  ['POST', '/api/v1/models/crypto/rollback', ['admin']],
  ['POST', '/api/v1/trainings', ['trader', 'admin']],
  ['GET', '/api/v1/trainings', everybody],
  ['GET', '/api/v1/trainings/training-1', everybody],
  ['POST', '/api/v1/trainings/training-1/cancel', ['trader', 'admin']],
  ['GET', '/api/v1/audit', ['auditor', 'admin']],
  ['POST', '/api/v1/portfolios', ['admin']],
  ['PUT', '/api/v1/portfolios/core', ['admin']],
  ['PATCH', '/api/v1/portfolios/core', ['admin']],
  ['DELETE', '/api/v1/portfolios/core', ['admin']],
];

describe('roles', () => {
  it.each(routes)('%s %s is for those who may', async (method, path, allowed) => {
    const { request } = await createApiWorld();
    const open: Role[] = [];
    for (const role of everybody) {
      const { status } = await request(role, method, path);
      if (status !== 401 && status !== 403) open.push(role);
    }
    expect(open).toEqual(allowed);
    expect((await request(null, method, path)).status).toBe(401);
  });

  it('are covered above for every route of the document', async () => {
    const { request } = await createApiWorld();
    const { paths } = await jsonIn<{ paths: Record<string, object> }>(
      request(null, 'GET', '/openapi.json'),
    );
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const tested = routes.map(
      ([method, path]) =>
        `${method} ${path
          .replace(
            /(recommendations|executions|instructions|trainings|target-changes)\/[\w-]+/,
            '$1/{id}',
          )
          .replace('core', '{id}')
          .replace('crypto', '{name}')
          .replace('/1', '/{version}')}`,
    );
    const secured = documented.filter((name) => name.includes('/api/'));
    expect(secured.toSorted()).toEqual(tested.toSorted());
  });
});

describe('keys', () => {
  const ask = (world: ApiWorld, authorization: string) =>
    world.request(null, 'GET', '/api/v1/portfolios', { headers: { authorization } });

  it('that are unknown, malformed or of another scheme are refused with a challenge', async () => {
    const world = await createApiWorld();
    for (const given of ['Bearer wrong', 'Bearer', 'Bearer a b', `Basic ${world.secrets.admin}`]) {
      const answer = await ask(world, given);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect(await problemIn(answer)).toMatchObject({ status: 401, code: 'KEY_UNKNOWN' });
    }
    const without = await world.request(null, 'GET', '/api/v1/portfolios');
    expect(await problemIn(without)).toMatchObject({ status: 401, code: 'KEY_MISSING' });
  });

  it('stop working when they are revoked or expire', async () => {
    const world = await createApiWorld();
    const { store } = world.workspace;
    const clock = world.wallClock;
    const request = {
      name: 'short',
      role: 'viewer',
      expiresAt: start + 1000,
      actor: 'system',
    } as const;
    const { key, secret } = await createKey({ store, clock, randomBytes }, request);
    expect((await ask(world, `Bearer ${secret}`)).status).toBe(200);
    await clock.sleep(1000);
    expect((await ask(world, `Bearer ${secret}`)).status).toBe(401);
    await revokeKey({ store, clock }, { id: key.id, actor: 'system' });
    expect((await ask(world, `Bearer ${secret}`)).status).toBe(401);
  });
});

describe('request rates', () => {
  it('allow a burst, then so many a second, for each key on its own', async () => {
    const world = await createApiWorld({ api: { rateLimit: { capacity: 3, refillPerSecond: 2 } } });
    const ask = (role: Role) => world.request(role, 'GET', '/api/v1/portfolios');
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await ask('viewer')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await ask('viewer');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await problemIn(refused)).toMatchObject({ status: 429, code: 'RATE_EXCEEDED' });
    expect((await ask('trader')).status).toBe(200);
    await world.wallClock.sleep(1000);
    expect([(await ask('viewer')).status, (await ask('viewer')).status]).toEqual([200, 200]);
    expect((await ask('viewer')).status).toBe(429);
  });
});

describe('host names', () => {
  const ask = (world: ApiWorld, url: string, host?: string) =>
    world.api.app.request(url, host === undefined ? {} : { headers: { host } });

  it('of loopback are served, others are not: a rebound name gets no answer', async () => {
    const world = await createApiWorld();
    for (const name of ['localhost:8420', '127.0.0.1', '[::1]:8420']) {
      expect((await ask(world, `http://${name}/health`)).status).toBe(200);
    }
    const foreign = await ask(world, 'http://evil.example/health');
    expect(await problemIn(foreign)).toMatchObject({ status: 421, code: 'HOST_UNKNOWN' });
    expect((await ask(world, 'http://localhost/health', 'evil.example:8420')).status).toBe(421);
  });

  it('are served when they are configured', async () => {
    const world = await createApiWorld({ api: { hostNames: ['Ballast.example'] } });
    expect((await ask(world, 'http://ballast.example/health')).status).toBe(200);
  });
});

describe('headers', () => {
  it('let nothing in from elsewhere and nothing out', async () => {
    const { request } = await createApiWorld();
    const { headers } = await request(null, 'GET', '/health');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});
