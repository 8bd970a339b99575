import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { buildApp } from './build.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TARGET = `${ROOT}dist/package`;

/** Lays out what Azure runs, the bundles and two files beside them, and zips it. Everything else is bundled: no node_modules. */
await rm(`${ROOT}dist/lib`, { recursive: true, force: true });
await buildApp();
await rm(TARGET, { recursive: true, force: true });
await mkdir(`${TARGET}/dist`, { recursive: true });
const { name, version, main } = JSON.parse(await readFile(`${ROOT}package.json`, 'utf8'));
await cp(`${ROOT}host.json`, `${TARGET}/host.json`);
const libraries = (await readdir(`${ROOT}dist/lib`)).map((file) => `lib/${file}`);
const bundles = ['main.js', 'main.js.map', 'package.json', ...libraries];
for (const file of bundles) await cp(`${ROOT}dist/${file}`, `${TARGET}/dist/${file}`);
await writeFile(`${TARGET}/package.json`, `${JSON.stringify({ name, version, main }, undefined, 2)}\n`);

const files = ['host.json', 'package.json', ...bundles.map((file) => `dist/${file}`)];
const contents = await Promise.all(files.map(async (file) => [file, await readFile(`${TARGET}/${file}`)] as const));
await writeFile(`${ROOT}dist/app.zip`, zipSync(Object.fromEntries(contents), { level: 9 }));
console.log('dist/package/ and dist/app.zip are ready to deploy');
