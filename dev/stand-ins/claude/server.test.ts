import Anthropic from '@anthropic-ai/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { SYSTEM_PROMPT, userPrompt } from '../../../shared/adapters/claude/prompt.ts';
import { explanationFacts } from '../../../shared/discord/explanation-facts.ts';
import { checkExplanation } from '../../../shared/domain/signal/explanation-check.ts';
import { ALERT_TYPES } from '../../../shared/domain/signal/signal.ts';
import { aSignal } from '../../../tests/support/delivery-world.ts';
import { type ClaudeStandIn, type ClaudeStandInOptions, startClaude } from './server.ts';

const KEY = 'sk-ant-test';
let claude: ClaudeStandIn;
const start = async (options: ClaudeStandInOptions = {}) => {
  claude = await startClaude({ keys: [KEY], ...options });
};
afterEach(() => claude.stop());

const client = (options: { apiKey?: string; maxRetries?: number } = {}) =>
  new Anthropic({ apiKey: KEY, baseURL: claude.url, maxRetries: 0, ...options });

const REQUEST: Anthropic.MessageCreateParamsNonStreaming = {
  model: 'claude-haiku-5-5',
  max_tokens: 200,
  thinking: { type: 'disabled' },
  output_config: { effort: 'low' },
  system: 'Explain.',
  messages: [{ role: 'user', content: 'Hello' }],
};
const ask = (parts: Partial<Anthropic.MessageCreateParamsNonStreaming> = {}) =>
  client().messages.create({ ...REQUEST, ...parts });
const errorOf = async (call: Promise<unknown>): Promise<InstanceType<typeof Anthropic.APIError>> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Anthropic.APIError) return error;
  throw new Error(`expected an APIError, not ${String(error)}`);
};
const post = (body: unknown, headers: Record<string, string>, path = '/v1/messages') =>
  fetch(`${claude.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const textOf = ({ content }: Anthropic.Message) =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('');

describe('the stand-in for Claude', () => {
  it('tells of a model, to who has a key', async () => {
    await start();
    expect(await client().models.retrieve('claude-haiku-5-5')).toMatchObject({ type: 'model', lifecycle: 'active' });
    expect((await errorOf(client().models.retrieve('gpt-9'))).status).toBe(404);
    expect((await errorOf(client({ apiKey: 'wrong' }).models.retrieve('claude-haiku-5-5'))).status).toBe(401);
  });

  it('answers the SDK with a message, its usage and a request id', async () => {
    await start();
    const message = await ask();
    expect(message).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'claude-haiku-5-5',
      stop_reason: 'end_turn',
    });
    expect(message._request_id).toMatch(/^req_\d{24}$/);
    expect(message.usage.input_tokens).toBeGreaterThan(0);
    expect(message.usage.output_tokens).toBeLessThanOrEqual(200);
    expect(textOf(message)).toBe('I was given no facts of an alert, so there is nothing that I can explain.');
    expect(claude.stats()).toMatchObject({ requests: 1, errors: 0, outputTokens: message.usage.output_tokens });
    expect(JSON.parse(claude.requests()[0] ?? '')).toEqual(REQUEST);
  });

  it.each(ALERT_TYPES)('explains a %s from the facts in its prompt, in words that stand the check', async (type) => {
    await start();
    const facts = explanationFacts(aSignal({ type, suspect: type === 'SteamMove' }));
    const message = await ask({ system: SYSTEM_PROMPT, messages: [{ role: 'user', content: userPrompt(facts) }] });
    const text = textOf(message);
    expect(text).toContain('BetRivers was offering Miami Dolphins +3.5 at 1.95 (-105)');
    expect([text, checkExplanation(text, facts)]).toEqual([text, 'ok']);
  });

  it('takes the key as x-api-key too', async () => {
    await start();
    const answer = await post(REQUEST, { 'x-api-key': KEY, 'anthropic-version': '2023-06-01' });
    expect(answer.status).toBe(200);
  });

  it('refuses a wrong key, no key and no version as Anthropic does', async () => {
    await start();
    const wrong = await errorOf(client({ apiKey: 'other' }).messages.create(REQUEST));
    expect(wrong).toMatchObject({ status: 401, type: 'authentication_error', apiMessage: 'invalid x-api-key' });
    expect(wrong.requestID).toMatch(/^req_/);
    expect((await post(REQUEST, { 'anthropic-version': '2026-10-21' })).status).toBe(401);
    const unversioned = await post(REQUEST, { 'x-api-key': KEY });
    expect([unversioned.status, await unversioned.json()]).toMatchObject([
      400,
      { type: 'error', error: { type: 'invalid_request_error', message: 'anthropic-version: header is required' } },
    ]);
    expect((await post(REQUEST, { 'x-api-key': KEY }, '/v1/complete')).status).toBe(404);
  });

  it.each<[string, object, number, RegExp]>([
    ['sampling', { temperature: 1 }, 400, /temperature is deprecated/],
    ['sampling', { top_k: 5 }, 400, /top_k is deprecated/],
    ['an unknown parameter', { nonsense: 1 }, 400, /nonsense: Extra inputs are not permitted/],
    ['an unknown effort', { output_config: { effort: 'extreme' } }, 400, /output_config\.effort/],
    ['no room to answer', { max_tokens: 0 }, 400, /max_tokens/],
    ['no messages', { messages: [] }, 400, /messages/],
    [
      'a prefilled answer',
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
      400,
      /prefill/,
    ],
    ['manual thinking', { thinking: { type: 'enabled', budget_tokens: 1024 } }, 400, /thinking\.type\.enabled/],
    [
      'thinking hard without thinking',
      { output_config: { effort: 'max' } },
      400,
      /not supported when thinking is disabled/,
    ],
    ['the wrong way not to think', { model: 'claude-sonnet-5-5' }, 400, /thinking\.type\.disabled/],
    ['a model that is none', { model: 'gpt' }, 404, /model: gpt/],
  ])('refuses %s: %j', async (_, parts, status, message) => {
    await start();
    const answer = await post({ ...REQUEST, ...parts }, { 'x-api-key': KEY, 'anthropic-version': '2026-10-21' });
    const { error } = (await answer.json()) as { error: { message: string } };
    expect(answer.status).toBe(status);
    expect(error.message).toMatch(message);
  });

  it('refuses what is no JSON', async () => {
    await start();
    expect((await post('{', { 'x-api-key': KEY, 'anthropic-version': '2026-10-21' })).status).toBe(400);
  });

  it('keeps to max_tokens', async () => {
    await start();
    const message = await ask({ max_tokens: 5 });
    expect(message).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 5 } });
  });

  it('says, refuses, stops and is overloaded as it is told, until it is told otherwise', async () => {
    await start();
    claude.control.say('See https://evil.com');
    expect(textOf(await ask())).toBe('See https://evil.com');
    claude.control.refuse();
    expect(await ask()).toMatchObject({ content: [], stop_reason: 'refusal', stop_details: { type: 'refusal' } });
    claude.control.cutOff();
    expect(await ask()).toMatchObject({ stop_reason: 'max_tokens' });
    claude.control.overload();
    expect(await errorOf(ask())).toMatchObject({ status: 529, type: 'overloaded_error' });
    claude.control.clear();
    expect(await ask()).toMatchObject({ stop_reason: 'end_turn' });
  });

  it('takes the same orders, and faults, on its control path', async () => {
    await start();
    const order = (body: unknown) => post(body, {}, '/__control');
    expect(await (await order({ say: 'Hello.' })).json()).toMatchObject({ faults: [], stats: { requests: 0 } });
    expect(textOf(await ask())).toBe('Hello.');
    await order({ refuse: true });
    expect((await ask()).stop_reason).toBe('refusal');
    await order({ cutOff: true });
    expect((await ask()).stop_reason).toBe('max_tokens');
    await order({ overload: true });
    expect(await errorOf(ask())).toMatchObject({ status: 529 });
    await order({ clear: true, fault: { kind: 'out-of-credits', times: 1 } });
    expect(await errorOf(ask())).toMatchObject({ status: 402, type: 'billing_error' });
    expect((await ask()).stop_reason).toBe('end_turn');
    expect((await order({ dance: true })).status).toBe(400);
  });

  it('asks to wait when there are too many requests, which the SDK does', async () => {
    await start({ retryAfterSeconds: 0.01 });
    claude.control.inject({ kind: 'too-many-requests', times: 1 });
    expect((await client({ maxRetries: 1 }).messages.create(REQUEST)).stop_reason).toBe('end_turn');
    claude.control.inject({ kind: 'too-many-requests' });
    const refused = await errorOf(ask());
    expect(refused).toMatchObject({ status: 429, type: 'rate_limit_error' });
    expect(refused.headers?.get('retry-after')).toBe('0.01');
    claude.control.clear();
    claude.control.inject({ kind: 'bad-key', times: 1 });
    expect(await errorOf(ask())).toMatchObject({ status: 401 });
  });
});
