/** Runs commands of the command line in processes of their own: long work neither blocks this process nor takes it along. */

export type CommandOutcome = {
  /** Null when the process was ended from outside. */
  readonly exitCode: number | null;
  /** What it printed as data. */
  readonly output: string;
  /** What it said in words, a line each. */
  readonly words: readonly string[];
};

export interface CommandRunner {
  /** With the words that a person would type behind `ballast`. Errors: AbortError when the signal ended it. */
  run(
    words: readonly string[],
    options: { readonly signal: AbortSignal; readonly onWords: (line: string) => void },
  ): Promise<CommandOutcome>;
}
