/** Opens what a command works in, and closes it again: the store, the venue of the configuration, or a record's own place. */
import { existsSync } from 'node:fs';
import { findRecommendation } from '../app/find-recommendation.ts';
import { inputsOf } from '../app/gate.ts';
import { needsWallSpeed } from '../app/market-pace.ts';
import type { Workspace } from '../app/workspace.ts';
import { ConfigError } from '../base/errors.ts';
import { databaseFile, openStore, openVenue, workspaceOfFileRecord } from '../compose.ts';
import type { Configured } from '../config/settings.ts';
import type { RecommendationRecord, Store } from '../ports/store.ts';
import type { Call } from './command.ts';
import { configuredFor, hasConfig } from './configured.ts';
import { stateFolder } from './state-folder.ts';

/** A store that may be made by this call. */
export async function withStore<T>(call: Call, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(stateFolder(call));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** A store that must be there: what was recorded cannot be looked up in a new one. */
export function withKeptStore<T>(call: Call, work: (store: Store) => Promise<T>): Promise<T> {
  const home = stateFolder(call);
  if (!existsSync(databaseFile(home))) {
    throw new ConfigError(
      `there is no state in ${home} yet: bin/ballast recommend makes it; BALLAST_HOME names another folder`,
    );
  }
  return withStore(call, work);
}

/** The portfolio on its venue; its clock is kept afterwards. */
export async function withVenue<T>(
  { store, configured }: { store: Store; configured: Configured },
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const venue = await openVenue(configured, store);
  try {
    if (await needsWallSpeed(venue.workspace)) venue.simulatedClock.setSpeed(1);
    return await work(venue.workspace);
  } finally {
    await venue.keepClock();
  }
}

export type RecordRoom = { readonly record: RecommendationRecord; readonly workspace: Workspace };

/** A recommendation that was made before, in the place where it is approved and executed. */
export function withRecord<T>(call: Call, work: (room: RecordRoom) => Promise<T>): Promise<T> {
  return withKeptStore(call, async (store) => {
    const record = await findRecommendation(store, call.parameter('ID') ?? '');
    if (inputsOf(record).origin.kind === 'files') {
      const workspace = workspaceOfFileRecord(record, { store, autonomy: autonomyOf(call) });
      return work({ record, workspace });
    }
    const configured = configuredFor(call, { use: 'live' });
    return withVenue({ store, configured }, (workspace) => {
      const { account } = workspace.broker;
      if (account !== record.account) {
        throw new ConfigError(
          `${record.recommendation.id} is a plan for ${record.account}; the configuration trades ${account}: name its own with --config`,
        );
      }
      return work({ record, workspace });
    });
  });
}

/** A plan from files carries its settings with it; how far it may go alone is a question of today's configuration. */
function autonomyOf(call: Call): Configured['autonomy'] {
  if (hasConfig(call)) return configuredFor(call, { use: 'live' }).autonomy;
  return { level: 'propose', schedule: '0 * * * *' };
}
