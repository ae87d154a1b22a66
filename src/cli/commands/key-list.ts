/** `key list`: the keys of the API, without their secrets. */
import { listKeys } from '../../app/keys.ts';
import type { ApiKey } from '../../ports/store.ts';
import { utcTime } from '../../report/format.ts';
import { textTable } from '../../report/text-table.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withKeptStore } from '../kept-store.ts';
import { keyJson } from '../key-json.ts';

const columns = ['id', 'name', 'scopes', 'made', 'ends', 'revoked'].map((title) => ({
  title,
  align: 'left' as const,
}));

export async function run(call: Call): Promise<ExitCode> {
  return withKeptStore<ExitCode>(call, async (store) => {
    const keys = await listKeys({ store });
    answer(call, {
      json: () => ({ schemaVersion: 1, keys: keys.map(keyJson) }),
      text: () => textTable(columns, keys.map(rowOf)).join('\n'),
    });
    return 0;
  });
}

function rowOf({ id, name, scopes, createdAt, expiresAt, revokedAt }: ApiKey): readonly string[] {
  return [
    id,
    name,
    scopes.join(' '),
    utcTime(createdAt),
    expiresAt === null ? 'never' : utcTime(expiresAt),
    revokedAt === null ? '' : utcTime(revokedAt),
  ];
}
