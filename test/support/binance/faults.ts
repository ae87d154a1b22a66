/** What may go wrong between the test venue and its caller, by script or by chance from a seed. */
import type { Random } from '../../../src/base/random.ts';

/** Whether the request had its effect before the reply was lost. */
type Applied = { readonly applied: boolean };

export type Fault =
  /** The connection stays open and nothing comes. */
  | ({ readonly kind: 'no-reply' } & Applied)
  /** Headers and half of the body come, the rest does not. */
  | ({ readonly kind: 'stalled-body' } & Applied)
  | ({ readonly kind: 'reset' } & Applied)
  /** Status 200 with another body. */
  | ({
      readonly kind: 'body';
      readonly body: 'html' | 'truncated' | 'empty' | '{}' | 'null';
    } & Applied)
  /** An error reply, such as 503 with −1008, or 504 with −1007 although the order was placed. */
  | ({
      readonly kind: 'error';
      readonly status: number;
      readonly code: number;
      readonly message: string;
      readonly retryAfterSeconds?: number;
    } & Applied)
  /** No reply, and the request has its effect so much later. */
  | { readonly kind: 'lands-late'; readonly afterMs: number }
  /** The effect at once, the reply so much later. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Orders, trades and balances as they were so long ago. */
  | { readonly kind: 'lag'; readonly ms: number }
  /** A cancelled order is filled after all, so much of what was left, so much later. */
  | { readonly kind: 'late-fill'; readonly share: number; readonly afterMs: number }
  /** The reply is changed on its way out. */
  | { readonly kind: 'rewrite'; readonly rewrite: (reply: unknown) => unknown };

export type FaultRule = {
  /** Such as "POST /api/v3/order"; the path alone for any method; absent for every request. */
  readonly on?: string;
  readonly fault: Fault | ((random: Random) => Fault);
  /** How often it strikes at most; once unless told, without end with a probability. */
  readonly times?: number;
  /** Of striking a request that it is on; 1 unless told. */
  readonly probability?: number;
};

export type FaultScript = {
  /** Rules are tried in the order in which they were added; the first that strikes counts. */
  add(...rules: readonly FaultRule[]): void;
  clear(): void;
};

export type Faults = FaultScript & {
  draw(method: string, path: string): Fault | undefined;
};

export function createFaults(random: Random): Faults {
  let rules: { readonly rule: FaultRule; left: number }[] = [];
  return {
    add(...added) {
      for (const rule of added) {
        rules.push({ rule, left: rule.times ?? (rule.probability === undefined ? 1 : Infinity) });
      }
    },
    clear() {
      rules = [];
    },
    draw(method, path) {
      const struck = rules.find(
        ({ rule, left }) =>
          left > 0 &&
          (rule.on === undefined || rule.on === path || rule.on === `${method} ${path}`) &&
          (rule.probability === undefined || random.uniform() < rule.probability),
      );
      if (!struck) return undefined;
      struck.left -= 1;
      const { fault } = struck.rule;
      return typeof fault === 'function' ? fault(random) : fault;
    },
  };
}
