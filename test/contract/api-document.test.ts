/** The OpenAPI document: 3.1, complete, and true to what the routes answer. */
import { describe, expect, it } from 'vitest';
import { propose as proposeNow } from '../../src/app/plans/propose.ts';
import { createApiWorld } from '../support/api-world.ts';
import { settings, steadyMarket } from '../support/execution-plans.ts';
import { propose } from '../support/execution-workspace.ts';

type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};

type Operation = {
  readonly summary?: string;
  readonly parameters?: readonly { name: string; in: string; required?: boolean }[];
  readonly responses: Readonly<Record<string, { description: string; content?: object }>>;
};

type Document = {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: object;
  };
  readonly security: readonly object[];
};

async function read(): Promise<Document> {
  const { request } = await createApiWorld();
  return (await (await request(null, 'GET', '/openapi.json')).json()) as Document;
}

function operationsOf({ paths }: Document): readonly (readonly [string, Operation])[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  );
}

describe('the document', () => {
  it('is OpenAPI 3.1 with a name, a version and bearer keys', async () => {
    const document = await read();
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: 'Ballast', version: '0.1.0' });
    expect(document.components.securitySchemes).toEqual({
      key: { type: 'http', scheme: 'bearer' },
    });
    expect(document.security).toEqual([{ key: [] }]);
  });

  it('describes every operation and every answer, and names every parameter of a path', async () => {
    for (const [name, operation] of operationsOf(await read())) {
      expect(operation.summary, name).toMatch(/^[A-Z].{3,}/);
      for (const [status, { description, content }] of Object.entries(operation.responses)) {
        expect(description, `${name} ${status}`).toMatch(/\.$/);
        expect(content, `${name} ${status}`).toBeDefined();
      }
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const named = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(
        named.map((parameter) => parameter.name),
        name,
      ).toEqual(inPath);
    }
  });

  it('has a target for every reference', async () => {
    const document = await read();
    const references = JSON.stringify(document).matchAll(
      /"\$ref":"#\/components\/schemas\/(\w+)"/g,
    );
    const names = [...references].map(([, name]) => name as string);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(document.components.schemas).toHaveProperty(name);
  });

  it('uses no word of OpenAPI 3.0 that 3.1 has dropped', async () => {
    expect(JSON.stringify(await read())).not.toMatch(/"nullable":|"exclusiveMinimum":true/);
  });

  /** Fields that are there on margin alone. */
  const onMargin: Readonly<Record<string, readonly string[]>> = {
    Recommendation: ['funding', 'leverage'],
    Portfolio: ['leverage'],
  };

  it('names every field that a recommendation, a portfolio and an execution carry', async () => {
    const document = await read();
    const { workspace, request } = await createApiWorld();
    const { id, hash } = await propose(workspace);
    const headers = { 'if-match': `"${hash}"` };
    const get = async (path: string) => (await request('admin', 'GET', path)).json();
    const answers = {
      Recommendation: await get(`/api/v1/recommendations/${id}`),
      Portfolio: await get('/api/v1/portfolios/core'),
      Execution: await (async () => {
        await request('admin', 'POST', `/api/v1/recommendations/${id}/approve`, { headers });
        const path = `/api/v1/recommendations/${id}/execute`;
        return (await request('admin', 'POST', path, { headers })).json();
      })(),
    };
    for (const [name, answer] of Object.entries(answers)) {
      const { properties = {}, required = [] } = document.components.schemas[name] ?? {};
      const always = Object.keys(properties).filter((field) => !onMargin[name]?.includes(field));
      expect(Object.keys(answer as object).toSorted(), name).toEqual(always.toSorted());
      expect(required.toSorted(), name).toEqual(always.toSorted());
    }
  });

  it('names the fields that a portfolio on margin carries beside them', async () => {
    const { schemas } = (await read()).components;
    const portfolio = { ...settings().portfolio, targets: [0.6, -0.3, 0], leverage: 1 };
    const { workspace, request } = await createApiWorld({
      market: { ...steadyMarket(), fundingPerDay: async () => ({ BTC: 3e-4, ETH: 1e-4 }) },
      settings: { portfolio: { ...portfolio, cashTarget: 0.7 } },
    });
    await proposeNow(workspace, { proposer: 'ann' });
    const answer = await (await request('admin', 'GET', '/api/v1/portfolios/core')).json();
    const { leverage, lastDecision } = answer as Record<string, Record<string, unknown>>;
    expect(leverage).toEqual({ used: expect.closeTo(0.6, 12), most: 1 });
    expect(Object.keys(lastDecision ?? {}).toSorted()).toEqual(
      Object.keys(schemas.Recommendation?.properties ?? {}).toSorted(),
    );
    const [leg] = (lastDecision?.legs ?? []) as object[];
    expect(Object.keys(leg as object).toSorted()).toEqual(
      Object.keys(schemas.Leg?.properties ?? {}).toSorted(),
    );
    expect(leg).toMatchObject({ symbol: 'ETH/USDT', side: 'sell', reduceOnly: true });
  });
});
