/** `resume`: lets trading begin again, with the reason of the person. */
import { resume } from '../../app/execution/trading.ts';
import { wallClock } from '../../compose.ts';
import { tradingJson, tradingWords } from '../../report/trading-words.ts';
import { actorOf } from '../actor.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withStore } from '../kept-store.ts';
import { reasonGiven } from '../reason-given.ts';

export async function run(call: Call): Promise<ExitCode> {
  const order = { actor: actorOf(call), reason: reasonGiven(call) };
  return withStore<ExitCode>(call, async (store) => {
    const { trading } = await resume({ store, clock: wallClock() }, order);
    answer(call, {
      json: () => ({ schemaVersion: 1, ...tradingJson(trading) }),
      text: () => tradingWords(trading),
    });
    return 0;
  });
}
