import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;

/**
 * Bundles every function into `dist/main.js`. CommonJS, because Azure's worker provides `@azure/functions-core` by intercepting
 * `require`; the package.json beside it says so to Node, since the project itself is written in ES modules.
 */
export async function buildApp(): Promise<string> {
  const outfile = `${root}dist/main.js`;
  await build({
    entryPoints: [`${root}functions/index.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['@azure/functions-core'],
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  await writeFile(`${root}dist/package.json`, '{ "type": "commonjs" }\n');
  return outfile;
}

if (import.meta.main) console.log(`built ${await buildApp()}`);
