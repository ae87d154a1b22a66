/** The fields of a posted form, after its token has been checked against the session's. */
import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { sha256 } from '../../src/base/canonical-json.ts';
import type { ApiEnv } from '../context.ts';
import { problem } from '../problem.ts';
import type { Session } from '../sessions.ts';

export type Form = {
  /** A field as text; empty when it was not sent, or was sent as a file or several times. */
  field(name: string): string;
};

export async function readForm(context: Context<ApiEnv>): Promise<Form> {
  const type = context.req.header('content-type') ?? '';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    throw problem(
      'FORM_INVALID',
      `Content-Type was "${type}", the form of a page sends its fields`,
    );
  }
  const fields = new URLSearchParams(await context.req.text());
  return {
    field(name) {
      const values = fields.getAll(name);
      return values.length === 1 ? (values[0] ?? '') : '';
    },
  };
}

/** Errors: problem 403 when the form is not one of this session's. */
export async function formOf(context: Context<ApiEnv>, session: Session): Promise<Form> {
  const form = await readForm(context);
  if (!isSame(form.field('formToken'), session.formToken)) {
    throw problem(
      'FORM_TOKEN_INVALID',
      'the form is not from this session; nothing was done. Open the page again and repeat it',
    );
  }
  return form;
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}
