import { describe, expect, it } from 'vitest';
import { readAnswer } from './answer-view.ts';

const read = (response: unknown, refusal?: string) =>
  readAnswer({ id: '1', status: 200, ms: 3, response, ...(refusal === undefined ? {} : { refusal }) });

describe('readAnswer', () => {
  it('reads a message, for all or for the asker alone', () => {
    expect(read({ type: 4, data: { content: 'Hi' } })).toMatchObject({ kind: 'message', isPrivate: false });
    expect(read({ type: 4, data: { content: 'Hi', flags: 64 } })).toMatchObject({
      kind: 'message',
      isPrivate: true,
      body: { content: 'Hi' },
    });
  });

  it('reads a promise', () => {
    expect(read({ type: 5 })).toEqual({ kind: 'thinking', isPrivate: false });
    expect(read({ type: 5, data: { flags: 64 } })).toEqual({ kind: 'thinking', isPrivate: true });
  });

  it('reads suggestions', () => {
    const choices = [{ name: 'NFL', value: 'americanfootball_nfl' }];
    expect(read({ type: 8, data: { choices } })).toEqual({ kind: 'choices', choices });
  });

  it('says why there is none', () => {
    expect(read(undefined, 'HTTP 500')).toEqual({ kind: 'failed', reason: 'HTTP 500' });
    expect(read({ type: 9, data: {} })).toMatchObject({ kind: 'failed', reason: expect.stringContaining('type') });
    expect(read(undefined)).toMatchObject({ kind: 'failed', reason: expect.stringContaining('200') });
    expect(read({ type: 8, data: { choices: [{}] } })).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('choices.0.name'),
    });
  });
});
