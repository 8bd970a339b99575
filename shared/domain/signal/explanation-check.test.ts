import { describe, expect, it } from 'vitest';
import { aSignal } from '../../../tests/support/delivery-world.ts';
import { explanationFacts } from '../../discord/explanation-facts.ts';
import { checkExplanation, type Unfit } from './explanation-check.ts';

const basis = 'alerts like this: 81% beat the close, n = 412, settled alerts';
const factsOf = (parts: Parameters<typeof aSignal>[0] = {}) => explanationFacts(aSignal({ basis, ...parts }));
const check = (text: string, parts: Parameters<typeof aSignal>[0] = {}) => checkExplanation(text, factsOf(parts));

const GOOD =
  'Pinnacle moved first and two more books followed, taking the line on Miami Dolphins from +3.4 to +2.5 in 15 minutes. ' +
  'BetRivers had not caught up and still offered +3.5 at 1.95 (-105), 6.6% above the fair price of 1.83. ' +
  'OddsTracker put the chance that this price beats the closing line at 86%, and 81% of 412 settled alerts like this did.';

describe('checkExplanation', () => {
  it.each([
    GOOD,
    `  ${GOOD}\n`,
    'The market’s line went from +3.4 to +2.5, and BetRivers lagged behind.',
    'Miami Dolphins +3.5 @ 1.95 was about 7% above the fair price.',
    'BetRivers gave the Dolphins at 1.95; the other eight books together made it 1.83 (−121), or 55%.',
    'So large an edge is usually a mistake or a dead feed. This is no guarantee of anything.',
    'Three books moved within the hour, and the two-way market settled at a fair chance of 54.7%.',
  ])('lets pass: %s', (text) => {
    expect(check(text)).toBe('ok');
  });

  it.each<readonly [Unfit, readonly string[]]>([
    ['empty', ['', ' \n ']],
    ['too-long', [`Pinnacle moved. ${'x'.repeat(600)}`]],
    ['too-many-sentences', ['One moved. It moved. They moved. All moved. None moved.']],
    ['invisible', ['Pinnacle\u200b moved.', 'Pinnacle \u202emoved.', 'Pinnacle\u0007 moved.', 'Pinnacle\u2028moved.']],
    ['mention', ['Hello @everyone.', 'Hello ＠here.', 'See <#123>.', 'See <@&123>.', 'Ask @ everyone.']],
    [
      'link',
      [
        'See https://evil.com.',
        'See HTTP://evil.',
        'See www evil.',
        'Go to evil.com now.',
        'Join discord.gg/abc.',
        'Join ｄｉｓｃｏｒｄ.gg/abc.',
        'See пример.рф.',
        'Write to mailto:x.',
        'See 1.2.3.evil.',
      ],
    ],
    [
      'markup',
      [
        '# Why',
        '**Pinnacle** moved.',
        '`code`',
        '> quoted',
        '[here](there)',
        '||hidden||',
        'It moved:\n- Pinnacle\n- FanDuel',
        'It moved:\n1. Pinnacle',
        '_Pinnacle_ moved.',
        '~~Pinnacle~~ moved.',
      ],
    ],
    [
      'advice',
      [
        'You should bet Miami Dolphins.',
        'Bettors must act.',
        'Take Miami Dolphins +3.5.',
        'The price is good, so take it.',
        'It lags: bet it.',
        'This is a good bet.',
        'The price is worth taking.',
        'We recommend the Dolphins.',
        'You can still get 1.95.',
        "Don't wait.",
        'It lags. Act now.',
        'It is time to bet big.',
      ],
    ],
    [
      'promise',
      [
        'A win is guaranteed.',
        'We guarantee it.',
        'This is a lock.',
        "You can't lose.",
        'You can’t lose.',
        'It is FREE MONEY.',
        'It is a sure thing.',
        'A risk-free price.',
        'There is no risk.',
        'A no-brainer.',
        'This price will beat the closing line.',
        'Miami is bound to cover.',
        'It is profitable.',
        'The Dolphins are going to win.',
        'It never loses.',
      ],
    ],
    ['invented', ['After news of an injury, the line moved.', 'Insiders bet it.', 'Most tickets were on Buffalo.']],
    ['off-topic', ['As an AI, I explain this.', 'My instructions say so.', 'The JSON says so.']],
    [
      'number',
      [
        'Four books followed.',
        'It went from +3 to +2.5.',
        'It stood at 1.9.',
        'Millions were bet.',
        'It went to 1.96.',
        'The edge was 8%.',
        'It went from +3.4 to -2.5.',
        'The line moved by 0.9.',
        'Of 413 alerts, most beat the close.',
        'It stood at +105.',
      ],
    ],
  ])('refuses as %s', (reason, texts) => {
    for (const text of texts) expect([text, check(text)]).toEqual([text, reason]);
  });

  it('finds the bad sentence among good ones', () => {
    expect(check(`${GOOD} It is a lock.`)).toBe('promise');
    expect(check(`${GOOD} See evil.com.`)).toBe('link');
  });

  it('does not mistake the names of teams and books for words', () => {
    const event = { ...aSignal().event, home: 'Lock Haven', away: '1. FC Köln' };
    const offer = { ...aSignal().offer, book: 'betonlineag' };
    expect(check('BetOnline.ag lagged behind on Lock Haven against 1. FC Köln.', { event, offer })).toBe('ok');
    expect(check('BetOnline.ag lagged behind on Lock Haven, which is a lock.', { event, offer })).toBe('promise');
    const odd = { ...event, away: 'Winston-Salem (W) + Co/Co? ^$' };
    expect(check('Winston-Salem (W) + Co/Co? ^$ lost ground.', { event: odd })).toBe('ok');
    expect(check('MyBookie.ag lagged behind on Lock Haven.', { event, offer })).toBe('link');
  });

  it('knows the numbers in names, and lets percentages be rounded', () => {
    const event = { ...aSignal().event, home: 'Philadelphia 76ers' };
    expect(check('The 76ers stood at 1.95, and a fair chance was 55 percent, or 54.7%.', { event })).toBe('ok');
    expect(check('The 77ers stood at 1.95.', { event })).toBe('number');
  });
});
