/** A process that saves models without end, to be killed: node model-child.ts FOLDER. */
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { describeModel } from '../../src/learning/stored/model-description.ts';
import { cardOf, storedModel } from './models.ts';

const models = createModelStore(process.argv[2] as string);
for (let to = 0; ; to++) {
  const model = storedModel({ to: Date.UTC(2023, 0, 1) + to });
  const card = cardOf(describeModel(model).description.weights.sha256);
  const id = await models.save('crypto', { model, card });
  await models.record({ ...id, sessions: false, action: 'promoted', at: to });
  console.log(id.version);
}
