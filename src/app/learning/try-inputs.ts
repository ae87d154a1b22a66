/** Tries inputs from outside: the linear recipe of the champion walked forward without them, with all, and with each kind alone. */
import { type InputTrial, inputTrialOf } from '../../learning/evaluation/input-trial.ts';
import type { DailyPanel } from '../../learning/inputs/daily-panel.ts';
import { inputSetsOf } from '../../learning/outside/input-sets.ts';
import { championRecipe } from '../../learning/variance/champion.ts';
import type { ForecasterRecipe } from '../../learning/variance/forecaster.ts';
import type { ForecastTrack } from '../../learning/variance/walk-forward.ts';
import type { OutsideInput } from './outside-inputs.ts';

export type InputsTried = InputTrial & { readonly inputs: readonly OutsideInput[] };

export type TryInputsRequest = {
  readonly inputs: readonly OutsideInput[];
  /** Rows of the panel, the second not included. */
  readonly rows: { readonly from: number; readonly to: number };
  /** Walks a recipe forward over the rows. */
  readonly walk: (recipe: ForecasterRecipe) => Promise<ForecastTrack>;
  readonly onSet: (name: string) => void | Promise<void>;
};

/** Null without inputs. Errors: what the walk throws. */
export async function tryInputs(
  panel: DailyPanel,
  { inputs, rows, walk, onSet }: TryInputsRequest,
): Promise<InputsTried | null> {
  if (inputs.length === 0) return null;
  const without = await walk(championRecipe({ lessons: [] }));
  const tracks = [];
  for (const set of inputSetsOf(inputs.map(({ series }) => series))) {
    const track = await walk(championRecipe({ lessons: [], outside: set.series }));
    tracks.push({ set, track });
    await onSet(set.name);
  }
  return { inputs, ...inputTrialOf(panel, { rows, without, tracks }) };
}
