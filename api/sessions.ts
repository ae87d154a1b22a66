/** Sign-in on the pages: one-time links, and the sessions that they open; kept in memory, so a restart signs everybody out. */
import { randomBytes } from 'node:crypto';
import { sha256 } from '../src/base/canonical-json.ts';
import type { Clock } from '../src/ports/clock.ts';

export const linkValidMs = 15 * 60 * 1000;
export const sessionValidMs = 12 * 60 * 60 * 1000;

/** The oldest makes room: nobody needs more, and memory stays bounded. */
const maxLinks = 20;
const maxSessions = 100;

export type Session = {
  /** Value of the cookie. */
  readonly id: string;
  /** Stands in every form of the session. */
  readonly formToken: string;
  readonly expiresAt: number;
};

export type Sessions = {
  /** A token that opens one session within 15 minutes. */
  issueLink(): { readonly token: string; readonly expiresAt: number };
  /** Whether the token would open a session now; does not use it up. */
  isOpen(token: string): boolean;
  /** Uses the token up; undefined when it is unknown, used or too old. */
  redeem(token: string): Session | undefined;
  find(id: string): Session | undefined;
  end(id: string): void;
};

/** Secrets are kept by their hash only, so that a look-up leaks nothing by its timing. */
export function createSessions(clock: Clock): Sessions {
  const links = new Map<string, number>();
  const sessions = new Map<string, Session>();

  const isOpen = (token: string): boolean => clock.now() < (links.get(sha256(token)) ?? 0);

  return {
    issueLink() {
      const token = randomBytes(32).toString('base64url');
      const expiresAt = clock.now() + linkValidMs;
      keep(links, maxLinks, [sha256(token), expiresAt]);
      return { token, expiresAt };
    },
    isOpen,
    redeem(token) {
      const open = isOpen(token);
      links.delete(sha256(token));
      if (!open) return undefined;
      const session: Session = {
        id: randomBytes(32).toString('base64url'),
        formToken: randomBytes(32).toString('base64url'),
        expiresAt: clock.now() + sessionValidMs,
      };
      keep(sessions, maxSessions, [sha256(session.id), session]);
      return session;
    },
    find(id) {
      const session = sessions.get(sha256(id));
      return session !== undefined && clock.now() < session.expiresAt ? session : undefined;
    },
    end(id) {
      sessions.delete(sha256(id));
    },
  };
}

function keep<T>(map: Map<string, T>, most: number, [key, value]: readonly [string, T]): void {
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
