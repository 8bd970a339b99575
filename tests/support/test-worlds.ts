import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Background, startBackground } from './app-background.ts';
import { startWorld, type World, type WorldOptions } from './app-world.ts';

export interface TestWorlds {
  /** For use in hooks and tests. */
  background(): Background;
  /** The app for one test: it ends with that test, and must have sent Discord nothing that is not valid. */
  begin(options?: WorldOptions): Promise<World>;
}

/** Gives the tests of a file one background, and each a world of its own. To be called at the file's top. */
export function testWorlds(): TestWorlds {
  let background: Background;
  let worlds: World[] = [];
  beforeAll(async () => {
    background = await startBackground();
  });
  afterEach(async () => {
    const ended = worlds;
    worlds = [];
    for (const world of ended) await world.stop();
    for (const world of ended) expect(world.discord.violations()).toEqual([]);
  });
  afterAll(() => background.stop());
  return {
    background: () => background,
    begin: async (options) => {
      const world = await startWorld(background, options);
      worlds.push(world);
      return world;
    },
  };
}
