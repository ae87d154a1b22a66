/** The store contract on SQLite, in a file and in memory. */
import { join } from 'node:path';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { storeContract } from '../support/store-contract.ts';
import { createStoreFolder } from '../support/store-folder.ts';

const folder = createStoreFolder();
let count = 0;

storeContract('store in an SQLite file', () => {
  count += 1;
  return createSqliteStore({ file: join(folder.path, `${count}`, 'ballast.db') });
});

storeContract('store in memory', () => createSqliteStore({ file: ':memory:' }));
