/** Whether an asset is calm or turbulent, for a person to read: turbulent from a probability of .6 on, calm from .4 down. */
import { createSwitch } from './hysteresis.ts';

export type Regime = 'calm' | 'turbulent';

/** Day by day from the probabilities of one asset; undefined before the first. */
export function regimesOf(probability: Float64Array): readonly (Regime | undefined)[] {
  const isTurbulent = createSwitch({ on: 0.6, off: 0.4 });
  return Array.from(probability, (value) => {
    const isOn = isTurbulent(value);
    return isOn === undefined ? undefined : isOn ? 'turbulent' : 'calm';
  });
}
