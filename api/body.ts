/** The first look at a request body: its size, its content type, and whether it is JSON at all. */
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { problem } from './problem.ts';

export const maxBodyBytes = 64 * 1024;

export const sizeGuard: MiddlewareHandler = bodyLimit({
  maxSize: maxBodyBytes,
  onError: () => {
    throw problem('BODY_TOO_LARGE', `a body has at most ${maxBodyBytes} bytes`);
  },
});

/** Refuses a body that is not application/json, or does not parse, naming where it stops being JSON. */
export const jsonGuard: MiddlewareHandler = async (context, next) => {
  const text = await context.req.text();
  const contentType = context.req.header('content-type');
  const isJson = contentType !== undefined && /^application\/json\s*(;|$)/i.test(contentType);
  if (text !== '' && !isJson) {
    const was = contentType === undefined ? 'missing' : `"${contentType}"`;
    throw problem(
      'CONTENT_TYPE_UNSUPPORTED',
      `Content-Type was ${was}, it must be application/json`,
    );
  }
  if (isJson) parse(text);
  await next();
};

function parse(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw problem('JSON_INVALID', `the body is not JSON: ${placeOf(text, cause as Error)}`);
  }
}

function placeOf(text: string, error: Error): string {
  const position = positionIn(error) ?? firstFault(text);
  const before = text.slice(0, position).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const found =
    position >= text.length ? 'it ends too early' : `unexpected ${JSON.stringify(text[position])}`;
  return `line ${before.length}, column ${column} (position ${position}): ${found}`;
}

function positionIn(error: Error): number | undefined {
  const digits = /position (\d+)/.exec(error.message)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Where the engine does not name the position: the length of the longest beginning that could still become JSON. */
function firstFault(text: string): number {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (couldGoOn(text.slice(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function couldGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (cause) {
    const error = cause as Error;
    const atEnd = positionIn(error) === beginning.length;
    return atEnd || /Unexpected end|Unterminated/.test(error.message);
  }
}
