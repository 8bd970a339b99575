import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newUser, type User, userSchema, type Watch } from './account.ts';
import { watchOf } from './watch.ts';
import { withoutWatch, withWatch } from './watch-edits.ts';

const starter: User = { ...newUser('1'), subscription: { status: 'active', tier: 'starter' } };
const team = (name: string) => watchOf({ team: name, leastLevel: 'Medium' });
const [jets, bills, rams, bears] = [team('Jets'), team('Bills'), team('Rams'), team('Bears')];
const teamsOf = ({ watches }: User) => watches.map((watch) => watch.team);
const holding = (...watches: User['watches']): User => ({ ...starter, watches });

describe('withWatch', () => {
  it('adds one', () => {
    const { user, outcome } = withWatch(starter, jets, '10');
    expect(outcome).toBe('added');
    expect(user.watches).toEqual([jets]);
    expect(userSchema.parse(user)).toEqual(user);
  });

  it('changes nothing for one that is there', () => {
    expect(withWatch(holding(jets), jets, '10')).toEqual({ user: holding(jets), outcome: 'known' });
  });

  it('adds none beyond the tier’s number, but knows those that are there', () => {
    const full = holding(jets, bills, rams);
    expect(withWatch(full, bears, '10')).toEqual({ user: full, outcome: 'full' });
    expect(withWatch(full, rams, '10').outcome).toBe('known');
    expect(withWatch({ ...holding(), subscription: { status: 'none' } }, jets, '10').outcome).toBe('full');
  });

  it('comes to the same end when the same interaction asks again', () => {
    const { user } = withWatch(holding(jets, bills), rams, '10');
    expect(withWatch(user, rams, '10')).toEqual({ user, outcome: 'added' });
  });

  it('never holds more than the tier has, nor one twice, whatever is asked', () => {
    const pressed = fc.array(fc.tuple(fc.constantFrom('Jets', 'Bills', 'Rams', 'Bears', 'Lions'), fc.nat(20)));
    fc.assert(
      fc.property(pressed, (asked) => {
        const user = asked.reduce((before, [name, by]) => withWatch(before, team(name), String(by)).user, starter);
        expect(user.watches.length).toBeLessThanOrEqual(3);
        expect(new Set(teamsOf(user)).size).toBe(user.watches.length);
      }),
    );
  });
});

describe('withoutWatch', () => {
  const second = (watches: readonly Watch[]) => watches[1];

  it('removes what is found', () => {
    const { user, outcome } = withoutWatch(holding(jets, bills), second, '10');
    expect(teamsOf(user)).toEqual(['Jets']);
    expect(outcome).toEqual({ kind: 'removed', watch: bills });
    expect(userSchema.parse(user)).toEqual(user);
  });

  it('changes nothing when nothing is found', () => {
    const user = holding(jets);
    expect(withoutWatch(user, second, '10')).toEqual({ user, outcome: { kind: 'unfound' } });
  });

  it('removes no other when the same interaction asks again, though another is the second by now', () => {
    const once = withoutWatch(holding(jets, bills, rams), second, '10');
    expect(withoutWatch(once.user, second, '10')).toEqual(once);
    expect(teamsOf(withoutWatch(once.user, second, '11').user)).toEqual(['Jets']);
  });
});
