import { describe, expect, it } from 'vitest';
import { accountAsking, HOSTILE, NFL, teamWatch, textOf } from '../../../tests/support/asking-account.ts';
import { faultsOf } from '../../../tests/support/asking-signals.ts';
import { DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import type { User } from '../../domain/account/account.ts';
import { BENEFITS, STANDINGS } from '../../domain/account/tiers.ts';
import { watchOf } from '../../domain/account/watch.ts';
import { eventIdSchema } from '../../domain/market/market.ts';
import { suggestions } from './response.ts';
import { watch } from './watch.ts';

const watchWorld = () => {
  const world = accountAsking();
  const { deps } = world;
  return {
    ...world,
    /** `add`, `list`, …: what it says, which Discord must take. */
    say: async (path: string, options: Parameters<typeof world.ask>[3] = {}, id?: string): Promise<string> => {
      const answer = await world.ask(watch, deps, `watch ${path}`, options, id === undefined ? {} : { id });
      expect(faultsOf(answer)).toEqual([]);
      return textOf(answer);
    },
    typing: (path: string, option: string, text: string, options = {}) =>
      world.suggest(watch, deps, `watch ${path}`, { option, text, options }),
    watches: async () => (await world.onRecord()).watches,
  };
};

const teams = (count: number) => Array.from({ length: count }, (_, index) => teamWatch(`Team ${index + 1}`));

describe('/watch', () => {
  it('needs the tier that has what is asked for', () => {
    expect([undefined, 'add', 'list', 'remove', 'messages'].map((name) => watch.needs(name))).toEqual([
      {},
      { feature: 'watches' },
      {},
      {},
      { feature: 'directMessages' },
    ]);
  });
});

describe('/watch add', () => {
  it('adds a league, by any of its names', async () => {
    for (const league of [NFL, 'NFL', 'nfl', 'amer']) {
      const world = watchWorld();
      await world.admit('core');
      expect(await world.say('add', { league })).toContain('Watching **Every game · NFL · Medium and higher**');
      expect(await world.watches()).toEqual([watchOf({ league: NFL, leastLevel: 'Medium' })]);
    }
  });

  it('adds a team, a kind of alert and a level', async () => {
    const world = watchWorld();
    await world.admit('core');
    const said = await world.say('add', { team: '  buffalo   bills ', types: 'SteamMove', level: 'High' });
    expect(said).toContain('Watching **buffalo bills · every league · Steam move · High only**');
    expect(said).toContain('Your watches · 1 of 15');
    expect(await world.watches()).toEqual([
      watchOf({ team: 'buffalo bills', types: ['SteamMove'], leastLevel: 'High' }),
    ]);
  });

  it.each([
    [{ level: 'High' }, { leastLevel: 'High' }, 'Every game · every league · High only'],
    [
      { types: 'Reversal' },
      { types: ['Reversal'], leastLevel: 'Medium' },
      'Every game · every league · Reversal · Medium and higher',
    ],
  ] as const)('watches everything for %j alone, as one watch', async (options, content, words) => {
    const world = watchWorld();
    await world.admit('starter');
    const said = await world.say('add', options);
    expect(said).toContain(`Watching **${words}**`);
    expect(said).toContain('Your watches · 1 of 3');
    expect(await world.watches()).toEqual([
      watchOf({ ...content, types: 'types' in content ? [...content.types] : undefined }),
    ]);
  });

  it.each([
    ['starter', {}, 'carry ★ in `/signals`. With **Core** they also come as direct messages'],
    ['core', {}, 'come as direct messages, and carry ★'],
    ['core', { directMessages: false }, 'direct messages are off (`/watch messages`)'],
  ] as const)('tells %s %j what its watches do', async (standing, parts, words) => {
    const world = watchWorld();
    await world.admit(standing, parts);
    expect(await world.say('add', { league: NFL })).toContain(words);
  });

  it('changes nothing when it is there already, and says so', async () => {
    const world = watchWorld();
    await world.admit('core');
    await world.say('add', { team: 'Bills' });
    expect(await world.say('add', { team: 'BILLS' })).toContain('You watch **BILLS');
    expect(await world.watches()).toHaveLength(1);
  });

  it('says the same when it is asked again by the same interaction', async () => {
    const world = watchWorld();
    await world.admit('core');
    const said = await world.say('add', { team: 'Bills' }, '5');
    expect(await world.say('add', { team: 'Bills' }, '5')).toBe(said);
  });

  it.each([
    [{}, 'Say what to watch'],
    [{ team: '  ' }, 'Say what to watch'],
    [{ league: 'curling' }, 'We watch no league “curling”'],
    [{ league: '@everyone' }, '“＠everyone”'],
    [{ team: 'x'.repeat(101) }, '100 characters at most'],
    [{ team: '\u0301\u0301' }, '100 characters at most'],
    [{ team: '***' }, '100 characters at most'],
    [{ team: 'Bills', types: 'Everything' }, '`types` is one of SharpActivity'],
    [{ team: 'Bills', level: 'Highest' }, '`level` is one of Low, Medium, High'],
    [{ team: 'Bills', level: 7 }, '`level` is one of'],
    [{ level: 'Highest' }, '`level` is one of'],
    [{ types: 'Everything' }, '`types` is one of'],
  ])('refuses %j, and says why', async (options, words) => {
    const world = watchWorld();
    await world.admit('core');
    expect(await world.say('add', options)).toContain(words);
    expect(await world.watches()).toEqual([]);
  });

  it.each(STANDINGS)('stops at what %s has, exactly, however many are added at once', async (standing) => {
    const world = watchWorld();
    const most = BENEFITS[standing].watches;
    await world.admit(standing, { watches: teams(Math.max(0, most - 1)) });
    const said = await Promise.all(['Bills', 'Jets', 'Rams'].map((team) => world.say('add', { team })));
    expect(await world.watches()).toHaveLength(most);
    expect(said.filter((text) => text.includes('Watching'))).toHaveLength(Math.min(1, most));
    const refused = said.find((text) => !text.includes('Watching'));
    const next = { none: 'Starter', starter: 'Core', core: 'Sharp', sharp: undefined }[standing];
    expect(refused).toContain('🔒');
    if (next) expect(refused).toContain(`**${next}**`);
    expect(refused?.includes('/subscribe')).toBe(next !== undefined);
  });

  it('says of early signals which tier has them', async () => {
    const world = watchWorld();
    await world.admit('core');
    expect(await world.say('add', { league: NFL, level: 'Low' })).toContain('come with **Sharp**');
    await world.admit('sharp');
    expect(await world.say('add', { league: NFL, level: 'Low' })).not.toContain('come with **Sharp**');
  });

  it('doubts a team that no coming game has', async () => {
    const world = watchWorld();
    await world.admit('core');
    expect(await world.say('add', { team: 'Bils' })).toContain('check how it is spelled');
    expect(await world.say('add', { team: 'bills' })).not.toContain('check how it is spelled');
  });

  it('lets a hostile name do nothing', async () => {
    const world = watchWorld();
    await world.admit('core');
    const said = [
      await world.say('add', { team: HOSTILE }),
      await world.say('list'),
      await world.say('remove', { watch: HOSTILE }),
      await world.say('remove', { watch: '1' }),
      await world.say('messages', { timezone: HOSTILE }),
      await world.say('messages', { quiet: HOSTILE }),
    ];
    for (const text of said) {
      expect(text).not.toMatch(/@everyone|:\/\/|(?<!\\)\[x|<@|(?<!\\)\|\||\\?`c(?<!\\)`/);
      expect(text.split('\n').every((line) => line.length < 400)).toBe(true);
    }
  });
});

describe('/watch list', () => {
  it('tells each standing what it has', async () => {
    for (const [standing, words] of [
      ['none', 'They come with **Core**'],
      ['starter', 'They come with **Core**'],
      ['core', 'On\nNo pause between two\nNo quiet hours'],
      ['sharp', 'On\n'],
    ] as const) {
      const world = watchWorld();
      await world.admit(standing);
      const said = await world.say('list');
      const { watches } = BENEFITS[standing];
      expect(said).toContain(
        watches > 0 ? `Your watches · 0 of ${watches}` : 'Your watches\n🔒 Watches come with **Starter**',
      );
      expect(said).not.toContain('of 0');
      expect(said.includes('carry ★')).toBe(standing === 'starter');
      expect(said).toContain(words);
    }
  });

  it('numbers the watches, and shows pauses, quiet hours and mutes', async () => {
    const world = watchWorld();
    const id = eventIdSchema.parse('event-1');
    const commenceTime = DETECTED_AT + 3_600_000;
    await world.admit('core', {
      watches: [
        teamWatch('Bills'),
        watchOf({ league: NFL, event: { id, label: 'Bills at Jets', commenceTime }, leastLevel: 'Medium' }),
      ],
      directMessages: false,
      cooldownMinutes: 90,
      quietHours: { from: '09:00', to: '17:00', timeZone: 'America/New_York' },
      mutes: [{ eventId: id, market: 'total', until: commenceTime }],
    });
    expect(await world.say('list')).toBe(
      [
        'Your watches · 2 of 15',
        '`1` Bills · NFL · Medium and higher',
        `\`2\` Bills at Jets · NFL · Medium and higher · starts <t:${commenceTime / 1000}:R>`,
        'Direct messages: Off: signals that match carry ★ in `/signals`',
        'At most one every 90 min',
        'Quiet from 09:00 to 17:00 in `America/New_York` (now 10:05 there: quiet 🌙)',
        'Muted markets: 1, each until a day after its game has begun. The channels show them.',
      ].join('\n'),
    );
  });

  it('says which watches rest after a downgrade', async () => {
    const world = watchWorld();
    await world.admit('starter', { watches: teams(5) });
    const said = await world.say('list');
    expect(said).toContain('Your watches · 5 of 3');
    expect(said.match(/⏸ more than your tier has/g)).toHaveLength(2);
    expect(said).toMatch(/Team 3 · NFL · Medium and higher\n/);
  });

  it('fits, however much escaping fifty names take', async () => {
    const world = watchWorld();
    const long = Array.from({ length: 50 }, (_, index) => teamWatch(`${'*'.repeat(90)}${index}`));
    await world.admit('sharp', { watches: long });
    const said = await world.say('list');
    expect(said).toMatch(/`30` .*\n(.*\n)*… and \d+ more/);
    expect(said).not.toMatch(/(?<!\\)\*/);
  });
});

describe('/watch remove', () => {
  const three = async () => {
    const world = watchWorld();
    const watches = [teamWatch('Jets'), teamWatch('Bills'), teamWatch('Jets B')];
    await world.admit('core', { watches });
    return { world, watches };
  };
  const left = async (world: ReturnType<typeof watchWorld>) => (await world.watches()).map(({ team }) => team);

  it('removes what was chosen from the suggestions, which are the watches', async () => {
    const { world, watches } = await three();
    expect(await world.typing('remove', 'watch', '')).toEqual([
      { name: '1. Jets · NFL · Medium and higher', value: watches[0]?.id },
      { name: '2. Bills · NFL · Medium and higher', value: watches[1]?.id },
      { name: '3. Jets B · NFL · Medium and higher', value: watches[2]?.id },
    ]);
    const [chosen, ...others] = await world.typing('remove', 'watch', 'bil');
    expect(others).toEqual([]);
    expect(await world.say('remove', { watch: chosen?.value ?? '' })).toContain('No longer watched: **Bills');
    expect(await left(world)).toEqual(['Jets', 'Jets B']);
  });

  it.each([
    ['2', 'Bills'],
    ['#3', 'Jets B'],
    ['1.', 'Jets'],
    ['bills', 'Bills'],
    ['jets b', 'Jets B'],
    ['JETS · NFL · medium and higher', 'Jets'],
  ])('removes what is meant by %j', async (typed, team) => {
    const { world } = await three();
    expect(await world.say('remove', { watch: typed })).toContain(`No longer watched: **${team} ·`);
    expect(await left(world)).toEqual(['Jets', 'Bills', 'Jets B'].filter((each) => each !== team));
  });

  it.each([
    ['jets', '2 of your watches are like “jets”. Say which one by its number.'],
    ['nfl', '3 of your watches'],
    ['4', 'None of your watches is “4”'],
    ['0', 'None of your watches'],
    ['Rams', 'it may be gone already'],
    ['***', 'it may be gone already'],
    ['', 'it may be gone already'],
    ['constructor', 'it may be gone already'],
  ])('removes nothing for %j', async (typed, words) => {
    const { world } = await three();
    expect(await world.say('remove', { watch: typed })).toContain(words);
    expect(await left(world)).toHaveLength(3);
  });

  it('says of what is gone that it is', async () => {
    const { world, watches } = await three();
    const id = watches[0]?.id ?? '';
    await world.say('remove', { watch: id });
    expect(await world.say('remove', { watch: id })).toContain('it may be gone already');
    expect(await left(world)).toHaveLength(2);
  });

  it('removes one, though the same interaction asks again', async () => {
    const { world } = await three();
    const said = await world.say('remove', { watch: '1' }, '77');
    expect(await world.say('remove', { watch: '1' }, '77')).toBe(said);
    expect(await left(world)).toEqual(['Bills', 'Jets B']);
  });
});

describe('/watch messages', () => {
  const core = async (parts: Partial<User> = {}) => {
    const world = watchWorld();
    await world.admit('core', parts);
    return world;
  };

  it('shows the state as it is', async () => {
    const world = await core();
    expect(await world.say('messages')).toContain('On\nNo pause between two\nNo quiet hours');
  });

  it('sets all of it, and shows the state as it is then', async () => {
    const world = await core();
    const said = await world.say('messages', {
      direct: false,
      cooldown: 30,
      quiet: '22:30 – 7:00',
      timezone: 'europe/berlin',
    });
    expect(said).toContain('Off: ');
    expect(said).toContain('At most one every 30 min');
    expect(said).toContain('Quiet from 22:30 to 07:00 in `Europe/Berlin` (now 16:05 there)');
    expect(await world.onRecord()).toMatchObject({
      directMessages: false,
      cooldownMinutes: 30,
      quietHours: { from: '22:30', to: '07:00', timeZone: 'Europe/Berlin' },
      timeZone: 'Europe/Berlin',
    });
    expect(await world.say('messages', { quiet: 'OFF', direct: true })).toContain('On\n');
    expect(await world.onRecord()).not.toHaveProperty('quietHours');
  });

  it('asks for the time zone once', async () => {
    const world = await core();
    expect(await world.say('messages', { quiet: '23:00-07:00' })).toContain('need your time zone once');
    expect(await world.onRecord()).not.toHaveProperty('quietHours');
    await world.say('messages', { quiet: '23:00-07:00', timezone: 'Europe/Berlin' });
    await world.say('messages', { quiet: 'off' });
    expect(await world.say('messages', { quiet: '23:00-07:00' })).toContain('`Europe/Berlin`');
  });

  it('takes the time zone of the settings', async () => {
    const world = await core({ timeZone: 'Asia/Kolkata' });
    expect(await world.say('messages', { quiet: '23:00-07:00' })).toContain('in `Asia/Kolkata` (now 20:35 there)');
  });

  it.each([
    [{ cooldown: -1 }, '0 to 1440'],
    [{ cooldown: 1441 }, '0 to 1440'],
    [{ cooldown: 1.5 }, '0 to 1440'],
    [{ cooldown: 'soon' }, '0 to 1440'],
    [{ direct: 'maybe' }, '`direct` is yes or no'],
    [{ quiet: 'at night' }, 'like `23:00-07:00`, or `off`'],
    [{ quiet: '25:00-07:00' }, 'like `23:00-07:00`, or `off`'],
    [{ quiet: '08:00-08:00' }, 'like `23:00-07:00`, or `off`'],
    [{ timezone: 'Mars/Olympus' }, 'There is no time zone “Mars/Olympus”. Pick one'],
    [{ timezone: 'kentucky' }, 'Do you mean `America/Kentucky/Louisville`, `America/Kentucky/Monticello`?'],
    [{ timezone: '+02:00' }, 'There is no time zone'],
  ])('refuses %j, says why and changes nothing', async (options, words) => {
    const world = await core();
    const before = await world.onRecord();
    const said = await world.say('messages', options);
    expect(said).toContain(words);
    expect(said).toContain('Nothing was changed.');
    expect(await world.onRecord()).toEqual(before);
  });

  it('finds a time zone by words that no other has', async () => {
    const world = await core();
    expect(await world.say('messages', { quiet: '1:00-2:00', timezone: 'new york' })).toContain('`America/New_York`');
  });
});

describe('what /watch suggests', () => {
  it('are leagues, teams of the league that is chosen, and time zones', async () => {
    const world = watchWorld();
    await world.admit('core');
    expect(await world.typing('add', 'league', 'nf')).toEqual([{ name: 'NFL', value: NFL }]);
    expect(await world.typing('add', 'team', 'bil')).toEqual([{ name: 'Buffalo Bills', value: 'Buffalo Bills' }]);
    expect(await world.typing('add', 'team', 'bil', { league: 'NFL' })).toHaveLength(1);
    expect(await world.typing('add', 'team', 'bil', { league: 'MLB' })).toEqual([]);
    expect(await world.typing('messages', 'timezone', 'new y')).toEqual([
      { name: 'America/New_York', value: 'America/New_York' },
    ]);
    expect((await world.typing('messages', 'timezone', '')).map(({ value }) => value)).toContain('UTC');
    expect(await world.typing('messages', 'timezone', 'xyzzy')).toEqual([]);
    expect(await world.typing('messages', 'quiet', '23')).toEqual([]);
  });

  it('can be taken by Discord, whatever the watches are called', async () => {
    const world = watchWorld();
    await world.admit('sharp', { watches: [teamWatch(HOSTILE), ...teams(40)] });
    const { choices = [] } = suggestions(await world.typing('remove', 'watch', '')).data;
    expect(choices).toHaveLength(25);
    for (const { name } of choices) expect(name.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(choices)).not.toContain('@everyone');
  });
});
