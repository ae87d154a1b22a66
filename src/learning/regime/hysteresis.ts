/** A switch that does not flicker: on from one bound up, off from a lower one down, and as it was in between. */

export type Hysteresis = { readonly on: number; readonly off: number };

/** Takes a measure day by day, NaN where there is none; undefined until the first, which is put to the nearer bound. */
export function createSwitch({ on, off }: Hysteresis): (measure: number) => boolean | undefined {
  let isOn: boolean | undefined;
  return (measure) => {
    if (Number.isNaN(measure)) return isOn;
    isOn ??= measure >= (on + off) / 2;
    if (measure >= on) isOn = true;
    if (measure <= off) isOn = false;
    return isOn;
  };
}
