/** Cursors of lists: opaque to the caller, the place where the next page begins to us. */
import { problem } from './problem.ts';

export function cursorOf(place: string): string {
  return Buffer.from(place, 'utf8').toString('base64url');
}

/** Errors: problem REQUEST_INVALID when the text is no cursor of ours. */
export function placeOf(cursor: string, isPlace: (place: string) => boolean): string {
  const place = Buffer.from(cursor, 'base64url').toString('utf8');
  if (cursorOf(place) === cursor && isPlace(place)) return place;
  const message = `was "${cursor}", it must be a nextCursor of an earlier answer`;
  throw problem('REQUEST_INVALID', `query parameter cursor ${message}`, {
    extension: { errors: [{ field: 'cursor', message }] },
  });
}

/** Whether a place may be the id of a record. */
export function isId(place: string): boolean {
  return /^[\w-]{1,200}$/.test(place);
}

/** Whether a place is the number of an event. */
export function isSequence(place: string): boolean {
  return /^\d{1,15}$/.test(place);
}
