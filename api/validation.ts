/** Turns a failed validation into a problem that names each field, what it was and what it must be. */
import type { Hook } from '@hono/zod-openapi';
import type { z } from 'zod';
import type { ApiEnv } from './context.ts';
import { type FieldFault, problem } from './problem.ts';

const places: Readonly<Record<string, string>> = {
  json: 'body',
  query: 'query parameter',
  param: 'path parameter',
  header: 'header',
};

const longestShown = 80;
const mostFaults = 20;

/** Errors: problem 422 REQUEST_INVALID when the validation failed. */
export const faultOf: Hook<unknown, ApiEnv, string, void> = (result) => {
  if (result.success) return;
  const place = places[result.target] ?? result.target;
  const input = (result as { data?: unknown }).data;
  const errors = result.error.issues.slice(0, mostFaults).flatMap((issue) => faults(issue, input));
  const detail = errors.map(({ field, message }) => `${place} ${field} ${message}`).join('; ');
  throw problem('REQUEST_INVALID', detail, { extension: { errors } });
};

function faults(issue: z.core.$ZodIssue, input: unknown): readonly FieldFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...issue.path, key].join('.'),
      message: 'is not known',
    }));
  }
  const was = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
  const message = `was ${shown(was)}: ${issue.message}`;
  return [{ field: issue.path.join('.') || 'as a whole', message }];
}

function shown(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
