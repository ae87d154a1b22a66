/**
 * The models that want the place of the champion: trained after it, and in shadow since. Each is tested once in a quarter of the
 * calendar and four times in all, because whoever is tested often enough passes once by luck.
 */
import { quarterName } from '../evaluation/quarters.ts';
import { championOf, eventsOf, type ModelEvent, type ModelId, statusOf } from './model-registry.ts';

const mostTests = 4;
/** The latest; each costs a walk over its days. */
const mostChallengers = 8;

/** Of a class, in the order in which they were stored. */
export function challengersOf(
  events: readonly ModelEvent[],
  sessions: boolean,
): readonly ModelId[] {
  const stored = events.filter(
    (event) => event.sessions === sessions && storedEvent(events, event) === event,
  );
  const champion = championOf(events, sessions);
  const first = champion === undefined ? undefined : storedEvent(events, champion);
  return stored
    .slice(first === undefined ? 0 : stored.indexOf(first) + 1)
    .filter((model) => statusOf(events, model) === 'shadow')
    .filter((model) => testsOf(events, model).length < mostTests)
    .slice(-mostChallengers)
    .map(({ name, version }) => ({ name, version }));
}

/** When it was first stored, epoch ms; undefined where nobody recorded that. */
export function storedAt(events: readonly ModelEvent[], model: ModelId): number | undefined {
  return storedEvent(events, model)?.at;
}

/** When it was last put into use. */
export function promotedAt(events: readonly ModelEvent[], model: ModelId): number | undefined {
  return eventsOf(events, model).findLast(({ action }) => action === 'promoted')?.at;
}

/** Whether no test of it is of the quarter of a day, by its close. */
export function isTestDue(
  events: readonly ModelEvent[],
  model: ModelId,
  closeTime: number,
): boolean {
  const quarter = quarterName(closeTime - 1);
  const tests = testsOf(events, model);
  return tests.length < mostTests && tests.every(({ to }) => quarterName(to - 1) !== quarter);
}

function storedEvent(events: readonly ModelEvent[], model: ModelId): ModelEvent | undefined {
  return eventsOf(events, model).find(({ action }) => action === 'trained');
}

function testsOf(events: readonly ModelEvent[], model: ModelId) {
  return eventsOf(events, model).flatMap(({ test }) => test ?? []);
}
