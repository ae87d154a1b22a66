/** The names of what can be done about covariances of few days; see careful-covariance.ts. */
export const covarianceCares = ['none', 'linear', 'nonlinear', 'denoised'] as const;

export type CovarianceCare = (typeof covarianceCares)[number];
