/** `doctor`: whether this installation is sound, and what to do if not. */
import { type Diagnosis, examine, type PatientConfig } from '../../app/doctor.ts';
import { databaseFile, openStore, wallClock } from '../../compose.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { configFile, configuredFor, hasConfig } from '../configured.ts';
import { stateModels } from '../models-folder.ts';
import { stateFolder } from '../state-folder.ts';
import { checkVenue, venueJson } from '../venue-check.ts';

export async function run(call: Call): Promise<ExitCode> {
  const home = stateFolder(call);
  const installation = await examine({
    home,
    database: databaseFile(home),
    openStore: () => openStore(home),
    readConfig: () => portfolioOf(call),
    models: stateModels(call),
    versions: { node: process.versions.node, sqlite: process.versions.sqlite ?? 'none' },
    now: wallClock().now(),
  });
  const venue = call.has('venue') ? await checkVenue(call) : undefined;
  const found = [...installation, ...(venue?.checks ?? [])];
  const sound = found.every(({ status }) => status !== 'fail');
  answer(call, {
    json: () => ({
      ...{ schemaVersion: 1, sound, checks: found },
      ...(venue === undefined ? {} : { venue: venueJson(venue.facts) }),
    }),
    text: () => found.map(lineOf).join('\n'),
  });
  if (sound) return 0;
  return venue?.isAway ? 4 : 2;
}

function portfolioOf(call: Call): PatientConfig | undefined {
  if (!hasConfig(call)) return undefined;
  const { settings, venue, autonomy } = configuredFor(call, { use: 'live' });
  return {
    portfolio: `${configFile(call)}: portfolio ${settings.portfolio.name} on ${venue.id}`,
    ...{ settings, autonomy },
  };
}

function lineOf({ check, status, found, advice }: Diagnosis): string {
  const line = `${status.padEnd(4)}  ${check}: ${found}`;
  return advice === undefined ? line : `${line}\n      ${advice}`;
}
