/** One step that brings the tables to a new version. */
import type { Engine } from './engine.ts';

/** A step; once released it never changes. */
export type Migration = {
  readonly version: number;
  readonly name: string;
  readonly statements: (engine: Engine) => readonly string[];
};
