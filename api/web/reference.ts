/** The reference of the API as pages, operations, shapes and problems, drawn from its OpenAPI document. */
import { html } from 'hono/html';
import { z } from 'zod';
import { reasonTable } from '../../src/base/reasons.ts';
import { problemsPath, problemTable } from '../problem.ts';
import type { Html } from './html.ts';
import { table } from './table.ts';

/** What of the document is shown; it is our own, so anything else is a mistake of ours. */
const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  required: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.looseObject({})).optional(),
});

const contentShape = z.record(z.string(), z.object({ schema: schemaShape }));

const operationShape = z.object({
  summary: z.string(),
  description: z.string().optional(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional() }))
    .default([]),
  requestBody: z.object({ content: contentShape }).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: contentShape.optional() }),
  ),
});

const documentShape = z.object({
  info: z.object({ description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
  components: z.object({ schemas: z.record(z.string(), schemaShape) }),
});

export const shapesPath = '/docs/shapes';

type Operation = z.infer<typeof operationShape>;

export function referencePage(document: unknown): Html {
  const { info } = documentShape.parse(document);
  const operations = operationsOf(document);
  return html`<h1>API</h1>
${info.description.split('\n\n').map((paragraph) => html`<p>${paragraph}</p>`)}
<p>The same as a document for programs: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1). The fields of bodies and answers: <a href="${shapesPath}">shapes</a>. What refusals mean: <a href="${problemsPath}">problems</a>.</p>
<h2>Operations</h2>
${operations.map(operationSection)}`;
}

/** What refusals mean, each at the anchor that its type names. */
export function problemsPage(document: unknown): Html {
  const operations = operationsOf(document).map(({ operation }) => operation);
  return html`<h1>Problems</h1>
<section>${table({
    caption: 'What the status of a refusal means; its body is always application/problem+json',
    columns: [{ name: 'Status' }, { name: 'Meaning' }],
    rows: refusalsOf(operations),
  })}</section>
<section>${table({
    caption: 'Codes of the interface; refusals by the product itself carry its reason codes',
    columns: [{ name: 'Code' }, { name: 'Status', number: true }, { name: 'Meaning' }],
    rows: Object.entries(problemTable).map(([code, { status, title }]) => [
      html`<code id="${code}">${code}</code>`,
      String(status),
      title,
    ]),
  })}</section>
<section><h2>Reasons of the product</h2><dl>${Object.entries(reasonTable).map(
    ([code, { meaning }]) => html`<dt><code id="${code}">${code}</code><dd>${meaning}`,
  )}</dl></section>`;
}

function operationsOf(document: unknown) {
  const { paths } = documentShape.parse(document);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

/** The fields of what the operations take and answer with. */
export function shapesPage(document: unknown): Html {
  const { components } = documentShape.parse(document);
  return html`<h1>Shapes</h1>
<p>What the <a href="/docs">operations</a> take and answer with; a question mark stands behind what may be absent.</p>
${Object.entries(components.schemas).map(([name, schema]) => shapeSection(name, schema))}`;
}

function operationSection(entry: { path: string; method: string; operation: Operation }): Html {
  const { path, method, operation } = entry;
  const takes = operation.parameters.map(
    (parameter) => html`<code>${parameter.name}</code> (${parameter.in}) `,
  );
  const body = Object.values(operation.requestBody?.content ?? {}).map(({ schema }) =>
    shapeLink(schema),
  );
  const responses = Object.entries(operation.responses);
  const answers = responses.filter(([, answer]) => !isRefusal(answer));
  const refusals = responses.filter(([, answer]) => isRefusal(answer));
  return html`<details class="operation"><summary><code><b>${method.toUpperCase()}</b> ${path}</code> <span class="meta">${operation.summary}</span></summary>
${operation.description === undefined ? '' : html`<p>${operation.description}</p>`}
${takes.length === 0 ? '' : html`<p>Parameters: ${takes}</p>`}
${body.length === 0 ? '' : html`<p>Body: ${body}</p>`}
<ul>${answers.map(([status, { description, content }]) => html`<li><b>${status}</b> ${description} ${Object.values(content ?? {}).map(({ schema }) => shapeLink(schema))}</li>`)}${refusals.length === 0 ? '' : html`<li>Refused with ${refusals.map(([status]) => status).join(', ')}</li>`}</ul></details>`;
}

/** Each status once, with what it means. */
function refusalsOf(operations: readonly Operation[]): readonly (readonly [string, string])[] {
  const meanings = new Map<string, string>();
  for (const { responses } of operations) {
    for (const [status, answer] of Object.entries(responses)) {
      if (isRefusal(answer) && !meanings.has(status)) meanings.set(status, answer.description);
    }
  }
  return [...meanings].toSorted(([one], [other]) => one.localeCompare(other));
}

type Answer = Operation['responses'][string];

/** A refusal is the same wherever it comes: told once, by its status. */
function isRefusal({ content }: Answer): boolean {
  return 'application/problem+json' in (content ?? {});
}

function shapeLink(schema: z.infer<typeof schemaShape>): Html {
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined) return html`<a href="${shapesPath}#shape-${name}">${name}</a>`;
  const fields = Object.keys(schema.properties ?? {});
  return fields.length === 0 ? html`` : html`<code>{ ${fields.join(', ')} }</code>`;
}

function shapeSection(name: string, schema: z.infer<typeof schemaShape>): Html {
  const required = new Set(schema.required ?? []);
  const fields = Object.keys(schema.properties ?? {}).map(
    (field) => html`<code>${field}${required.has(field) ? '' : '?'}</code> `,
  );
  return html`<details class="operation" id="shape-${name}"><summary><code>${name}</code></summary><p>${fields.length === 0 ? 'No fields.' : fields}</p></details>`;
}
