import { describe, expect, it } from 'vitest';
import { memoryDocuments } from '../../adapters/memory/memory-documents.ts';
import { listRejected, type Refused, showRejected } from './rejected.ts';

async function setup(count: (source: string) => number) {
  const rejected = memoryDocuments<Refused>({ now: () => 0 });
  for (const source of ['alerts', 'odds-nfl'])
    for (let n = 0; n < count(source); n++)
      await rejected.create(
        { id: `${source}-${n * 7919}`, partition: source },
        { source, kind: 'rejected', reason: 'not-json', input: `input ${n}`, at: n },
      );
  return { rejected, knownLeagues: async () => ['nfl', 'nba'] };
}

describe('listRejected', () => {
  it('lists the newest of all sources first, and counts the rest', async () => {
    const deps = await setup((source) => (source === 'alerts' ? 60 : 3));
    const { newest, count, isCut } = await listRejected(deps, undefined);
    expect([newest.length, count, isCut]).toEqual([50, 63, false]);
    expect(newest.map(({ at }) => at)).toEqual(newest.map(({ at }) => at).toSorted((a, b) => b - a));
    expect(newest[0]).toMatchObject({ id: `alerts-${59 * 7919}`, at: 59 });
  });

  it('lists one source', async () => {
    const deps = await setup(() => 2);
    expect((await listRejected(deps, 'odds-nfl')).newest.map(({ source }) => source)).toEqual(['odds-nfl', 'odds-nfl']);
    expect(await listRejected(deps, 'odds-nba')).toEqual({ newest: [], count: 0, isCut: false });
  });

  it('says that there is more than it looks at', async () => {
    const deps = await setup((source) => (source === 'alerts' ? 2001 : 0));
    expect(await listRejected(deps, 'alerts')).toMatchObject({ count: 2000, isCut: true });
  });

  it('names the sources that there are', async () => {
    await expect(listRejected(await setup(() => 0), 'odds-mlb')).rejects.toThrow(
      'fingerprint-changes, alerts, deliveries, interactions, billing-events, odds-nfl, odds-nba.',
    );
  });
});

describe('showRejected', () => {
  it('finds an input wherever it came in', async () => {
    const deps = await setup(() => 2);
    expect(await showRejected(deps, 'odds-nfl-7919')).toMatchObject({ source: 'odds-nfl', input: 'input 1' });
    expect(await showRejected(deps, 'none')).toBeUndefined();
  });
});
