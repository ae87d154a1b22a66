/** Opens what a plan is made and traded in: the venue of the configuration, or the place a recommendation belongs to. */
import { findRecommendation } from '../app/plans/find-recommendation.ts';
import { inputsOf } from '../app/plans/gate.ts';
import { needsWallSpeed } from '../app/plans/market-pace.ts';
import type { Workspace } from '../app/workspace.ts';
import { ConfigError } from '../base/errors.ts';
import type { VenueGround } from '../compose/venue.ts';
import { openVenue, workspaceOfFileRecord } from '../compose.ts';
import type { Configured } from '../config/settings.ts';
import { usualRails } from '../plan/rail-settings.ts';
import type { ModelStore } from '../ports/model-store.ts';
import type { RecommendationRecord } from '../ports/store.ts';
import type { Call } from './command.ts';
import { configuredFor, hasConfig } from './configured.ts';
import { withKeptStore, withStore } from './kept-store.ts';
import { stateModels } from './models-folder.ts';
import { secretsOf } from './secrets.ts';

/** The portfolio on its venue; its clock is kept afterwards. */
export async function withVenue<T>(
  { configured, ...ground }: VenueGround & { readonly configured: Configured },
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const venue = await openVenue(configured, ground);
  const slowDown = async (): Promise<void> => {
    const { simulatedClock, workspace } = venue;
    if (simulatedClock && (await needsWallSpeed(workspace))) simulatedClock.setSpeed(1);
  };
  try {
    await slowDown();
    return await work(venue.workspace);
  } finally {
    // A plan that was just made must find the market where it left it.
    await slowDown();
    await venue.keepClock();
  }
}

/** The portfolio of the configuration on its venue, in a store that may be made by this call unless it must be there. */
export function withConfiguredVenue<T>(
  call: Call,
  work: (workspace: Workspace) => Promise<T>,
  place: { readonly models?: ModelStore; readonly open?: typeof withStore } = {},
): Promise<T> {
  const { models = stateModels(call), open = withStore } = place;
  const configured = configuredFor(call, { use: 'live' });
  const secretOf = secretsOf(call);
  return open(call, (store) => withVenue({ configured, store, models, secretOf }, work));
}

export type RecordRoom = { readonly record: RecommendationRecord; readonly workspace: Workspace };

/** A recommendation that was made before, in the place where it is approved and executed. */
export function withRecord<T>(call: Call, work: (room: RecordRoom) => Promise<T>): Promise<T> {
  return withKeptStore(call, async (store) => {
    const record = await findRecommendation(store, call.parameter('ID') ?? '');
    if (inputsOf(record).origin.kind === 'files') {
      const workspace = workspaceOfFileRecord(record, {
        store,
        models: stateModels(call),
        ...freedomOf(call),
      });
      return work({ record, workspace });
    }
    const configured = configuredFor(call, { use: 'live' });
    const ground = { store, models: stateModels(call), secretOf: secretsOf(call) };
    return withVenue({ configured, ...ground }, (workspace) => {
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
function freedomOf(call: Call): Pick<Configured, 'autonomy' | 'rails'> {
  const isAsked = hasConfig(call) || call.overrides.length > 0;
  if (isAsked) {
    const { autonomy, rails } = configuredFor(call, { use: 'live' });
    return { autonomy, rails };
  }
  return { autonomy: { level: 'propose', schedule: '0 * * * *' }, rails: usualRails };
}
