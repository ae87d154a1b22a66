/** Sessions and links in memory: bounded, unguessable, and over in time. */
import { describe, expect, it } from 'vitest';
import { createSessions, sessionValidMs } from '../../api/sessions.ts';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';

describe('sessions', () => {
  it('keep the newest hundred, so that memory stays bounded', () => {
    const sessions = createSessions(createFrozenClock(0));
    const opened = Array.from({ length: 101 }, () => sessions.redeem(sessions.issueLink().token));
    expect(sessions.find(opened[0]?.id ?? '')).toBeUndefined();
    expect(sessions.find(opened[1]?.id ?? '')).toBeDefined();
    expect(sessions.find(opened[100]?.id ?? '')).toEqual(opened[100]);
  });

  it('keep the newest twenty links', () => {
    const sessions = createSessions(createFrozenClock(0));
    const tokens = Array.from({ length: 21 }, () => sessions.issueLink().token);
    expect(tokens.map((token) => sessions.isOpen(token))).toEqual([
      false,
      ...Array.from({ length: 20 }, () => true),
    ]);
  });

  it('have 256 bits each, all different', () => {
    const sessions = createSessions(createFrozenClock(0));
    const session = sessions.redeem(sessions.issueLink().token);
    const secrets = [session?.id, session?.formToken, sessions.issueLink().token];
    expect(new Set(secrets).size).toBe(3);
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
  });

  it('are over in time and at the end', async () => {
    const clock = createFrozenClock(0);
    const sessions = createSessions(clock);
    const first = sessions.redeem(sessions.issueLink().token);
    const second = sessions.redeem(sessions.issueLink().token);
    sessions.end(first?.id ?? '');
    expect(sessions.find(first?.id ?? '')).toBeUndefined();
    expect(sessions.find(second?.id ?? '')).toBeDefined();
    await clock.sleep(sessionValidMs);
    expect(sessions.find(second?.id ?? '')).toBeUndefined();
  });
});
