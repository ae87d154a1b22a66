/** The approval rules of the settings, compiled. */
import { parseExpression } from '../../config/expression-parser.ts';
import type { CompiledRule } from '../../plan/approval.ts';
import { compileCondition } from '../../plan/condition.ts';
import type { ApprovalRule } from '../../plan/settings.ts';

/** Errors: ConfigError naming the condition and what was refused in it. */
export function compileRules(rules: readonly ApprovalRule[]): readonly CompiledRule[] {
  return rules.map(({ when, approvers }) => ({
    approvers,
    holds: when === null ? () => true : compileCondition(when, parseExpression),
  }));
}
