/** A process that records promotions of a version, to be run beside others: node history-child.ts FOLDER VERSION COUNT. */
import { createModelStore } from '../../src/adapters/files/model-store.ts';

const [folder = '', version = '', count = ''] = process.argv.slice(2);
const models = createModelStore(folder);
for (let at = 0; at < Number(count); at++) {
  await models.record({ name: 'crypto', version, sessions: false, action: 'promoted', at });
}
