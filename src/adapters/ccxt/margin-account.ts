/** An account on margin, which is traded only while it is set up as Ballast takes it to be. */
import { ConfigError, VenueError } from '../../base/errors.ts';
import type { Holdings } from '../../execution/order.ts';
import type { MarginFacts } from '../../ports/venue-facts.ts';
import type { Connection } from './connection.ts';
import type { MarginQuirks, Traded, VenueQuirks } from './venue-quirks.ts';

/** Errors: VenueError, also when the account is set up otherwise: what it holds then means something else. */
export async function holdingsOnMargin(
  { venue, exchange, read }: Connection,
  { account }: MarginQuirks,
  traded: Traded,
): Promise<Holdings> {
  const { holdings, facts } = await read(() => account(exchange, traded));
  if (facts.problems.length > 0) throw new VenueError('unavailable', problemText(venue, facts));
  return holdings;
}

/** Undefined where nothing is borrowed. Errors: VenueError. */
export async function readMargin(
  { venue, exchange, read }: Connection,
  traded: Traded,
): Promise<MarginFacts | undefined> {
  const { margin } = venue;
  if (margin === undefined) return undefined;
  const problems = await read(() => margin.modeProblems(exchange));
  const { facts } = await read(() => margin.account(exchange, traded));
  return { ...facts, problems: [...new Set([...problems, ...facts.problems])] };
}

/** The leverage that is set, by market; of none where nothing is borrowed. Errors: ConfigError naming what must be changed at the venue. */
export async function leverageOfFitAccount(
  connection: Connection,
  traded: Traded,
): Promise<MarginFacts['leverage']> {
  const facts = await readMargin(connection, traded);
  if (facts === undefined) return {};
  if (facts.problems.length > 0) throw new ConfigError(problemText(connection.venue, facts));
  return facts.leverage;
}

function problemText({ name }: VenueQuirks, { problems }: MarginFacts): string {
  return `the account at ${name} cannot be traded: ${problems.join('; ')}`;
}
