/** The exceptions of Ballast, one class for each party that must act; expected outcomes are reasons, not exceptions. */

/** A mistake of our own: the program is wrong. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** The person who configures or calls the program must act: a setting, an option or a request was wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The data must be mended before anything can go on: a file, a series or a stored record is unfit. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** A model must be trained again or replaced: its weights are damaged, or what it computes with is not there. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

export type VenueErrorKind = 'rejected' | 'unknown' | 'unavailable' | 'authentication';

/** The venue did not do what was asked, or its answer does not tell whether it did. */
export class VenueError extends Error {
  override readonly name = 'VenueError';
  readonly kind: VenueErrorKind;

  constructor(kind: VenueErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Throws InvariantError unless the condition holds. For our own mistakes only, never for input of a user. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
