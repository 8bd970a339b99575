import { describe, expect, it } from 'vitest';
import { gameOdds, marketWorld } from '../../../tests/support/market-world.ts';
import { anEvent, HOUR, MINUTE, NOON, odds, quote } from '../../../tests/support/odds.ts';
import { eventIdSchema } from '../../domain/market/market.ts';
import type { LineReportQuery } from '../../ports/line-reports.ts';

/** A game whose line went from -3 to -4 between two polls. */
async function setup(parts: Parameters<typeof marketWorld>[0] = {}) {
  const world = marketWorld(parts);
  world.provider.show([gameOdds()]);
  await world.tick();
  world.pass(5 * MINUTE);
  world.provider.show([gameOdds(anEvent(), -4)]);
  await world.tick();
  return {
    ...world,
    ask: (query: Partial<LineReportQuery> = {}) =>
      world.lineReports.report({ event: anEvent(), market: 'spread', wantsPicture: true, mayCall: true, ...query }),
  };
}

describe('a line’s report', () => {
  it('tells how the line moved, where the books stand now, and where the picture is', async () => {
    const { ask } = await setup();
    const report = await ask();
    expect(report).toMatchObject({
      kind: 'line',
      event: { id: 'game1' },
      movement: { market: 'spread', since: NOON, until: NOON + 5 * MINUTE },
      ways: 2,
      picture: { kind: 'drawn', url: 'https://quickchart.io/chart/render/1' },
    });
    if (report.kind !== 'line') throw new Error(report.kind);
    expect(report.books.map(({ book }) => book)).toEqual(['bovada', 'draftkings', 'fanduel', 'pinnacle']);
    expect(report.books[1]?.value).toBeCloseTo(-4);
    expect(report.books[1]?.offer).toEqual({ point: -4, prices: [1.91, 1.91] });
    expect(report.movement.to).toBeLessThan(report.movement.from);
  });

  it('is not at hand where a picture is wanted that is not drawn yet', async () => {
    const { ask, charts } = await setup();
    expect(await ask({ mayCall: false })).toEqual({ kind: 'not-at-hand' });
    expect(charts.drawn).toEqual([]);
    await ask();
    expect(await ask({ mayCall: false })).toMatchObject({ picture: { kind: 'drawn' } });
    expect(charts.drawn).toHaveLength(1);
  });

  it('has no picture drawn that nobody wants, and gives away none', async () => {
    const { ask, charts } = await setup();
    for (const mayCall of [false, true])
      expect(await ask({ wantsPicture: false, mayCall })).toMatchObject({ picture: { kind: 'unwanted' } });
    expect(charts.drawn).toEqual([]);
    await ask();
    expect(await ask({ wantsPicture: false })).toMatchObject({ picture: { kind: 'unwanted' } });
  });

  it('does without a picture that cannot be drawn', async () => {
    const { ask, charts } = await setup();
    charts.result = { kind: 'unavailable', reason: 'QuickChart is down' };
    expect(await ask()).toMatchObject({ kind: 'line', picture: { kind: 'undrawn', reason: 'QuickChart is down' } });
  });

  it('is none of a market that was never seen', async () => {
    const { ask } = await setup();
    expect(await ask({ event: anEvent({ id: eventIdSchema.parse('game9') }) })).toEqual({ kind: 'no-history' });
  });

  it('counts three outcomes', async () => {
    const league = 'soccer_epl';
    const event = anEvent({ id: eventIdSchema.parse('game2'), league, leagueTitle: 'EPL' });
    const { ask, provider, polls, now } = await setup({ leagues: [league] });
    const quotes = [quote('alpha', null, 2, 3.5, 4), quote('bravo', null, 2.1, 3.4, 3.9)];
    provider.show([odds('moneyline', quotes, event)], league);
    await polls.poll(league, now());
    expect(await ask({ event, market: 'moneyline' })).toMatchObject({ kind: 'line', ways: 3 });
  });

  it('follows a start that moved', async () => {
    const { ask, provider, pass, tick } = await setup();
    provider.show([gameOdds(anEvent({ commenceTime: NOON + 9 * HOUR }), -4)]);
    pass(5 * MINUTE);
    await tick();
    expect(await ask()).toMatchObject({ event: { commenceTime: NOON + 9 * HOUR } });
  });

  it('tells when its prices were last seen to stand: at the last poll, though none of them changed', async () => {
    const { ask, now, pass, tick, provider } = await setup();
    expect(await ask()).toMatchObject({ quotedAt: now() });
    pass(15 * MINUTE);
    await tick();
    const polledAt = now();
    expect(await ask()).toMatchObject({ quotedAt: polledAt });
    pass(10 * MINUTE);
    expect(await ask()).toMatchObject({ quotedAt: polledAt });
    provider.show([odds('total', [quote('draftkings', 47.5, 1.91, 1.91)])]);
    pass(5 * MINUTE);
    await tick();
    expect(await ask()).toMatchObject({ quotedAt: undefined });
  });

  it('tells it of a game that begun by its last prices before', async () => {
    const { ask, now, pass } = await setup();
    const quotedAt = now();
    pass(9 * HOUR);
    expect(await ask()).toMatchObject({ quotedAt });
  });

  it('names the books that were last seen where the board cannot be read', async () => {
    let isDown = false;
    const { ask, telemetry } = await setup({
      stores: ({ boards }) => ({
        boards: {
          ...boards,
          read: (key) => (isDown ? Promise.reject(new Error('the store is down')) : boards.read(key)),
        },
      }),
    });
    isDown = true;
    const report = await ask();
    if (report.kind !== 'line') throw new Error(report.kind);
    expect(report.books.map(({ book }) => book)).toEqual(['bovada', 'draftkings', 'fanduel', 'pinnacle']);
    expect(telemetry.records).toContainEqual(expect.objectContaining({ event: 'line_source_not_read' }));
  });
});
