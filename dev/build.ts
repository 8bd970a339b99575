import { mkdir, rename, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;

/**
 * Bundles every function into `dist/main.js`. CommonJS, because Azure's worker provides `@azure/functions-core` by intercepting
 * `require`; the package.json beside it says so to Node, since the project itself is written in ES modules.
 */
export async function buildApp(): Promise<string> {
  const outfile = `${root}dist/main.js`;
  const { outputFiles } = await build({
    entryPoints: [`${root}functions/index.ts`],
    outfile,
    write: false,
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
  await mkdir(`${root}dist`, { recursive: true });
  for (const { path, contents } of outputFiles) await replaceFile(path, contents);
  await replaceFile(`${root}dist/package.json`, '{ "type": "commonjs" }\n');
  return outfile;
}

/** Whole or not at all: another host may be loading the file at this moment. */
async function replaceFile(path: string, contents: string | Uint8Array): Promise<void> {
  const next = `${path}.${process.pid}`;
  await writeFile(next, contents);
  await rename(next, path);
}

if (import.meta.main) console.log(`built ${await buildApp()}`);
