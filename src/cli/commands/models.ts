/** `models`: the stored models, which of them are in use, and how they did. */

import { liveScores } from '../../app/learning/learning-record.ts';
import { type ListedModel, listModels } from '../../app/learning/list-models.ts';
import { horizons } from '../../learning/inputs/daily-panel.ts';
import { signed } from '../../report/format.ts';
import type { LiveScore } from '../../report/live-scores.ts';
import { endedOn } from '../../report/text-model-card.ts';
import { textTable } from '../../report/text-table.ts';
import type { CardComparison } from '../../report/trial-card.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withStoreIfKept } from '../kept-store.ts';
import { modelsOf } from '../models-folder.ts';

const reference = 'har-log';

/** Of the outcomes 30 days ahead there are too few to judge by. */
const judgedHorizons = horizons.slice(0, 2);

const columns = [
  { title: 'model', align: 'left' as const },
  { title: 'status', align: 'left' as const },
  { title: 'class', align: 'left' as const },
  { title: 'learnt up to', align: 'left' as const },
  { title: 'gate', align: 'left' as const },
  ...horizons.map((horizon) => ({ title: `${horizon} d against ${reference}` })),
  { title: 'days since' },
  ...judgedHorizons.map((horizon) => ({ title: `${horizon} d since` })),
];

export async function run(call: Call): Promise<ExitCode> {
  const models = await listModels(modelsOf(call));
  for (const model of models) if ('fault' in model) call.say(`${model.name}: ${model.fault}`);
  const scores = (await withStoreIfKept(call, liveScores)) ?? [];
  const listed = models.map((model) => ({
    ...model,
    live: scores.find((score) => score.model === model.name) ?? null,
  }));
  answer(call, {
    json: () => ({ schemaVersion: 1, models: listed }),
    text: () => textTable(columns, listed.map(rowOf)).join('\n'),
  });
  return 0;
}

function rowOf(model: ListedModel & { readonly live: LiveScore | null }): readonly string[] {
  if (!('card' in model)) return [model.name, model.status];
  const { name, status, card, live } = model;
  return [
    name,
    status,
    card.sessions ? 'sessions' : 'never closes',
    endedOn(card.training.to),
    card.gate.passed ? 'passed' : 'closed',
    ...horizons.map((horizon) => changeOf(besideReference(card.walkForward, horizon))),
    String((live && besideReference(live, 1)?.days) ?? '–'),
    ...judgedHorizons.map((horizon) => {
      const found = live ? besideReference(live, horizon) : undefined;
      const t = found?.dmT ?? null;
      return t === null ? changeOf(found) : `${changeOf(found)} (t ${signed(t, 1)})`;
    }),
  ];
}

function besideReference(
  { comparisons }: { readonly comparisons: readonly CardComparison[] },
  horizon: number,
): CardComparison | undefined {
  return comparisons.find(
    ({ opponent, horizonDays }) => opponent === reference && horizonDays === horizon,
  );
}

function changeOf(found: CardComparison | undefined): string {
  return found === undefined ? '–' : `${signed(found.changePct, 1)} %`;
}
