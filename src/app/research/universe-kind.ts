/** Which bars of the assets a backtest takes. */

export const universeKinds = ['common', 'listed'] as const;

/** `common`: the bars that all assets have. `listed`: assets join at their listing and leave at their end. */
export type UniverseKind = (typeof universeKinds)[number];
