/** The key of an exchange account, from the environment: BALLAST_<VENUE>_API_KEY and what else the venue wants. */
import { sha256 } from '../../base/canonical-json.ts';
import { ConfigError } from '../../base/errors.ts';
import type { Credential, VenueQuirks } from './venue-quirks.ts';

export type Credentials = Readonly<Partial<Record<Credential, string>>>;

/** A secret of the environment by name; undefined when it is not set. */
export type SecretSource = (name: string) => string | undefined;

const endings: Readonly<Record<Credential, string>> = {
  apiKey: 'API_KEY',
  secret: 'API_SECRET',
  password: 'PASSWORD',
};

/** Errors: ConfigError that names the variable that is missing; never shows what another holds. */
export function credentialsOf(venue: VenueQuirks, secretOf: SecretSource): Credentials {
  const found: Partial<Record<Credential, string>> = {};
  for (const credential of venue.credentials) {
    const name = `BALLAST_${venue.id.toUpperCase()}_${endings[credential]}`;
    const secret = secretOf(name)?.trim();
    if (secret === undefined || secret === '') {
      throw new ConfigError(
        `venue.mode live needs ${name} (or ${name}_FILE, the path of a file with it) in the environment`,
      );
    }
    // Keys in PEM are often kept in one line.
    found[credential] = secret.replaceAll('\\n', '\n');
  }
  return found;
}

/** Names the account without showing its key: one key, one account, whatever portfolio trades it. */
export function accountOf({ id }: VenueQuirks, { apiKey = '' }: Credentials): string {
  return `${id}:${sha256(apiKey).slice(0, 12)}`;
}
