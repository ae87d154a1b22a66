/** `key add`: makes a key for the API and shows its secret, once. */
import { randomBytes } from 'node:crypto';
import { createKey, type Role, roles } from '../../app/keys.ts';
import { ConfigError } from '../../base/errors.ts';
import { wallClock } from '../../compose.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withStore } from '../kept-store.ts';
import { keyJson } from '../key-json.ts';
import { momentOf } from '../moment.ts';
import { suggestion } from '../nearest.ts';

export async function run(call: Call): Promise<ExitCode> {
  const name = call.text('name') ?? '';
  const role = roleOf(call.text('role') ?? '');
  const expiresAt = momentOf(call, 'expires');
  return withStore<ExitCode>(call, async (store) => {
    const sources = { store, clock: wallClock(), randomBytes };
    const ends = expiresAt === undefined ? {} : { expiresAt };
    const { key, secret } = await createKey(sources, { name, role, ...ends, actor: 'system' });
    call.say(`${key.id} for ${name}, ${role}; the secret is shown once and kept as a hash only:`);
    answer(call, {
      json: () => ({ schemaVersion: 1, key: keyJson(key), secret }),
      text: () => secret,
    });
    return 0;
  });
}

function roleOf(text: string): Role {
  if (Object.hasOwn(roles, text)) return text as Role;
  const names = Object.keys(roles);
  throw new ConfigError(
    `--role must be one of ${names.join(', ')}, was "${text}".${suggestion(text, names)}`,
  );
}
