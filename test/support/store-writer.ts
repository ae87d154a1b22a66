/** A process that writes to a store until it is killed or has done its share: `store-writer.ts FILE NAME COUNT`. */
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { sampleEvent, sampleRecord } from './store-samples.ts';

const [file = '', name = '', count = '0'] = process.argv.slice(2);
const store = await createSqliteStore({ file });
const pause = (): Promise<unknown> => new Promise(setImmediate);

/** Number n writes its number as a fact, its recommendation, and two events that name it. */
for (let written = 0; written < Number(count); written += 1) {
  const number = await store.transact(async ({ facts, recommendations, events }) => {
    const next = Number((await facts.get('written')) ?? 0) + 1;
    await events.append(sampleEvent({ actor: name, subject: `rec-${next}` }));
    await facts.set('written', next);
    await pause();
    await recommendations.insert(sampleRecord(next, { state: 'none' }));
    await pause();
    await events.append(sampleEvent({ actor: name, subject: `rec-${next}` }));
    return next;
  });
  process.stdout.write(`${number}\n`);
}
await store.close();
