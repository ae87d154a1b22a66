/** `suggest`: other targets that spread risk better, from recorded candles; nothing is changed. */
import { suggest, suggestionRoom } from '../../app/suggest.ts';
import { recordedMarket } from '../../compose.ts';
import { suggestionsJson } from '../../report/suggestions-json.ts';
import { suggestionsText } from '../../report/text-suggestions.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { configuredFor } from '../configured.ts';
import { folderGiven } from '../folder.ts';
import { modelsOf } from '../models-folder.ts';
import { requiredMoment } from '../moment.ts';

export async function run(call: Call): Promise<ExitCode> {
  const at = requiredMoment(call, 'at');
  const directory = folderGiven(call.text('data') ?? '', '--data');
  const { settings } = configuredFor(call, { use: 'live' });
  const market = recordedMarket(directory);
  const room = suggestionRoom({ settings, market, models: modelsOf(call) });
  const universe = call.text('universe')?.split(',') ?? null;
  const found = await suggest(room, { at, universe });
  answer(call, { json: () => suggestionsJson(found), text: () => suggestionsText(found) });
  return 0;
}
