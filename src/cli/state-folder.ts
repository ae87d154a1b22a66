/** Where the state lives: the database, its published audit head, and the models that were trained here. */
import type { Call } from './command.ts';

export function stateFolder({ environment }: Pick<Call, 'environment'>): string {
  return environment.BALLAST_HOME || 'data/state';
}
