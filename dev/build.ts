import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;

const SHARED: BuildOptions = {
  write: false,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * Bundles every function into `dist/main.js`, and each library that the code imports only when it is needed into a file of its own in
 * `dist/lib/`: Node reads a whole file at a cold start, whether it is used or not. CommonJS, because Azure's worker provides
 * `@azure/functions-core` by intercepting `require`; the package.json beside it says so to Node, since the project itself is written
 * in ES modules.
 */
export async function buildApp(): Promise<string> {
  const outfile = `${root}dist/main.js`;
  const libraries = new Set<string>();
  const main = await build({
    ...SHARED,
    entryPoints: [`${root}functions/index.ts`],
    outfile,
    external: ['@azure/functions-core'],
    // Turned into require, which finds what lies beside the file.
    supported: { 'dynamic-import': false },
    plugins: [apart(libraries), ONE_LANGUAGE],
    sourcemap: true,
    sourcesContent: false,
  });
  const others = await Promise.all(
    [...libraries].map((name) =>
      build({ ...SHARED, entryPoints: [name], absWorkingDir: root, outfile: `${root}dist/${fileOf(name)}` }),
    ),
  );
  // The main file last: it must not find a library missing.
  const files = [...others, main].flatMap(({ outputFiles = [] }) => outputFiles);
  for (const { path, contents } of files) await replaceFile(path, contents);
  await replaceFile(`${root}dist/package.json`, '{ "type": "commonjs" }\n');
  return outfile;
}

const fileOf = (library: string): string => `lib/${library.replace(/^@/, '').replaceAll('/', '-')}.js`;

/** Leaves out what our own code imports dynamically, and notes what that was. */
const apart = (libraries: Set<string>): Plugin => ({
  name: 'apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
      if (kind !== 'dynamic-import' || importer.includes('/node_modules/')) return undefined;
      libraries.add(path);
      return { path: `./${fileOf(path)}`, external: true };
    }),
});

/** zod brings its messages in forty languages; ours are written in one. */
const ONE_LANGUAGE: Plugin = {
  name: 'one-language',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

/** Whole or not at all: another host may be loading the file at this moment. */
async function replaceFile(path: string, contents: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}`;
  await writeFile(next, contents);
  await rename(next, path);
}

if (import.meta.main) console.log(`built ${await buildApp()}`);
