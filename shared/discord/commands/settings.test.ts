import { describe, expect, it } from 'vitest';
import { accountAsking, HOSTILE, textOf } from '../../../tests/support/asking-account.ts';
import { faultsOf } from '../../../tests/support/asking-signals.ts';
import { ODDS_FORMATS } from '../../domain/account/account.ts';
import { STANDINGS } from '../../domain/account/tiers.ts';
import { settings } from './settings.ts';

const settingsWorld = () => {
  const world = accountAsking();
  return {
    ...world,
    say: async (options: Parameters<typeof world.ask>[3] = {}): Promise<string> => {
      const answer = await world.ask(settings, world.deps, 'settings', options);
      expect(faultsOf(answer)).toEqual([]);
      return textOf(answer);
    },
  };
};

describe('/settings', () => {
  it.each(STANDINGS)('shows %s what is set, and changes nothing', async (standing) => {
    const world = settingsWorld();
    await world.admit(standing);
    expect(settings.needs(undefined)).toEqual({});
    expect(await world.say()).toBe('Your settings\nOdds: decimal, like `1.91`\nTime zone: not set');
  });

  it('keeps nothing of somebody who only looks', async () => {
    const world = settingsWorld();
    await world.say();
    expect(await world.stores.users.read({ id: '42', partition: '42' })).toBeUndefined();
  });

  it.each([
    ['decimal', '`1.91`'],
    ['american', '`-110`'],
    ['fractional', '`10/11`'],
  ])('writes prices as %s: %s', async (odds, sample) => {
    const world = settingsWorld();
    expect(await world.say({ odds })).toContain(`Odds: ${odds}, like ${sample}`);
    expect((await world.onRecord()).oddsFormat).toBe(odds);
    expect(ODDS_FORMATS).toHaveLength(3);
  });

  it('sets the time zone, and leaves the odds', async () => {
    const world = settingsWorld();
    await world.say({ odds: 'american' });
    expect(await world.say({ timezone: 'kolkata' })).toBe(
      '✅ Saved.\nYour settings\nOdds: american, like `-110`\nTime zone: `Asia/Kolkata`, now 20:35',
    );
    expect(await world.onRecord()).toMatchObject({ oddsFormat: 'american', timeZone: 'Asia/Kolkata' });
  });

  it.each([
    [{ odds: 'martian' }, '`odds` is one of decimal, american, fractional'],
    [{ timezone: 'Mars/Olympus' }, 'There is no time zone “Mars/Olympus”'],
    [{ odds: 'american', timezone: 'Mars/Olympus' }, 'There is no time zone'],
    [{ timezone: HOSTILE }, '“＠everyone'],
  ])('refuses %j, and changes nothing', async (options, words) => {
    const world = settingsWorld();
    const said = await world.say(options);
    expect(said).toContain(words);
    expect(said).toContain('Nothing was changed.');
    expect(await world.onRecord()).toMatchObject({ oddsFormat: 'decimal' });
    expect(await world.onRecord()).not.toHaveProperty('timeZone');
  });

  it('suggests time zones', async () => {
    const world = settingsWorld();
    const choices = await world.suggest(settings, world.deps, 'settings', { option: 'timezone', text: 'lond' });
    expect(choices).toEqual([{ name: 'Europe/London', value: 'Europe/London' }]);
  });
});
