/** Rubbish at the door: each is refused with the fault named, and nothing is written. */
import { describe, expect, it } from 'vitest';
import { maxBodyBytes } from '../../api/body.ts';
import { createApiWorld, problemIn, type RequestOptions } from '../support/api-world.ts';
import { propose } from '../support/execution-workspace.ts';

const list = '/api/v1/portfolios/core/recommendations';
const approve = '/api/v1/recommendations/r1/approve';
const reject = '/api/v1/recommendations/r1/reject';
const hash = { 'if-match': `"${'a'.repeat(64)}"` };
const json = { 'content-type': 'application/json' };

type Rubbish = {
  readonly name: string;
  readonly request: readonly [string, string, RequestOptions?];
  readonly status: number;
  readonly code: string;
  /** Words of the detail that name the fault. */
  readonly names: string;
};

const headers: readonly Rubbish[] = [
  {
    name: 'a tag without quotes',
    request: ['POST', approve, { headers: { 'if-match': 'abc' } }],
    status: 400,
    code: 'HEADER_INVALID',
    names: 'If-Match was abc',
  },
  {
    name: 'a weak tag',
    request: ['POST', approve, { headers: { 'if-match': 'W/"abc"' } }],
    status: 400,
    code: 'HEADER_INVALID',
    names: 'If-Match was W/"abc"',
  },
  {
    name: 'any tag',
    request: ['POST', approve, { headers: { 'if-match': '*' } }],
    status: 400,
    code: 'HEADER_INVALID',
    names: 'If-Match was *',
  },
  {
    name: 'several tags',
    request: ['POST', approve, { headers: { 'if-match': '"a", "b"' } }],
    status: 400,
    code: 'HEADER_INVALID',
    names: 'one tag',
  },
  {
    name: 'an empty tag',
    request: ['POST', approve, { headers: { 'if-match': ' ' } }],
    status: 428,
    code: 'HASH_NEEDED',
    names: 'If-Match',
  },
  {
    name: 'an idempotency key with spaces',
    request: ['POST', list, { headers: { 'idempotency-key': 'a b' } }],
    status: 400,
    code: 'HEADER_INVALID',
    names: 'Idempotency-Key',
  },
  {
    name: 'an idempotency key of 201 characters',
    request: ['POST', list, { headers: { 'idempotency-key': 'k'.repeat(201) } }],
    status: 400,
    code: 'HEADER_INVALID',
    names: '1 to 200',
  },
  {
    name: 'a body of another type',
    request: ['POST', reject, { headers: { ...hash, 'content-type': 'text/plain' }, body: 'no' }],
    status: 415,
    code: 'CONTENT_TYPE_UNSUPPORTED',
    names: 'Content-Type was "text/plain"',
  },
  {
    name: 'a form in place of JSON',
    request: [
      'POST',
      reject,
      {
        headers: { ...hash, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'reason=no',
      },
    ],
    status: 415,
    code: 'CONTENT_TYPE_UNSUPPORTED',
    names: 'application/json',
  },
];

const bodies: readonly Rubbish[] = [
  {
    name: 'a body that ends too early',
    request: ['POST', reject, { headers: hash, body: '{"reason": "no"' }],
    status: 400,
    code: 'JSON_INVALID',
    names: 'line 1, column 16 (position 15): it ends too early',
  },
  {
    name: 'a stray comma',
    request: ['POST', reject, { headers: hash, body: '{\n  "reason": "no",\n}' }],
    status: 400,
    code: 'JSON_INVALID',
    names: 'line 3, column 1 (position 20): unexpected "}"',
  },
  {
    name: 'a value that is missing',
    request: ['POST', reject, { headers: hash, body: '{"reason":}' }],
    status: 400,
    code: 'JSON_INVALID',
    names: 'column 11 (position 10): unexpected "}"',
  },
  {
    name: 'NaN',
    request: ['POST', reject, { headers: hash, body: '{"reason":NaN}' }],
    status: 400,
    code: 'JSON_INVALID',
    names: 'position 10',
  },
  {
    name: 'an empty body that calls itself JSON',
    request: ['POST', reject, { headers: { ...hash, ...json } }],
    status: 400,
    code: 'JSON_INVALID',
    names: 'it ends too early',
  },
  {
    name: 'no body at all',
    request: ['POST', reject, { headers: hash }],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'body reason was missing',
  },
  {
    name: 'a list in place of an object',
    request: ['POST', reject, { headers: hash, body: '["no"]' }],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'body as a whole was ["no"]',
  },
  {
    name: 'a number in place of a text',
    request: ['POST', reject, { headers: hash, body: { reason: 7 } }],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'body reason was 7',
  },
  {
    name: 'a reason of spaces',
    request: ['POST', reject, { headers: hash, body: { reason: '   ' } }],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'body reason was "   "',
  },
  {
    name: 'a reason of 501 characters',
    request: ['POST', reject, { headers: hash, body: { reason: 'x'.repeat(501) } }],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'body reason was "xxx',
  },
  {
    name: 'a key that is not known',
    request: ['POST', reject, { headers: hash, body: { reason: 'no', force: true } }],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'body force is not known',
  },
  {
    name: 'a key where none is known',
    request: ['POST', list, { body: { at: '2023' } }],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'body at is not known',
  },
  {
    name: 'a key that reaches for the prototype',
    request: ['POST', list, { body: '{"__proto__": {"admin": true}}' }],
    status: 422,
    code: 'REQUEST_INVALID',
    names: '__proto__',
  },
  {
    name: 'a body that is too large',
    request: ['POST', reject, { headers: hash, body: { reason: 'x'.repeat(maxBodyBytes) } }],
    status: 413,
    code: 'BODY_TOO_LARGE',
    names: '65536 bytes',
  },
];

const places: readonly Rubbish[] = [
  {
    name: 'a limit of zero',
    request: ['GET', `${list}?limit=0`],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'query parameter limit was "0"',
  },
  {
    name: 'a limit beyond the largest',
    request: ['GET', `${list}?limit=101`],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'query parameter limit was "101"',
  },
  {
    name: 'a limit that is no number',
    request: ['GET', `${list}?limit=ten`],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'query parameter limit was "ten"',
  },
  {
    name: 'a parameter that is not known',
    request: ['GET', `${list}?offset=3`],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'query parameter offset is not known',
  },
  {
    name: 'a cursor that is none of ours',
    request: ['GET', `${list}?cursor=../../etc`],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'query parameter cursor was "../../etc"',
  },
  {
    name: 'a cursor of the audit trail that is no number',
    request: ['GET', '/api/v1/audit?cursor=YWJj'],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'query parameter cursor was "YWJj"',
  },
  {
    name: 'an event that does not exist',
    request: ['GET', '/api/v1/audit?type=Everything'],
    status: 422,
    code: 'REQUEST_INVALID',
    names: 'query parameter type was "Everything"',
  },
  {
    name: 'a portfolio that does not exist',
    request: ['GET', '/api/v1/portfolios/nothing'],
    status: 404,
    code: 'NOT_FOUND',
    names: 'there is no portfolio nothing',
  },
  {
    name: 'a path that does not exist',
    request: ['GET', '/api/v1/nothing'],
    status: 404,
    code: 'ROUTE_UNKNOWN',
    names: '/api/v1/nothing',
  },
  {
    name: 'a method that does not fit',
    request: ['DELETE', approve],
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    names: 'the method was DELETE, allowed: POST',
  },
  {
    name: 'markup in a path',
    request: ['GET', '/api/v1/recommendations/%3Cscript%3E'],
    status: 404,
    code: 'NOT_FOUND',
    names: 'there is no recommendation <script>',
  },
];

describe.each([
  ['headers', headers],
  ['bodies', bodies],
  ['places', places],
])('rubbish in %s', (_, all) => {
  it.each(all)('$name is refused with $status $code', async (rubbish) => {
    const { request, workspace, auditHead, faults } = await createApiWorld();
    await propose(workspace);
    const before = await auditHead();
    const [method, path, options] = rubbish.request;
    const answer = await request('admin', method, path, options);
    const refusal = await problemIn(answer);
    expect(refusal).toMatchObject({ status: rubbish.status, code: rubbish.code });
    expect(refusal.detail).toContain(rubbish.names);
    expect(refusal.type).toBe(`/docs/problems#${rubbish.code}`);
    expect(await auditHead()).toBe(before);
    expect((await workspace.store.recommendations.get('r1'))?.state).toBe('proposed');
    expect(faults).toEqual([]);
  });
});
