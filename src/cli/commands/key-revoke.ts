/** `key revoke`: ends a key at once. */
import { revokeKey } from '../../app/keys.ts';
import { ConfigError } from '../../base/errors.ts';
import { wallClock } from '../../compose.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withKeptStore } from '../kept-store.ts';

export async function run(call: Call): Promise<ExitCode> {
  const id = call.parameter('ID') ?? '';
  return withKeptStore<ExitCode>(call, async (store) => {
    if (!(await revokeKey({ store, clock: wallClock() }, { id, actor: 'system' }))) {
      throw new ConfigError(
        `there is no key ${id} that still works; bin/ballast key list shows all`,
      );
    }
    answer(call, {
      json: () => ({ schemaVersion: 1, id, revoked: true }),
      text: () => `${id} is revoked`,
    });
    return 0;
  });
}
