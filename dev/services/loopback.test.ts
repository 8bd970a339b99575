import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort, listenOnLoopback } from './loopback.ts';

describe('freePort', () => {
  it('gives ports that can be taken, and that the system hands to nobody by itself', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, freePort));
    for (const port of new Set(ports)) {
      const server = createServer();
      expect(await listenOnLoopback(server, port)).toBe(port);
      server.close();
    }
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });
});

describe('listenOnLoopback', () => {
  it('rejects where somebody listens already', async () => {
    const taken = createServer();
    const port = await listenOnLoopback(taken);
    await expect(listenOnLoopback(createServer(), port)).rejects.toThrow('EADDRINUSE');
    taken.close();
  });
});
