/** `resolve`: settles an order that waits for a person, by what the venue says of it now. */
import { resolve } from '../../app/execution/resolve.ts';
import { executionJson } from '../../report/execution-json.ts';
import { actorOf } from '../actor.ts';
import { answer, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withKeptStore } from '../kept-store.ts';
import { reasonGiven } from '../reason-given.ts';
import { withConfiguredVenue } from '../rooms.ts';

export async function run(call: Call): Promise<ExitCode> {
  const request = {
    executionId: call.parameter('EXECUTION') ?? '',
    actor: actorOf(call),
    reason: reasonGiven(call),
    isAbsent: call.has('absent'),
    signal: call.signal,
  };
  return withConfiguredVenue<ExitCode>(
    call,
    async (workspace) => {
      const done = await resolve(workspace, request);
      if (!done.ok) return refuse(call, done.reason);
      const { id, status, recommendationId } = done.value;
      const record = await workspace.store.recommendations.get(recommendationId);
      answer(call, {
        json: () => record && executionJson(done.value, record.recommendation),
        text: () => `${id}: no order waits for a person any more`,
      });
      if (status === 'executing') call.say(`next: bin/ballast execute ${recommendationId}`);
      return 0;
    },
    { open: withKeptStore },
  );
}
