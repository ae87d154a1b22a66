/** The portfolio of the configuration on its venue, with its account opened. */
import { ensureAccount } from '../app/execution/ensure-account.ts';
import type { Workspace } from '../app/workspace.ts';
import type { Call } from './command.ts';
import { configuredFor } from './configured.ts';
import { withStore } from './kept-store.ts';
import { stateModels } from './models-folder.ts';
import { withVenue } from './rooms.ts';
import { secretsOf } from './secrets.ts';

export function withOwnVenue<T>(
  call: Call,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const configured = configuredFor(call, { use: 'live' });
  return withStore(call, (store) => {
    const ground = { store, models: stateModels(call), secretOf: secretsOf(call) };
    return withVenue({ configured, ...ground }, async (workspace) => {
      await ensureAccount(workspace);
      return work(workspace);
    });
  });
}
