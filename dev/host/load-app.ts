import { globSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';

/** The module that the app being loaded gets when it requires `@azure/functions-core`. */
let coreOfThisLoad: object | undefined;
let intercepting = false;

/** As Azure's worker does it: the built-in module is answered by `require` itself. Once a process; it stays. */
const interceptRequire = (): void => {
  if (intercepting) return;
  intercepting = true;
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply: (require, module, args) =>
      args[0] === '@azure/functions-core' && coreOfThisLoad ? coreOfThisLoad : Reflect.apply(require, module, args),
  });
};

/** The entry files of an app: `main` of its package.json, which may be a glob. Throws when there are none. */
const entryFiles = (root: string): readonly string[] => {
  const { main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly main?: unknown };
  if (typeof main !== 'string') throw new Error(`package.json in ${root} has no "main".`);
  const files = globSync(main, { cwd: root }).sort();
  if (files.length === 0) throw new Error(`No entry file matches "${main}" in ${root}. Was the app built?`);
  return files.map((file) => join(root, file));
};

/** Loads the entry files, anew however often they were loaded before, with `core` as their `@azure/functions-core`. */
export const loadEntryFiles = (root: string, core: object): void => {
  const require = createRequire(join(root, 'package.json'));
  interceptRequire();
  coreOfThisLoad = core;
  for (const file of entryFiles(root)) {
    delete require.cache[require.resolve(file)];
    require(file);
  }
};
