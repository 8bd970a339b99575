import { describe, expect, it } from 'vitest';
import { messageView } from './message-view.ts';

const button = (parts: object) => ({ type: 2, style: 2, ...parts });
const row = (...components: object[]) => ({ type: 1, components });
const pictureOf = (url: string, origin?: string) =>
  messageView({ embeds: [{ image: { url } }] }, { images: origin }).embeds[0]?.image;

describe('messageView', () => {
  it('keeps the rows of buttons', () => {
    const view = messageView({
      components: [
        row(button({ style: 1, label: 'Explain', custom_id: 'explain:1' }), button({ label: 'Chart', custom_id: 'c' })),
        row(
          button({ emoji: { name: '👍' }, custom_id: 'up' }),
          button({ label: 'Off', custom_id: 'x', disabled: true }),
        ),
        row({ type: 3, custom_id: 'menu' }),
      ],
    });
    const plain = { style: 'secondary', url: undefined, isDisabled: false, isOpened: false };
    expect(view.rows).toEqual([
      [
        { ...plain, style: 'primary', label: 'Explain', customId: 'explain:1' },
        { ...plain, label: 'Chart', customId: 'c' },
      ],
      [
        { ...plain, label: '👍', customId: 'up' },
        { ...plain, label: 'Off', customId: 'x', isDisabled: true },
      ],
    ]);
  });

  it('tells pictures of the allowed origin from all others', () => {
    const origin = 'http://127.0.0.1:5000';
    expect(pictureOf('http://127.0.0.1:5000/chart?id=1', origin)?.isShown).toBe(true);
    for (const url of [
      'http://127.0.0.1:5001/chart',
      'https://127.0.0.1:5000/chart',
      'http://127.0.0.1:5000@evil.test/chart',
      'attachment://chart.png',
      'javascript:alert(1)',
      'no address',
    ])
      expect(pictureOf(url, origin), url).toEqual({ url, isShown: false });
  });

  it('tells links to the allowed origin from all others', () => {
    const opened = (url: string, links?: string) =>
      messageView({ components: [row(button({ style: 5, label: 'Open', url }))] }, { links }).rows[0]?.[0];
    const origin = 'http://127.0.0.1:5000/';
    const url = 'http://127.0.0.1:5000/c/pay/cs_1#x';
    expect(opened(url, origin)).toMatchObject({ style: 'link', label: 'Open', url, isOpened: true });
    expect(opened(url)?.isOpened).toBe(false);
    for (const other of [
      'http://localhost:5000/c/pay/cs_1',
      'http://127.0.0.1:5000@evil.test/',
      'https://checkout.stripe.com/c/pay/cs_1',
      'javascript:alert(1)',
      'no address',
    ])
      expect(opened(other, origin), other).toMatchObject({ url: other, isOpened: false });
  });

  it('shows no picture where none is allowed', () => {
    expect(pictureOf('no address')?.isShown).toBe(false);
    expect(pictureOf('http://127.0.0.1:5000/chart')?.isShown).toBe(false);
  });

  it('shows an empty message for a body of another form', () => {
    expect(messageView({ content: 3, embeds: 'x', components: null })).toEqual({ content: '', embeds: [], rows: [] });
  });
});
