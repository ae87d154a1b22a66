/** The approval rules of the settings, compiled; mathjs is loaded only when a rule has a condition. */
import type { CompiledRule } from '../plan/approval.ts';
import { compileCondition } from '../plan/expression.ts';
import type { ApprovalRule } from '../plan/settings.ts';

/** Errors: ConfigError naming the condition and what was refused in it. */
export async function compileRules(
  rules: readonly ApprovalRule[],
): Promise<readonly CompiledRule[]> {
  const conditional = rules.some((rule) => rule.when !== null);
  const parser = conditional ? await import('mathjs/number') : undefined;
  return rules.map(({ when, approvers }) => ({
    approvers,
    holds:
      when === null || parser === undefined ? () => true : compileCondition(when, parser.parse),
  }));
}
