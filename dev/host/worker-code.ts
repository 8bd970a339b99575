import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

let code: Promise<string> | undefined;

/**
 * The worker process's own code as one JavaScript module, built once. Started from its TypeScript sources instead, Node would
 * load a TypeScript compiler into the worker: some 20 MB and 40 ms that Azure's worker does not have, and that would count as
 * the app's.
 */
export const workerCode = (): Promise<string> => {
  code ??= buildWorkerCode();
  return code;
};

const buildWorkerCode = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./worker-main.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
};
