/** The shape of a command: what the table says of it, and what its module does when it is called. */

/** What the exit code of a command tells its caller. */
export const exitMeanings = {
  0: 'done, or nothing to do',
  1: 'a mistake in Ballast itself',
  2: 'wrong usage or configuration',
  3: 'refused: denied, infeasible, wrong hash, expired',
  4: 'venue error, unknown outcome, or an execution that is partial, halted or failed',
  5: 'data or a model unfit, or the audit trail broken',
  10: 'a plan is proposed',
  130: 'interrupted',
} as const;

export type ExitCode = keyof typeof exitMeanings;

export type Option = {
  /** Without the dashes. */
  readonly name: string;
  /** Placeholder of its value, such as DIR; an option without one is a switch. */
  readonly value?: string;
  /** May be given without its value. */
  readonly isValueOptional?: true;
  /** May be given several times. */
  readonly repeatable?: true;
  readonly required?: true;
  readonly description: string;
  /** The setting that it overrides, such as venue.id. */
  readonly sets?: string;
  /** What holds when it is not given, in words. */
  readonly fallback?: string;
};

export type Parameter = {
  /** In capitals, such as ID. */
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
};

export type Example = { readonly line: string; readonly says: string };

/** One row of the command table. */
export type CommandEntry = {
  /** One word, or two such as `audit verify`. */
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** Paragraphs that teach what it does. */
  readonly description: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Beside those that every command has. */
  readonly options: readonly Option[];
  readonly examples: readonly Example[];
  /** Beside 0, 1, 2 and 130. */
  readonly exits: readonly ExitCode[];
  /** The module is loaded only when the command is called, so that the others start fast. */
  readonly load: () => Promise<{ readonly run: Run }>;
};

/** Does the work of a command; what it throws becomes a sentence and an exit code. */
export type Run = (call: Call) => Promise<ExitCode>;

export type SettingOverride = {
  /** Dotted, such as policy.band. */
  readonly key: string;
  /** YAML. */
  readonly text: string;
  /** The option that gave it, for messages. */
  readonly option: string;
};

/** One call of a command: what was given, where to write, and whether to stop. */
export type Call = {
  /** A parameter that was given, by its name in the table. */
  parameter(name: string): string | undefined;
  /** The value of an option that was given. */
  text(name: string): string | undefined;
  /** All values of an option that may be repeated. */
  texts(name: string): readonly string[];
  /** Whether it was given. */
  has(name: string): boolean;
  /** Settings given on the command line in place of the file's. */
  readonly overrides: readonly SettingOverride[];
  /** Data, to standard output; a line end is added. */
  print(text: string): void;
  /** Words, to standard error; a line end is added. */
  say(text: string): void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborts when the person interrupts the program. */
  readonly signal: AbortSignal;
};
