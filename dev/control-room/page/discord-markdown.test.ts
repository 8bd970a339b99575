import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageModule } from '../page-module.ts';

interface Node {
  readonly type: string;
  readonly text?: string;
  readonly children?: readonly Node[];
}
const { parseMarkdown, inline } = await pageModule<{
  parseMarkdown: (source: string) => readonly Node[];
  inline: (source: string) => readonly Node[];
}>('discord-markdown.js');

const text = (text: string): Node => ({ type: 'text', text });
const plain = (nodes: readonly Node[]): string => nodes.map((node) => node.text ?? plain(node.children ?? [])).join('');

describe('Discord markdown', () => {
  it.each([
    ['**bold**', [{ type: 'strong', children: [text('bold')] }]],
    ['*it* and _it_', [{ type: 'em', children: [text('it')] }, text(' and '), { type: 'em', children: [text('it')] }]],
    ['***both***', [{ type: 'strong', children: [{ type: 'em', children: [text('both')] }] }]],
    [
      '__under__ ~~gone~~',
      [{ type: 'u', children: [text('under')] }, text(' '), { type: 's', children: [text('gone')] }],
    ],
    ['`**code**`', [{ type: 'code', text: '**code**' }]],
    ['\\*not\\* \\<t:1:R>', [text('*not* <t:1:R>')]],
    ['snake_case_name', [text('snake_case_name')]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    ['<t:1763316000:R>', [{ type: 'time', at: 1_763_316_000_000, style: 'R' }]],
    ['<t:1763316000>', [{ type: 'time', at: 1_763_316_000_000, style: 'f' }]],
    ['<@42>', [{ type: 'mention', text: '@member' }]],
    ['[odds](https://a.test/x)', [{ type: 'link', href: 'https://a.test/x', children: [text('odds')] }]],
    ['[odds](javascript:alert(1))', [text('[odds](javascript:alert(1))')]],
    ['<img src=x onerror=alert(1)>', [text('<img src=x onerror=alert(1)>')]],
    ['**open', [text('**open')]],
  ])('%s', (source, expected) => {
    expect(inline(source)).toEqual(expected);
  });

  it('reads lines: headings, quotes, items, small print, code', () => {
    const source = '# Head\n> quote\n- item\n-# small\nline\n```\n**raw**\n```\nafter';
    expect(parseMarkdown(source).map((block) => [block.type, block.text ?? plain(block.children ?? [])])).toEqual([
      ['heading', 'Head'],
      ['quote', 'quote'],
      ['item', 'item'],
      ['subtext', 'small'],
      ['line', 'line'],
      ['line', ''],
      ['code', '**raw**'],
      ['line', 'after'],
    ]);
  });

  it('shows nothing that the source does not hold, in its order', () => {
    const source = fc.string({ unit: fc.constantFrom(...'*_~`|[]()\\ab <'), maxLength: 60 });
    fc.assert(
      fc.property(source, (text) => {
        let place = 0;
        for (const character of plain(inline(text))) {
          place = text.indexOf(character, place) + 1;
          expect(place).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('reads a hostile description of full length at once', () => {
    const started = performance.now();
    for (const part of ['**_~~`[', '[', '*a', '\\*', '||__']) {
      const source = part.repeat(Math.floor(4096 / part.length));
      expect(plain(inline(source)).length).toBeLessThanOrEqual(source.length);
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
