import { describe, expect, it } from 'vitest';
import { aSignal } from '../../tests/support/delivery-world.ts';
import { alertButtons } from './alert-buttons.ts';

const buttonsOf = (signal = aSignal()) =>
  alertButtons(signal).map(({ components }) =>
    components.map((button) => {
      if (!('custom_id' in button)) throw new Error('a button without a custom id');
      return { id: button.custom_id, style: button.style, text: `${button.emoji?.name} ${button.label ?? ''}`.trim() };
    }),
  );
const named = (eventId: string, id: string) => aSignal({ id, event: { ...aSignal().event, id: eventId } });

describe('alertButtons', () => {
  it('name the signal, in two rows, and none stands out', () => {
    expect(buttonsOf()).toEqual([
      [
        { id: 'explain:event-1:signal-1', style: 2, text: '💡 Explain' },
        { id: 'chart:event-1:signal-1', style: 2, text: '📈 Chart' },
        { id: 'watch:event-1:signal-1', style: 2, text: '👀 Watch game' },
        { id: 'mute:event-1:signal-1', style: 2, text: '🔕 Mute market' },
      ],
      [
        { id: 'useful:event-1:signal-1', style: 2, text: '👍' },
        { id: 'useless:event-1:signal-1', style: 2, text: '👎' },
      ],
    ]);
  });

  it('stand under a Reversal too, and fit the ids that we know', () => {
    const hash = 'f'.repeat(32);
    const reversal = aSignal({ ...named(hash, hash), type: 'Reversal', reverses: ['signal-0'] });
    expect(buttonsOf(reversal).map((row) => row.length)).toEqual([4, 2]);
  });

  it('are left out where their name does not fit', () => {
    const ids = buttonsOf(named('e'.repeat(60), 's'.repeat(33)))
      .flat()
      .map(({ id }) => id.split(':')[0]);
    expect(ids).toEqual(['chart', 'watch', 'mute']);
    expect(alertButtons(named('e'.repeat(64), 's'.repeat(64)))).toEqual([]);
    expect(alertButtons(named('a:b', 'signal-1'))).toEqual([]);
  });
});
