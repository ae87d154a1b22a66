/** `audit verify`: whether the chain of events and every record still hold. */
import { verifyAudit } from '../../app/verify-audit.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withKeptStore } from '../kept-store.ts';

export async function run(call: Call): Promise<ExitCode> {
  return withKeptStore(call, async (store) => {
    const { ok, events, head, brokenAt, problem } = await verifyAudit(store);
    const where = brokenAt === undefined ? '' : ` at event ${brokenAt}`;
    answer(call, {
      json: () => ({
        schemaVersion: 1,
        ...{ ok, events, head },
        brokenAt: brokenAt ?? null,
        problem: problem ?? null,
      }),
      text: () =>
        ok
          ? `the audit trail holds: ${events} events, head ${head}`
          : `the audit trail is broken${where}: ${problem}`,
    });
    if (ok) return 0;
    call.say('ballast: trade nothing on this state; compare it with a backup');
    return 5;
  });
}
