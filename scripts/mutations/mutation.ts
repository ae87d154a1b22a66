/** A mutation: one safeguard of the executor taken out of the source, and the tests that must notice. */

export type Mutation = {
  readonly name: string;
  /** In the project. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  /** Seeds of the simulated core to try, before any test. */
  readonly seeds?: number;
  /** Test files to run, one after the other, until one fails. */
  readonly tests?: readonly string[];
};
