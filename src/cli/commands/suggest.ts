/** `suggest`: other targets that spread risk better, on the venue now or from recorded candles; nothing is changed. */
import { suggest, suggestionRoom } from '../../app/targets/suggest.ts';
import { createSuggester } from '../../app/targets/suggest-now.ts';
import { settingsOfFiles } from '../../app/targets/targets-now.ts';
import { recordedMarket } from '../../compose.ts';
import type { Suggestions } from '../../report/suggestions.ts';
import { suggestionsJson } from '../../report/suggestions-json.ts';
import { suggestionsText } from '../../report/text-suggestions.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { configuredFor } from '../configured.ts';
import { modelsOf } from '../models-folder.ts';
import { recordedOf } from '../recorded.ts';
import { withConfiguredVenue } from '../rooms.ts';
import { universeOf } from '../universe.ts';

export async function run(call: Call): Promise<ExitCode> {
  const found = await find(call);
  answer(call, { json: () => suggestionsJson(found), text: () => suggestionsText(found) });
  return 0;
}

async function find(call: Call): Promise<Suggestions> {
  const universe = universeOf(call);
  const recorded = recordedOf(call);
  const models = modelsOf(call);
  if (recorded === undefined) {
    return withConfiguredVenue(call, (workspace) => createSuggester(workspace).now(universe), {
      models,
    });
  }
  const { directory, at } = recorded;
  const { settings: ofFile, initialHoldings: holdings } = configuredFor(call, { use: 'live' });
  const market = recordedMarket(directory);
  const settings = await settingsOfFiles({ settings: ofFile, market, models }, { at, holdings });
  return suggest(suggestionRoom({ settings, market, models }), { at, universe });
}
