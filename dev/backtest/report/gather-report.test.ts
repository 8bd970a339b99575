import { describe, expect, it } from 'vitest';
import { led, opening, steamed } from '../../../tests/support/games.ts';
import { sureOf } from '../../../tests/support/models.ts';
import { HOUR, MINUTE, NOON } from '../../../tests/support/odds.ts';
import { silentTelemetry } from '../../silent-telemetry.ts';
import { backtest } from '../backtest.ts';
import { line, recordings } from '../fixtures.ts';
import { gatherReport } from './gather-report.ts';
import { reportOf } from './report.ts';

const { fileOf } = recordings();

/** Runs the pipeline over a recording, and gives what was gathered. */
async function gathered(...lines: readonly string[]) {
  const gathering = gatherReport();
  const { snapshots } = await backtest({
    files: [fileOf(...lines)],
    telemetry: silentTelemetry,
    model: sureOf(0.7),
    onSignal: () => undefined,
    watcher: gathering,
  });
  return reportOf(['recording.jsonl'], [{ snapshots, report: gathering.finish() }]);
}

/** Minutes after noon. */
const START = 12 * 60;
const game = { start: NOON + START * MINUTE };
const other = { number: 2, start: NOON + 99 * HOUR };
/** Stands still, moves at eight hours: the alert comes at 490 minutes. */
const untilAlert = [line(0, opening(game)), line(120, opening(game)), line(480, led(game)), line(490, steamed(game))];

describe('gatherReport', () => {
  it('follows an alert from six hours before it to its settlement by the closing line', async () => {
    const closed = [line(START - 10, steamed(game)), line(START + 30, opening(other))];
    const { alerts, snapshots, span } = await gathered(...untilAlert, ...closed);
    expect(snapshots).toBe(6);
    expect(span).toEqual({ from: NOON, until: NOON + (START + 30) * MINUTE });
    const [alert] = alerts;
    expect(alert).toMatchObject({ time: NOON + 490 * MINUTE, start: game.start, reason: undefined });
    // Seven of eight books are even at -6.5: two points better, of a spread of 13.3, is worth an eighth.
    expect(alert?.closingProbability).toBeCloseTo(0.56, 2);
    expect(alert?.clv).toBeCloseTo(1.91 * (alert?.closingProbability ?? 0) - 1, 12);
    expect(alert?.lines.map(({ at }) => (at - NOON) / MINUTE)).toEqual([0, 480, 490]);
    expect(alert?.lines.at(-1)?.consensus).toBeCloseTo(alert?.closingProbability ?? 0, 6);
    expect(alert?.lines.at(-1)?.books.find(({ book }) => book === 'bovada')?.probability).toBeCloseTo(0.5, 6);
  });

  it('forgets what was quoted long before the alert', async () => {
    const moved = Array.from({ length: 12 }, (_, hour) =>
      line(hour * 60, hour % 2 === 0 ? opening({ start: NOON + 20 * HOUR }) : led({ start: NOON + 20 * HOUR })),
    );
    const { alerts } = await gathered(...moved, line(12 * 60, steamed({ start: NOON + 20 * HOUR })));
    expect(alerts.length).toBeGreaterThan(0);
    for (const { lines, time } of alerts) expect((lines[0]?.at ?? 0) - time).toBeGreaterThanOrEqual(-7 * HOUR);
  });

  it('settles an event that began soon after the last snapshot', async () => {
    const { alerts } = await gathered(...untilAlert, line(START - 100, steamed(game)));
    expect(alerts.map(({ clv }) => clv)).toEqual(alerts.map(() => expect.any(Number)));
    expect(alerts.length).toBeGreaterThan(0);
  });

  it('says why an alert has no close', async () => {
    const { alerts: early } = await gathered(...untilAlert);
    expect(early.map(({ clv, reason }) => ({ clv, reason }))).toEqual(
      early.map(() => ({ clv: undefined, reason: 'not-begun' })),
    );
    const { alerts: late } = await gathered(...untilAlert, line(START + 30, opening(other)));
    expect(late.map(({ reason }) => reason)).toEqual(late.map(() => 'too-old'));
    expect(early.length).toBeGreaterThan(0);
    expect(late).toHaveLength(early.length);
  });

  it('knows each league’s days, and its title', async () => {
    const { leagues } = await gathered(line(0, opening(game)), line(0), line(24 * 60, opening(other)));
    expect(leagues).toEqual([{ league: 'americanfootball_nfl', title: 'NFL', days: ['2030-09-08', '2030-09-09'] }]);
  });

  it('keeps the lines of the ten best and the ten worst only', async () => {
    const games = Array.from({ length: 30 }, (_, number) => ({ ...game, number: number + 1 }));
    const { alerts } = await gathered(
      line(0, ...games.map(opening)),
      line(5, ...games.map(led)),
      line(10, ...games.map(steamed)),
      line(START - 10, ...games.map(steamed)),
      line(START + 30, opening(other)),
    );
    expect(alerts.length).toBeGreaterThanOrEqual(30);
    expect(alerts.filter(({ lines }) => lines.length > 0)).toHaveLength(20);
  });
});
