/**
 * Which stored model is in use, read off what happened to them: a class has one champion, the model that was promoted last; a
 * rollback puts the one before back in its place, or none.
 */

/** A version of a name, such as crypto and 2022-12-31-1f0e3dad. */
export type ModelId = { readonly name: string; readonly version: string };

export type ModelStatus = 'shadow' | 'champion' | 'retired';

export type ModelEvent = ModelId & {
  /** Epoch ms; later events have later times. */
  readonly at: number;
  readonly action: 'trained' | 'tested' | 'promoted' | 'rolled-back';
  readonly sessions: boolean;
  /** How it was tested on days after it was stored. */
  readonly test?: ModelTest;
};

export type ModelTest = {
  /** The champion of the time; null where there was none. */
  readonly champion: string | null;
  /** Close of the last day of the candles that it was tested on, epoch ms. */
  readonly to: number;
  readonly passed: boolean;
};

export function modelName({ name, version }: ModelId): string {
  return `${name}/${version}`;
}

/** The champion of a class. */
export function championOf(events: readonly ModelEvent[], sessions: boolean): ModelId | undefined {
  return reignOf(events, sessions).at(-1);
}

/** Of a model of the class. */
export function statusOf(
  events: readonly ModelEvent[],
  model: ModelId & { readonly sessions: boolean },
): ModelStatus {
  const champion = championOf(events, model.sessions);
  if (champion !== undefined && isSame(champion, model)) return 'champion';
  const wasPromoted = events.some((event) => event.action === 'promoted' && isSame(event, model));
  return wasPromoted ? 'retired' : 'shadow';
}

/** The model that a rollback puts in the place of the champion. */
export function championBefore(
  events: readonly ModelEvent[],
  sessions: boolean,
): ModelId | undefined {
  return reignOf(events, sessions).at(-2);
}

/** Of a model, by their order. */
export function eventsOf(events: readonly ModelEvent[], model: ModelId): readonly ModelEvent[] {
  return events.filter((event) => isSame(event, model));
}

/** Those that would be champion one after the other if the later ones were rolled back; the champion last. */
function reignOf(events: readonly ModelEvent[], sessions: boolean): readonly ModelId[] {
  const ofClass = events.filter((event) => event.sessions === sessions);
  return ofClass.reduce<readonly ModelId[]>((reign, event) => {
    const others = reign.filter((model) => !isSame(model, event));
    if (event.action === 'promoted') return [...others, event];
    return event.action === 'rolled-back' ? others : reign;
  }, []);
}

function isSame(a: ModelId, b: ModelId): boolean {
  return a.name === b.name && a.version === b.version;
}
