/** `autonomy promote`: lifts a demotion, with the reason of the person. */
import { promote } from '../../app/plans/autonomy.ts';
import { wallClock } from '../../compose.ts';
import { autonomyJson, autonomyWords } from '../../report/autonomy-words.ts';
import { actorOf } from '../actor.ts';
import { answer, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { configuredFor } from '../configured.ts';
import { withKeptStore } from '../kept-store.ts';
import { reasonGiven } from '../reason-given.ts';

export async function run(call: Call): Promise<ExitCode> {
  const configured = configuredFor(call, { use: 'live' });
  const order = { actor: actorOf(call), reason: reasonGiven(call) };
  return withKeptStore<ExitCode>(call, async (store) => {
    const done = await promote({ ...configured, store, clock: wallClock() }, order);
    if (!done.ok) return refuse(call, done.reason);
    const { value } = done;
    answer(call, {
      json: () => ({ schemaVersion: 1, ...autonomyJson(value) }),
      text: () => autonomyWords(value),
    });
    return 0;
  });
}
