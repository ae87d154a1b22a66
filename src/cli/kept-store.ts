/** Opens the store below the state folder of a call, and closes it again. */
import { existsSync } from 'node:fs';
import { ConfigError } from '../base/errors.ts';
import { databaseFile, openStore } from '../compose.ts';
import type { Store } from '../ports/store.ts';
import type { Call } from './command.ts';
import { stateFolder } from './state-folder.ts';

/** A store that may be made by this call. */
export async function withStore<T>(call: Call, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(stateFolder(call));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** A store that may have been made before; null where it was not. */
export async function withStoreIfKept<T>(
  call: Call,
  work: (store: Store) => Promise<T>,
): Promise<T | null> {
  return existsSync(databaseFile(stateFolder(call))) ? withStore(call, work) : null;
}

/** A store that must be there: what was recorded cannot be looked up in a new one. */
export function withKeptStore<T>(call: Call, work: (store: Store) => Promise<T>): Promise<T> {
  const home = stateFolder(call);
  if (!existsSync(databaseFile(home))) {
    throw new ConfigError(
      `there is no state in ${home} yet: bin/ballast recommend makes it; BALLAST_HOME names another folder`,
    );
  }
  return withStore(call, work);
}
