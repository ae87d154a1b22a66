/**
 * How far the portfolio goes alone now: the level of the configuration, or the lower one that a breaker took it down to. A
 * demotion outlives the process; only a person lifts it, with a reason.
 */
import type { JsonValue } from '../../base/canonical-json.ts';
import type { Reason } from '../../base/reasons.ts';
import { type AutonomyLevel, autonomyLevels } from '../../plan/settings.ts';
import type { StoreSession } from '../../ports/store.ts';
import { forgetPeak } from '../execution/nav-peak.ts';
import type { GateResult, Workspace } from '../workspace.ts';
import { refused } from './gate.ts';

export type Demotion = {
  readonly level: AutonomyLevel;
  readonly reason: Reason;
  readonly at: number;
};

export type AutonomyNow = {
  /** What counts. */
  readonly level: AutonomyLevel;
  readonly configured: AutonomyLevel;
  /** Cron, UTC. */
  readonly schedule: string;
  readonly demotion: Demotion | null;
};

type Place = Pick<Workspace, 'autonomy' | 'settings'>;

/** To be asked in the transaction that acts by it. */
export async function autonomyNow(
  { facts }: Pick<StoreSession, 'facts'>,
  { autonomy, settings }: Place,
): Promise<AutonomyNow> {
  const { level: configured, schedule } = autonomy;
  const kept = (await facts.get(factOf(settings.portfolio.name))) as Demotion | null | undefined;
  const demotion = kept && isLower(kept.level, configured) ? kept : null;
  return { level: demotion?.level ?? configured, configured, schedule, demotion };
}

/** Takes the autonomy down to `approve`, unless it is there or lower; true when it was taken down. */
export function demote(
  workspace: Place & Pick<Workspace, 'store' | 'clock'>,
  reason: Reason,
): Promise<boolean> {
  const { name } = workspace.settings.portfolio;
  return workspace.store.transact(async (session) => {
    const { level: from } = await autonomyNow(session, workspace);
    const level = 'approve';
    if (!isLower(level, from)) return false;
    const at = workspace.clock.now();
    await session.facts.set(factOf(name), { level, reason, at } as unknown as JsonValue);
    const event = { type: 'AutonomyChanged', at, actor: 'system', subject: name } as const;
    await session.events.append({ ...event, payload: { from, to: level, reason } });
    return true;
  });
}

/** Lifts a demotion, in the words of the person; the peak of the NAV begins anew. */
export function promote(
  workspace: Place & Pick<Workspace, 'store' | 'clock'>,
  { actor, reason }: { actor: string; reason: string },
): Promise<GateResult<AutonomyNow>> {
  const { name } = workspace.settings.portfolio;
  return workspace.store.transact<GateResult<AutonomyNow>>(async (session) => {
    const { level: from, configured, demotion } = await autonomyNow(session, workspace);
    if (demotion === null) return refused({ code: 'AUTONOMY_NOT_DEMOTED', level: configured });
    await session.facts.set(factOf(name), null);
    await forgetPeak(session, name);
    const event = { type: 'AutonomyChanged', at: workspace.clock.now(), actor } as const;
    const payload = { from, to: configured, reason };
    await session.events.append({ ...event, subject: name, payload });
    return { ok: true, value: await autonomyNow(session, workspace) };
  });
}

/** Whether the approval of a plan starts its execution. */
export function startsByApproval(level: AutonomyLevel): boolean {
  return level === 'approve' || level === 'autonomous';
}

function isLower(a: AutonomyLevel, b: AutonomyLevel): boolean {
  return autonomyLevels.indexOf(a) < autonomyLevels.indexOf(b);
}

function factOf(portfolio: string): string {
  return `autonomy.${portfolio}`;
}
