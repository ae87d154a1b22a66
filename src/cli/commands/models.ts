/** `models`: the stored models, which of them are in use, and how they did. */
import { type ListedModel, listModels } from '../../app/list-models.ts';
import { modelStore } from '../../compose.ts';
import { horizons } from '../../learning/inputs/daily-panel.ts';
import { signed } from '../../report/format.ts';
import type { ModelCard } from '../../report/model-card.ts';
import { endedOn } from '../../report/text-model-card.ts';
import { textTable } from '../../report/text-table.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { modelsFolder } from '../models-folder.ts';

const reference = 'har-log';

const columns = [
  { title: 'model', align: 'left' as const },
  { title: 'status', align: 'left' as const },
  { title: 'class', align: 'left' as const },
  { title: 'learnt up to', align: 'left' as const },
  { title: 'gate', align: 'left' as const },
  ...horizons.map((horizon) => ({ title: `${horizon} d against ${reference}` })),
];

export async function run(call: Call): Promise<ExitCode> {
  const models = await listModels(modelStore(modelsFolder(call)));
  for (const model of models) if ('fault' in model) call.say(`${model.name}: ${model.fault}`);
  answer(call, {
    json: () => ({ schemaVersion: 1, models }),
    text: () => textTable(columns, models.map(rowOf)).join('\n'),
  });
  return 0;
}

function rowOf(model: ListedModel): readonly string[] {
  if (!('card' in model)) return [model.name, model.status];
  const { name, status, card } = model;
  return [
    name,
    status,
    card.sessions ? 'sessions' : 'never closes',
    endedOn(card.training.to),
    card.gate.passed ? 'passed' : 'closed',
    ...horizons.map((horizon) => changeOf(card, horizon)),
  ];
}

function changeOf({ walkForward }: ModelCard, horizon: number): string {
  const found = walkForward.comparisons.find(
    ({ opponent, horizonDays }) => opponent === reference && horizonDays === horizon,
  );
  return found === undefined ? '–' : `${signed(found.changePct, 1)} %`;
}
