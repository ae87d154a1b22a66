/** `halt`: the kill switch; it needs the store and nothing else. */
import { halt, reduce, type TradingChange } from '../../app/execution/trading.ts';
import { wallClock } from '../../compose.ts';
import type { Store } from '../../ports/store.ts';
import { tradingJson, tradingWords } from '../../report/trading-words.ts';
import { actorOf } from '../actor.ts';
import { answer, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withStore } from '../kept-store.ts';

export async function run(call: Call): Promise<ExitCode> {
  const order = { actor: actorOf(call), reason: call.text('reason') ?? '' };
  return withStore<ExitCode>(call, async (store) => {
    const place = { store, clock: wallClock() };
    if (!call.has('reducing')) {
      await tell(call, store, await halt(place, order));
      return 0;
    }
    const reduced = await reduce(place, order);
    if (!reduced.ok) return refuse(call, reduced.reason);
    await tell(call, store, reduced.value);
    return 0;
  });
}

async function tell(call: Call, store: Store, { trading, ended }: TradingChange): Promise<void> {
  const live = (await store.executions.live()).map(({ id }) => id);
  answer(call, {
    json: () => ({ schemaVersion: 1, ...tradingJson(trading), ended, executing: live }),
    text: () => tradingWords(trading),
  });
  if (ended.length > 0) call.say(`plans that waited are rejected: ${ended.join(', ')}`);
  if (live.length > 0) {
    call.say(
      `under way: ${live.join(', ')}; what rests is cancelled by its process or its next start`,
    );
  }
  call.say('bin/ballast resume --reason TEXT lets trading begin again');
}
