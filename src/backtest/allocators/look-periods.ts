/** How often allocators look: at the close of the first day of each. */
export const lookPeriods = ['weekly', 'monthly', 'quarterly'] as const;

export type LookPeriod = (typeof lookPeriods)[number];
