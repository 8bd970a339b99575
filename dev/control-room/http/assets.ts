import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const PAGE = new URL('../page/', import.meta.url);
/** Pages have addresses that people type. */
const PATHS: Readonly<Record<string, string>> = { 'index.html': '/', 'operators.html': '/operators' };

/** The page's files by the path they are served at: what is not in this list is not served. */
export const loadAssets = (): ReadonlyMap<string, Asset> => {
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(fileURLToPath(PAGE))) {
    const type = TYPES[extname(name)];
    if (!type || name.includes('.test.')) continue;
    assets.set(PATHS[name] ?? `/room/${name}`, { type, body: readFileSync(new URL(name, PAGE)) });
  }
  return assets;
};
