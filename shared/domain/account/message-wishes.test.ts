import { describe, expect, it } from 'vitest';
import { newUser, type User } from './account.ts';
import { withWishes } from './message-wishes.ts';

const night = { from: '23:00', to: '07:00' };
const nobody = newUser('1');
const berliner: User = { ...nobody, timeZone: 'Europe/Berlin' };
const quiet: User = { ...berliner, quietHours: { ...night, timeZone: 'Europe/Berlin' } };

describe('withWishes', () => {
  it('changes only what is asked for', () => {
    expect(withWishes(quiet, {}).user).toEqual(quiet);
    expect(withWishes(quiet, { directMessages: false }).user).toEqual({ ...quiet, directMessages: false });
    expect(withWishes(quiet, { cooldownMinutes: 15 }).user).toEqual({ ...quiet, cooldownMinutes: 15 });
  });

  it('needs a time zone for quiet hours, and changes nothing without', () => {
    expect(withWishes(nobody, { quiet: night, cooldownMinutes: 15 })).toEqual({
      user: nobody,
      outcome: 'no-time-zone',
    });
  });

  it('remembers a time zone that was named once', () => {
    const { user } = withWishes(nobody, { quiet: night, timeZone: 'UTC' });
    expect(user).toEqual({ ...nobody, timeZone: 'UTC', quietHours: { ...night, timeZone: 'UTC' } });
    const off = withWishes(user, { quiet: 'off' }).user;
    expect(off).toEqual({ ...nobody, timeZone: 'UTC' });
    expect(withWishes(off, { quiet: night }).user).toEqual(user);
  });

  it('takes the user’s own time zone, else the one that is named', () => {
    expect(withWishes(berliner, { quiet: night }).user).toEqual(quiet);
    expect(withWishes(berliner, { quiet: night, timeZone: 'UTC' }).user).toEqual({
      ...berliner,
      quietHours: { ...night, timeZone: 'UTC' },
    });
  });

  it('moves the quiet hours to another time zone, or without any the user', () => {
    expect(withWishes(quiet, { timeZone: 'UTC' }).user).toEqual({
      ...berliner,
      quietHours: { ...night, timeZone: 'UTC' },
    });
    expect(withWishes(berliner, { timeZone: 'UTC' }).user).toEqual({ ...nobody, timeZone: 'UTC' });
  });

  it.each([
    {},
    { quiet: night, timeZone: 'UTC' },
    { quiet: 'off' },
    { directMessages: false, cooldownMinutes: 5 },
  ] as const)('is the same twice: %j', (wishes) => {
    const once = withWishes(quiet, wishes);
    expect(withWishes(once.user, wishes)).toEqual(once);
  });
});
