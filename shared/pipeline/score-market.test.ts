import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentTelemetry } from '../../dev/silent-telemetry.ts';
import { transitionThrough } from '../../tests/support/market.ts';
import { sureOf } from '../../tests/support/models.ts';
import { anEvent, everywhere, HOUR, MINUTE, movedTo, NOON } from '../../tests/support/odds.ts';
import { memoryCache } from '../adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { memoryQueues } from '../adapters/memory/memory-queues.ts';
import type { Claim } from '../domain/signal/dedupe.ts';
import type { Threshold } from '../domain/signal/drift.ts';
import { type FeedEntry, feedKey } from '../domain/signal/feed.ts';
import type { RecentSignal } from '../domain/signal/recent-signal.ts';
import { LEVELS, type Level } from '../domain/signal/signal.ts';
import type { TrackRecord } from '../domain/signal/track-record.ts';
import type { FingerprintChange } from '../messages/messages.ts';
import type { SignalRecord } from './raise-signal.ts';
import { type ScoreDeps, scoreMarket } from './score-market.ts';
import { thresholdKey } from './thresholds.ts';

const start = everywhere(-4.5);
const lead = movedTo(start, -5.5, ['alpha']);
const change = (): FingerprintChange => ({
  v: 1,
  ...transitionThrough('spread', [start, lead, movedTo(start, -5.5, ['alpha', 'bravo', 'charlie'])]),
});
const CONFIDENCE: Record<Level, number> = { Low: 0.6, Medium: 0.7, High: 0.9 };

function stores(now: () => number) {
  const options = { now };
  return {
    claims: memoryDocuments<Claim>(options),
    signals: memoryDocuments<SignalRecord>(options),
    recentSignals: memoryDocuments<RecentSignal>(options),
    feed: memoryDocuments<FeedEntry>(options),
    thresholds: memoryDocuments<Threshold>(options),
    trackRecord: memoryDocuments<TrackRecord>(options),
    queue: memoryQueues(options),
  };
}

function setup(confidence = CONFIDENCE.High) {
  const clock = { now: NOON + 3 * MINUTE };
  const now = () => clock.now;
  const deps: ScoreDeps & ReturnType<typeof stores> = {
    ...stores(now),
    clock: now,
    cache: memoryCache({ now }),
    telemetry: silentTelemetry,
    model: sureOf(confidence),
  };
  return { deps, clock };
}

describe('scoreMarket', () => {
  it('records the signal and hands it on', async () => {
    const { deps } = setup();
    const message = change();
    expect(await scoreMarket(deps, message)).toEqual({ kind: 'done', value: 1 });
    const alert = deps.queue.take('alerts');
    expect(alert?.signal).toMatchObject({ type: 'SharpActivity', level: 'High' });
    expect(alert?.signal.confidence).toBeCloseTo(0.9, 2);
    expect(alert?.signal.evidence).toMatchObject({
      firstMovers: ['alpha'],
      confirming: ['bravo', 'charlie'],
      lagging: ['delta', 'echo', 'foxtrot'],
    });
    const record = await deps.signals.read({ id: alert?.signal.id ?? '', partition: 'game1' });
    expect(record?.value.state).toBe('dispatched');
  });

  it('does the same message once', async () => {
    const { deps } = setup();
    await scoreMarket(deps, change());
    expect(await scoreMarket(deps, change())).toEqual({ kind: 'drop', reason: 'already-processed' });
    expect(deps.queue.size('alerts')).toBe(1);
  });

  it('does it once even when the mark is lost with Redis', async () => {
    const { deps, clock } = setup();
    await scoreMarket(deps, change());
    const forgetful = { ...deps, cache: memoryCache({ now: () => clock.now }) };
    expect(await scoreMarket(forgetful, change())).toEqual({ kind: 'done', value: 0 });
    expect(deps.queue.size('alerts')).toBe(1);
  });

  it('raises nothing for an event that has begun, or ten minutes late', async () => {
    const { deps, clock } = setup();
    expect(await scoreMarket(deps, { ...change(), event: anEvent({ commenceTime: clock.now }) })).toEqual({
      kind: 'drop',
      reason: 'event-begun',
    });
    clock.now += 11 * MINUTE;
    expect(await scoreMarket(deps, change())).toEqual({ kind: 'drop', reason: 'too-old' });
  });

  it('keeps to what it claimed when the message comes again and the model has changed', async () => {
    const { deps } = setup(CONFIDENCE.Medium);
    const cut = { ...deps, queue: { ...deps.queue, send: () => Promise.reject(new Error('power cut')) } };
    await expect(scoreMarket(cut, change())).rejects.toThrow('power cut');
    await scoreMarket({ ...deps, model: sureOf(CONFIDENCE.High) }, change());
    expect(deps.queue.take('alerts')?.signal).toMatchObject({ level: 'Medium' });
    expect(deps.queue.size('alerts')).toBe(0);
  });

  it('sends nothing below the bar', async () => {
    const { deps } = setup(0.54);
    expect(await scoreMarket(deps, change())).toEqual({ kind: 'done', value: 0 });
    expect(deps.queue.size()).toBe(0);
  });

  it('never calls a suspect edge High', async () => {
    const { deps } = setup();
    const far = transitionThrough('spread', [
      start,
      movedTo(start, -9.5, ['alpha']),
      movedTo(start, -9.5, ['alpha', 'bravo', 'charlie']),
    ]);
    await scoreMarket(deps, { v: 1, ...far });
    expect(deps.queue.take('alerts')?.signal).toMatchObject({ suspect: true, level: 'Medium' });
  });
});

describe('the limit of a feed', () => {
  const LEAGUE_FEED = { partition: 'americanfootball_nfl' } as const;
  /** What the league had to tell an hour before, so many times. */
  const fill = async (deps: ScoreDeps, count: number, confidence: number) => {
    for (let index = 0; index < count; index++) {
      const at = NOON - HOUR + index;
      const key = { id: feedKey({ eventId: `other${index}`, market: 'total', type: 'ValueGap' }, at), ...LEAGUE_FEED };
      await deps.feed.create(key, { at, confidence, told: true });
    }
  };
  const entriesOf = async (deps: ScoreDeps) => (await deps.feed.list(LEAGUE_FEED.partition, { limit: 100 })).items;

  it('leaves out what is not among the best, and keeps that there was something to tell', async () => {
    const { deps } = setup(CONFIDENCE.Medium);
    await fill(deps, 20, 0.8);
    expect(await scoreMarket(deps, change())).toEqual({ kind: 'done', value: 0 });
    expect(deps.queue.size('alerts')).toBe(0);
    expect((await entriesOf(deps)).map(({ value }) => value.told)).toEqual([...Array(20).fill(true), false]);
  });

  it('tells what is surer than the last of them, and what is Low in any case', async () => {
    for (const confidence of [CONFIDENCE.High, CONFIDENCE.Low]) {
      const { deps } = setup(confidence);
      await fill(deps, 20, 0.8);
      expect(await scoreMarket(deps, change())).toEqual({ kind: 'done', value: 1 });
    }
  });

  it('notes once an hour what comes with every poll', async () => {
    const { deps } = setup(CONFIDENCE.Medium);
    await fill(deps, 20, 0.8);
    for (const minute of [0, 5, 10]) {
      const message = { ...change(), transitionId: `t${minute}`, observedAt: change().observedAt + minute * MINUTE };
      await scoreMarket({ ...deps, clock: () => message.observedAt }, message);
    }
    expect(await entriesOf(deps)).toHaveLength(21);
  });

  it('carries on with what was claimed, however full the feed has become', async () => {
    const { deps, clock } = setup(CONFIDENCE.Medium);
    const cut = { ...deps, queue: { ...deps.queue, send: () => Promise.reject(new Error('power cut')) } };
    await expect(scoreMarket(cut, change())).rejects.toThrow('power cut');
    await fill(deps, 60, 0.9);
    const fresh = { ...deps, cache: memoryCache({ now: () => clock.now }) };
    expect(await scoreMarket(fresh, change())).toEqual({ kind: 'done', value: 1 });
  });
});

describe('a league whose claims drift', () => {
  it.each([
    ['High', CONFIDENCE.High, 0],
    ['Medium', CONFIDENCE.Medium, 1],
  ] as const)('must be surer of the level that drifts, and of no other: %s', async (_level, confidence, sent) => {
    const { deps } = setup(confidence);
    const league = 'americanfootball_nfl';
    const raises = { Low: 0, Medium: 0, High: 0.12 };
    await deps.thresholds.create(thresholdKey(league), { league, raises, day: '2030-09-08', held: [], history: [] });
    expect(await scoreMarket(deps, change())).toEqual({ kind: 'done', value: sent });
  });

  it('carries on with what was claimed before its bar was raised', async () => {
    const { deps, clock } = setup();
    const cut = { ...deps, queue: { ...deps.queue, send: () => Promise.reject(new Error('power cut')) } };
    await expect(scoreMarket(cut, change())).rejects.toThrow('power cut');
    const league = 'americanfootball_nfl';
    const raises = { Low: 0, Medium: 0, High: 0.12 };
    await deps.thresholds.create(thresholdKey(league), { league, raises, day: '2030-09-08', held: [], history: [] });
    const fresh = { ...deps, cache: memoryCache({ now: () => clock.now }) };
    expect(await scoreMarket(fresh, change())).toEqual({ kind: 'done', value: 1 });
  });
});

describe('a price that was told', () => {
  it('is no news under another alert type', async () => {
    const { deps } = setup();
    await scoreMarket(deps, change());
    const told = deps.queue.take('alerts')?.signal;
    // The move is more than an hour old and explains nothing any more; the price still stands.
    const later = { ...change(), transitionId: 'later', observedAt: change().observedAt + 70 * MINUTE };
    const clock = () => later.observedAt;
    const event = anEvent({ commenceTime: NOON + 9 * HOUR });
    await scoreMarket({ ...deps, clock, model: { ...sureOf(CONFIDENCE.High) } }, { ...later, event });
    const again = deps.queue.take('alerts')?.signal;
    expect(again?.offer.book === told?.offer.book && again?.offer.outcome === told?.offer.outcome).toBe(false);
  });
});

describe('dedupe across instances', () => {
  it('lets exactly one of two at the same instant win, without any shared cache', async () => {
    const { deps, clock } = setup();
    const instance = () => ({ ...deps, cache: memoryCache({ now: () => clock.now }) });
    const other = { ...change(), transitionId: 'another-transition' };
    const outcomes = await Promise.all([scoreMarket(instance(), change()), scoreMarket(instance(), other)]);
    expect(outcomes.map((outcome) => outcome.kind === 'done' && outcome.value).sort()).toEqual([0, 1]);
    expect(deps.queue.size('alerts')).toBe(1);
  });

  it('sends each key once an hour and every escalation, over random interleavings', async () => {
    const arrival = fc.record({ level: fc.constantFrom(...LEVELS), after: fc.integer({ min: 0, max: 40 * MINUTE }) });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(arrival, { maxLength: 12 }), async (scheduler, arrivals) => {
        const { deps, clock } = setup();
        let at = clock.now;
        clock.now += 10 * HOUR;
        const runs = arrivals.map(({ level, after }, index) => {
          at += after;
          const message = {
            ...change(),
            transitionId: `t${index}`,
            observedAt: at,
            event: anEvent({ commenceTime: NOON + 99 * HOUR }),
          };
          const own: ScoreDeps = {
            ...deps,
            clock: () => message.observedAt,
            cache: memoryCache({ now: () => clock.now }),
            claims: scheduled(scheduler, deps.claims),
            model: sureOf(CONFIDENCE[level]),
          };
          return scoreMarket(own, message);
        });
        await scheduler.waitFor(Promise.all(runs));
        const sent: { key: string; at: number }[] = [];
        for (let alert = deps.queue.take('alerts'); alert; alert = deps.queue.take('alerts'))
          sent.push({ key: `${alert.signal.type} ${alert.signal.level}`, at: alert.signal.detectedAt });
        for (const [index, one] of sent.entries())
          for (const other of sent.slice(index + 1))
            if (one.key === other.key) expect(Math.abs(one.at - other.at)).toBeGreaterThanOrEqual(HOUR);
        if (arrivals.length > 0) expect(sent.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});

/** The same documents, each call released by the scheduler in an order of its choice. */
function scheduled<T extends object>(scheduler: fc.Scheduler, target: T): T {
  return new Proxy(target, {
    get(object, name) {
      const method = Reflect.get(object, name) as (...args: unknown[]) => Promise<unknown>;
      return scheduler.scheduleFunction((...args: unknown[]) => method.apply(object, args));
    },
  });
}
