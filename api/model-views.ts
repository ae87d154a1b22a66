/** Models and trainings as JSON. */
import type { z } from '@hono/zod-openapi';
import type { ListedModel } from '../src/app/learning/list-models.ts';
import type { Training } from '../src/app/learning/trainings.ts';
import { isoTime } from '../src/report/format.ts';
import { timeOrNull } from '../src/report/recommendation-json.ts';
import type { modelCardSchema, modelSchema, trainingSchema } from './model-schemas.ts';

export function modelView(model: ListedModel): z.infer<typeof modelSchema> {
  const [name = '', version = ''] = model.name.split('/');
  const { status } = model;
  if (!('card' in model)) {
    const unknown = { sessions: null, trainedFrom: null, trainedTo: null, parent: null };
    return { name, version, status, fault: model.fault, ...unknown, gatePassed: null, scores: [] };
  }
  const { sessions, training, parent, gate, walkForward } = model.card;
  return {
    ...{ name, version, status, fault: null, sessions, parent },
    ...{ trainedFrom: training.from, trainedTo: training.to, gatePassed: gate.passed },
    scores: walkForward.comparisons.map(
      ({ opponent, horizonDays, changePct, lowPct, highPct }) => ({
        ...{ opponent, horizonDays, changePct, lowPct, highPct },
      }),
    ),
  };
}

export function modelCardView(model: ListedModel): z.infer<typeof modelCardSchema> {
  const card = 'card' in model ? { ...model.card } : null;
  return { schemaVersion: 1, ...modelView(model), card };
}

export function trainingView(training: Training): z.infer<typeof trainingSchema> {
  const { request, result, progress, createdAt, startedAt, finishedAt, ...facts } = training;
  return {
    schemaVersion: 1,
    ...facts,
    request: { ...request, to: timeOrNull(request.to) },
    progress: [...progress],
    result: result && { ...result, gate: { ...result.gate, reasons: [...result.gate.reasons] } },
    createdAt: isoTime(createdAt),
    startedAt: timeOrNull(startedAt),
    finishedAt: timeOrNull(finishedAt),
  };
}
