/**
 * The targets in force of a portfolio on its venue: those of the approved change, while the file has the targets that the change was
 * made from; else those of the file. They may change while a program runs, so settings are read here at the time of use.
 * Where an allocator sets targets no change of them holds, and a portfolio on recorded files never looks at the store.
 */
import { toNumber } from '../../base/decimal.ts';
import type { Reason } from '../../base/reasons.ts';
import type { Settings } from '../../plan/settings.ts';
import { assetsOf, targetsHash, targetWeightsOf, withTargets } from '../../plan/target-weights.ts';
import type { StoreSession } from '../../ports/store.ts';
import type { TargetChangeRecord } from '../../ports/target-changes.ts';
import type { Workspace } from '../workspace.ts';

export type TargetPlace = Pick<Workspace, 'settings' | 'origin' | 'store' | 'broker'>;

export type ApprovedTargets = {
  /** The change whose targets are in force; null: the file's are. */
  readonly change: TargetChangeRecord | null;
  /** An approved change that does not hold: the targets of the file were edited, or an allocator sets them. */
  readonly fallen: TargetChangeRecord | null;
};

/** Why an approved change does not hold; nothing where none has fallen away. */
export function fallenReasons(
  { settings }: Pick<TargetPlace, 'settings'>,
  fallen: ApprovedTargets['fallen'],
): readonly Reason[] {
  if (fallen === null) return [];
  const allocated = allocatedReason(settings);
  return [allocated ?? { code: 'TARGETS_OF_FILE', change: fallen.change.id }];
}

/** Why no change of targets can hold, or undefined where one can. */
export function allocatedReason({ allocation, portfolio }: Settings): Reason | undefined {
  if (portfolio.leverage !== undefined) return { code: 'TARGETS_ON_MARGIN' };
  if (allocation === undefined) return undefined;
  return { code: 'TARGETS_BY_ALLOCATOR', method: allocation.method };
}

/** More changes than assets join by. */
const mostChanges = 100;

/** The workspace as it is now. Errors: VenueError when the account cannot be read, where that is needed. */
export async function withApprovedTargets<Place extends TargetPlace>(place: Place): Promise<Place> {
  return { ...place, settings: await approvedSettings(place) };
}

/** What an approved change brought in and is held still stays in the portfolio, without weight, so that it is sold. */
export async function approvedSettings(place: TargetPlace): Promise<Settings> {
  const { settings, store, broker, origin } = place;
  if (origin.kind === 'files' || allocatedReason(settings) !== undefined) return settings;
  const { change } = await approvedTargets(store, place);
  const weights = change?.change.to ?? targetWeightsOf(settings.portfolio);
  const joined = await joinedAssets(store, broker.account);
  const { symbols } = settings.portfolio;
  const gone = joined.filter((symbol) => !(symbol in weights) && !symbols.includes(symbol));
  if (change === null && gone.length === 0) return settings;
  const balances = gone.length === 0 ? {} : (await broker.holdings()).total;
  const isHeld = (symbol: string): boolean => toNumber(balances[symbol] ?? '0') > 0;
  return withTargets(settings, weights, gone.filter(isHeld));
}

/** Assets of all changes of an account that were ever approved. */
export async function joinedAssets(
  { targetChanges }: Pick<StoreSession, 'targetChanges'>,
  account: string,
): Promise<readonly string[]> {
  const states = ['approved', 'superseded', 'withdrawn'] as const;
  const changes = await targetChanges.list({ account, states, limit: mostChanges });
  const approved = changes.filter(({ approvedAt }) => approvedAt !== null);
  return assetsOf({}, Object.assign({}, ...approved.map(({ change }) => change.to)));
}

/** Also inside a transaction. */
export async function approvedTargets(
  { targetChanges }: Pick<StoreSession, 'targetChanges'>,
  { settings, broker, origin }: Omit<TargetPlace, 'store'>,
): Promise<ApprovedTargets> {
  if (origin.kind === 'files') return { change: null, fallen: null };
  const { account } = broker;
  const [approved] = await targetChanges.list({ account, states: ['approved'], limit: 1 });
  if (approved === undefined) return { change: null, fallen: null };
  const isOfFile = approved.change.fileTargets === targetsHash(targetWeightsOf(settings.portfolio));
  return isOfFile && allocatedReason(settings) === undefined
    ? { change: approved, fallen: null }
    : { change: null, fallen: approved };
}
