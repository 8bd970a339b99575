import { describe, expect, it } from 'vitest';
import { formFaults, isEmptyForm, type MessageForm } from './form.ts';

const field = (name: unknown, value: unknown) => ({ name, value });
const paths = (form: MessageForm) => formFaults(form).map(({ path }) => path.join('.'));
const x = (length: number) => 'x'.repeat(length);

describe('formFaults', () => {
  it('takes a message at every limit', () => {
    const fields = Array.from({ length: 25 }, () => field('n', 'v'));
    const full = { title: x(256), description: x(4096), fields, footer: { text: x(1000) }, author: { name: x(256) } };
    expect(paths({ content: x(2000), nonce: x(25), embeds: [full] })).toEqual([]);
    expect(paths({ content: '🏈'.repeat(2000), nonce: 12345, embeds: null })).toEqual([]);
  });

  it.each<[string, MessageForm]>([
    ['content', { content: x(2001) }],
    ['content', { content: 5 }],
    ['nonce', { nonce: x(26) }],
    ['embeds', { embeds: Array.from({ length: 11 }, () => ({})) }],
    ['embeds', { embeds: {} }],
    ['embeds.0', { embeds: ['text'] }],
    ['embeds.0.title', { embeds: [{ title: x(257) }] }],
    ['embeds.0.description', { embeds: [{ description: x(4097) }] }],
    ['embeds.0.footer.text', { embeds: [{ footer: { text: x(2049) } }] }],
    ['embeds.0.author.name', { embeds: [{ author: { name: x(257) } }] }],
    ['embeds.0.fields', { embeds: [{ fields: Array.from({ length: 26 }, () => field('n', 'v')) }] }],
    ['embeds.0.fields.1.name', { embeds: [{ fields: [field('n', 'v'), field(x(257), 'v')] }] }],
    ['embeds.0.fields.0.value', { embeds: [{ fields: [field('n', x(1025))] }] }],
    ['embeds.0.fields.0.value', { embeds: [{ fields: [field('n', ' ')] }] }],
    ['components', { components: Array.from({ length: 6 }, () => ({ type: 1 })) }],
    ['components.0.components.0.custom_id', { components: [{ type: 1, components: [{ custom_id: x(101) }] }] }],
    ['components', { flags: 1 << 15, content: 'x', components: [{ type: 10 }] }],
  ])('finds %s wrong', (path, form) => {
    expect(paths(form)).toEqual([path]);
  });

  it('counts the characters of all embeds together', () => {
    const half = { description: x(2990), fields: [field('name', 'value')] };
    expect(paths({ embeds: [half, half] })).toEqual([]);
    expect(formFaults({ embeds: [half, half, { title: x(3) }] })).toEqual([
      { path: ['embeds'], code: 'MAX_EMBED_SIZE_EXCEEDED', message: 'Embed size exceeds maximum size of 6000' },
    ]);
  });
});

describe('isEmptyForm', () => {
  it('asks for content, embeds or components', () => {
    expect([{}, { content: '' }, { embeds: [] }].map(isEmptyForm)).toEqual([true, true, true]);
    expect([{ content: 'x' }, { embeds: [{}] }, { components: [{}] }].map(isEmptyForm)).toEqual([false, false, false]);
  });
});
