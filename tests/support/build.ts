import { buildApp } from '../../dev/build.ts';

/** Tests of the whole app run what is deployed: the bundle, built once for all of them. */
export default async function setup(): Promise<void> {
  await buildApp();
}
