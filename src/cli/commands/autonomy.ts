/** `autonomy`: how far the portfolio goes alone now. */
import { autonomyNow } from '../../app/plans/autonomy.ts';
import { autonomyJson, autonomyWords } from '../../report/autonomy-words.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { configuredFor } from '../configured.ts';
import { withStore } from '../kept-store.ts';

export async function run(call: Call): Promise<ExitCode> {
  const place = configuredFor(call, { use: 'live' });
  return withStore<ExitCode>(call, async (store) => {
    const now = await autonomyNow(store, place);
    answer(call, {
      json: () => ({ schemaVersion: 1, ...autonomyJson(now) }),
      text: () => autonomyWords(now),
    });
    return 0;
  });
}
