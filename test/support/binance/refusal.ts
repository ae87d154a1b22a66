/** An error reply of the test venue: HTTP status, code and message of errors.md. */

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: number,
    message: string,
    options: { status?: number; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** errors.md lines 36–38 and 425–445: the request did not reach the matching engine. */
export function filterFailure(filter: string): Refusal {
  return new Refusal(-1013, `Filter failure: ${filter}`);
}

/** errors.md lines 329–330 and 367–413: the matching engine said no, with its own words. */
export function orderRejected(message: string): Refusal {
  return new Refusal(-2010, message);
}

export const refusals = {
  /** errors.md lines 136–137. */
  invalidSymbol: () => new Refusal(-1121, 'Invalid symbol.'),
  /** errors.md lines 338–339; status 401 by common reports, the documentation names none. */
  badKeyFormat: () => new Refusal(-2014, 'API-key format invalid.', { status: 401 }),
  /** errors.md lines 341–342; status 401 as above. */
  rejectedKey: () =>
    new Refusal(-2015, 'Invalid API-key, IP, or permissions for action.', { status: 401 }),
  /** errors.md lines 57–58. */
  badSignature: () => new Refusal(-1022, 'Signature for this request is not valid.'),
  /** errors.md line 54. */
  outsideWindow: () =>
    new Refusal(-1021, 'Timestamp for this request is outside of the recvWindow.'),
  /** errors.md line 55. */
  aheadOfServer: () =>
    new Refusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time."),
  /** errors.md lines 335–336. */
  noSuchOrder: () => new Refusal(-2013, 'Order does not exist.'),
  /** errors.md lines 332–333 and 374. */
  unknownOrder: () => new Refusal(-2011, 'Unknown order sent.'),
  /** errors.md lines 356–357. */
  wrongClientOrderId: () => new Refusal(-2039, 'Client order ID is not correct for this order ID.'),
  /** errors.md line 83. */
  missing: (name: string) =>
    new Refusal(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`),
  /** errors.md line 84. */
  missingBoth: (one: string, other: string) =>
    new Refusal(-1102, `Param '${one}' or '${other}' must be sent, but both were empty/null!`),
  /** errors.md line 103. */
  notRequired: (name: string) => new Refusal(-1106, `Parameter '${name}' sent when not required.`),
  /** errors.md line 150: a combination of optional parameters that the endpoint does not know. */
  badCombination: () => new Refusal(-1128, 'Combination of optional parameters invalid.'),
} as const;
