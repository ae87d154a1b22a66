/** The static files of the pages: read once, addressed by their content, so that a browser may keep them for good. */
import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { sha256 } from '../../src/base/canonical-json.ts';
import type { ApiEnv } from '../context.ts';

const types = {
  'ballast.css': 'text/css; charset=utf-8',
  'ballast.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

type AssetName = keyof typeof types;

type Asset = { readonly name: AssetName; readonly text: string; readonly version: string };

const assets: readonly Asset[] = (Object.keys(types) as AssetName[]).map((name) => {
  const text = readFileSync(new URL(`static/${name}`, import.meta.url), 'utf8');
  return { name, text, version: sha256(text).slice(0, 12) };
});

export function assetUrl(name: AssetName): string {
  const version = assets.find((asset) => asset.name === name)?.version ?? '';
  return `/static/${name}?v=${version}`;
}

export function assetRoutes(app: Hono<ApiEnv>): void {
  for (const { name, text } of assets) {
    app.get(`/static/${name}`, (context) =>
      context.body(text, 200, {
        'Content-Type': types[name],
        'Cache-Control': 'public, max-age=31536000, immutable',
      }),
    );
  }
}
