/** What a value of the configuration must be, in words: one phrase for each kind of fault that the schema finds. */
import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  array: 'a list',
  tuple: 'a list',
  object: 'a section with keys of its own',
  record: 'a section with keys of its own',
};

/** The phrase, or undefined to leave the one of the schema. */
export function wordingOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'too_small':
      return bound(issue.inclusive ? 'at least' : 'more than', issue.minimum, issue.origin);
    case 'too_big':
      return bound(issue.inclusive ? 'at most' : 'less than', issue.maximum, issue.origin);
    case 'invalid_key':
      return issue.issues[0]?.message;
    default:
      return undefined;
  }
}

function bound(comparison: string, limit: number | bigint, origin: string): string {
  if (origin === 'array') return `must have ${comparison} ${limit} entries`;
  if (origin === 'string') return `must have ${comparison} ${limit} characters`;
  return `must be ${comparison} ${limit}`;
}
