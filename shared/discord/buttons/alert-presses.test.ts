import { describe, expect, it } from 'vitest';
import { accountAsking, HOSTILE, NFL, teamWatch, textOf } from '../../../tests/support/asking-account.ts';
import { faultsOf } from '../../../tests/support/asking-signals.ts';
import { aSignal, DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { MOST_MUTES } from '../../domain/account/account.ts';
import { BENEFITS, STANDINGS } from '../../domain/account/tiers.ts';
import { wantsSignal } from '../../domain/account/wants-signal.ts';
import { matchesWatch } from '../../domain/account/watch.ts';
import { eventIdSchema } from '../../domain/market/market.ts';
import { weekOf } from '../../domain/signal/performance-week.ts';
import { keepFeedback } from '../../pipeline/feedback.ts';
import type { Button } from '../commands/command.ts';
import { muteButton } from './mute.ts';
import { usefulButton, uselessButton } from './thumbs.ts';
import { watchButton } from './watch.ts';

const DAY = 24 * 3_600_000;
const signal = aSignal();
const { event } = signal;

/** An alert on record, and a user who presses its buttons. */
const pressWorld = async (alert = signal, games = [alert.event]) => {
  const world = accountAsking(games);
  await world.raised(alert);
  const deps = {
    ...world.deps,
    keepFeedback: (thumb: Parameters<typeof keepFeedback>[1]) => keepFeedback(world.stores.feedback, thumb),
  };
  return {
    ...world,
    say: async (button: Button<typeof deps>, id?: string, parts = [alert.event.id, alert.id]): Promise<string> => {
      const answer = await world.press(button, deps, parts, id);
      expect(faultsOf(answer)).toEqual([]);
      return textOf(answer);
    },
    verdicts: async () =>
      (await world.stores.feedback.list(weekOf(alert.detectedAt), { limit: 10 })).items.map(
        ({ value }) => value.verdict,
      ),
  };
};

describe('every button below an alert', () => {
  it.each([watchButton, muteButton, usefulButton, uselessButton])(
    'says of a signal that is gone that it is: $name',
    async (button) => {
      const world = await pressWorld();
      await world.admit('core');
      for (const parts of [
        [event.id, 'signal-9'],
        ['event-9', signal.id],
        [],
        [event.id],
        ['', ''],
        ['x'.repeat(90), 'y'],
      ])
        expect(await world.say(button, undefined, parts)).toContain('no longer on record');
      expect(await world.onRecord()).toMatchObject({ watches: [], mutes: [] });
      expect(await world.verdicts()).toEqual([]);
    },
  );

  it.each([watchButton, muteButton, usefulButton, uselessButton])(
    'lets a hostile name do nothing: $name',
    async (button) => {
      const hostile = aSignal({ event: { ...event, home: HOSTILE, away: HOSTILE, leagueTitle: HOSTILE } });
      const world = await pressWorld(hostile);
      await world.admit('core');
      const said = `${await world.say(button)}\n${await world.say(button)}`;
      expect(said).not.toMatch(/@everyone|:\/\/|(?<!\\)\[x|<@|(?<!\\)\|\||\n#/);
    },
  );

  it('needs the tier that has it', () => {
    const needs = [watchButton, muteButton, usefulButton, uselessButton].map((button) => button.needs);
    expect(needs).toEqual([{ feature: 'watches' }, { feature: 'directMessages' }, {}, {}]);
  });
});

describe('Watch game', () => {
  it('watches the game from Medium on, and says what that does', async () => {
    const world = await pressWorld();
    await world.admit('core');
    const said = await world.say(watchButton);
    expect(said).toContain('👀 Watching **Buffalo Bills at Miami Dolphins** (NFL), Medium and higher.');
    expect(said).toContain('come as direct messages');
    expect(said).toContain('1 of your 15 watches are in use');
    const [watch, ...others] = (await world.onRecord()).watches;
    if (!watch) throw new Error('nothing is watched');
    expect(others).toEqual([]);
    expect(watch).toMatchObject({ league: NFL, event: { id: event.id, label: 'Buffalo Bills at Miami Dolphins' } });
    expect(['High', 'Medium', 'Low'].map((level) => matchesWatch(watch, aSignal({ level })))).toEqual([
      true,
      true,
      false,
    ]);
    expect(matchesWatch(watch, aSignal({ event: { ...event, id: 'event-2' } }))).toBe(false);
  });

  it('tells Starter that signals carry a star', async () => {
    const world = await pressWorld();
    await world.admit('starter');
    expect(await world.say(watchButton)).toContain('carry ★ in `/signals`. With **Core**');
  });

  it('says that it is watched already, but says the same to the same press', async () => {
    const world = await pressWorld();
    await world.admit('core');
    const said = await world.say(watchButton, '9');
    expect(await world.say(watchButton, '9')).toBe(said);
    expect(await world.say(watchButton, '10')).toContain('You watch **Buffalo Bills at Miami Dolphins** (NFL) already');
    expect((await world.onRecord()).watches).toHaveLength(1);
  });

  it.each(STANDINGS)('stops at what %s has, exactly, however many presses come at once', async (standing) => {
    const most = BENEFITS[standing].watches;
    const games = [1, 2, 3].map((n) => aSignal({ id: `signal-${n}`, event: { ...event, id: `event-${n}` } }));
    const world = await pressWorld();
    for (const game of games) await world.raised(game);
    const watches = Array.from({ length: Math.max(0, most - 1) }, (_, index) => teamWatch(`Team ${index}`));
    await world.admit(standing, { watches });
    const said = await Promise.all(games.map((game) => world.say(watchButton, undefined, [game.event.id, game.id])));
    expect((await world.onRecord()).watches).toHaveLength(most);
    expect(said.filter((text) => text.startsWith('👀'))).toHaveLength(Math.min(1, most));
    expect(said.filter((text) => text.startsWith('🔒'))).toHaveLength(3 - Math.min(1, most));
  });

  it('goes by the start that is known now, and watches nothing that has begun', async () => {
    const delayed = { ...event, commenceTime: event.commenceTime + DAY };
    const world = await pressWorld(signal, [delayed]);
    await world.admit('core');
    world.setTime(event.commenceTime + 1);
    await world.say(watchButton);
    expect((await world.onRecord()).watches).toMatchObject([{ event: { commenceTime: delayed.commenceTime } }]);
    const begun = await pressWorld();
    await begun.admit('core');
    begun.setTime(event.commenceTime);
    expect(await begun.say(watchButton)).toContain('has begun: no more signals come of it');
    expect((await begun.onRecord()).watches).toEqual([]);
  });
});

describe('Mute market', () => {
  const everything = { watches: [teamWatch('Bills')] };

  it('ends direct messages of this market until a day after the start, and says what goes on', async () => {
    const world = await pressWorld();
    await world.admit('core', everything);
    const until = event.commenceTime + DAY;
    const said = await world.say(muteButton);
    expect(said).toContain('no more direct messages of the **spread** of Buffalo Bills at Miami Dolphins');
    expect(said).toContain(`Muted until <t:${until / 1000}:f>, a day after the game begins`);
    expect(said).toContain('The channels still show this market.');
    const user = await world.onRecord();
    expect(user.mutes).toEqual([{ eventId: event.id, market: 'spread', until }]);
    const at = DETECTED_AT + 60_000;
    expect(wantsSignal(user, signal, at)).toEqual({ wants: false, reason: 'muted' });
    expect(wantsSignal(user, aSignal({ market: 'total' }), at)).toEqual({ wants: true });
  });

  it('is the same twice', async () => {
    const world = await pressWorld();
    await world.admit('core', everything);
    const said = await world.say(muteButton);
    expect(await world.say(muteButton)).toBe(said);
    expect((await world.onRecord()).mutes).toHaveLength(1);
  });

  it('keeps so many, and lets go of those that end first', async () => {
    const world = await pressWorld();
    const mutes = Array.from({ length: MOST_MUTES }, (_, index) => ({
      eventId: eventIdSchema.parse(`old-${index}`),
      market: 'total' as const,
      until: DETECTED_AT + DAY + index,
    }));
    await world.admit('core', { mutes });
    await world.say(muteButton);
    const kept = (await world.onRecord()).mutes.map(({ eventId }) => String(eventId));
    expect(kept).toHaveLength(MOST_MUTES);
    expect(kept).toContain(event.id);
    expect(kept).not.toContain('old-0');
  });

  it('has nothing to mute when the game is over', async () => {
    const world = await pressWorld();
    await world.admit('core');
    world.setTime(event.commenceTime + DAY);
    expect(await world.say(muteButton)).toContain('is over: nothing more comes of it');
    expect((await world.onRecord()).mutes).toEqual([]);
  });
});

describe('the thumbs', () => {
  it.each(STANDINGS)('take the verdict of %s, in one line', async (standing) => {
    const world = await pressWorld();
    await world.admit(standing);
    expect(await world.say(usefulButton)).toBe('👍 Thank you: noted as useful.');
    expect(await world.verdicts()).toEqual(['useful']);
    await world.say(usefulButton);
    expect(await world.verdicts()).toEqual(['useful']);
    expect(await world.say(uselessButton)).toBe('👎 Thank you: noted as of no use.');
    expect(await world.verdicts()).toEqual(['useless']);
  });
});
