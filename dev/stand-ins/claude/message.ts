import type { Order } from './orders.ts';
import type { MessageRequest } from './request.ts';
import { explain } from './words.ts';

/** About what a token of English is, in characters. */
const CHARACTERS_PER_TOKEN = 3.5;
const tokensIn = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);

interface Said {
  readonly text: string;
  readonly stopReason: 'end_turn' | 'max_tokens' | 'refusal';
}

/** A message in Anthropic's form. */
export const messageOf = (request: MessageRequest, order: Order, id: string) => {
  const { text, stopReason } = say(request, order);
  return {
    id,
    type: 'message',
    role: 'assistant',
    model: request.model,
    content: text === '' ? [] : [{ type: 'text', text, citations: null }],
    container: null,
    diagnostics: null,
    stop_reason: stopReason,
    stop_details: stopReason === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null,
    stop_sequence: null,
    usage: {
      input_tokens: tokensIn([request.system ?? '', ...request.messages.map(({ content }) => content)].join('\n')),
      output_tokens: Math.max(1, tokensIn(text)),
      cache_creation: null,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      inference_geo: null,
      output_tokens_details: null,
      server_tool_use: null,
      service_tier: 'standard',
      speed: 'standard',
    },
  };
};

const say = (request: MessageRequest, order: Order): Said => {
  if (order.kind === 'refuse') return { text: '', stopReason: 'refusal' };
  const text = order.kind === 'say' ? order.text : explain(request.messages.at(-1)?.content ?? '');
  if (order.kind === 'cut-off') return { text: text.slice(0, 30), stopReason: 'max_tokens' };
  return tokensIn(text) <= request.max_tokens
    ? { text, stopReason: 'end_turn' }
    : { text: text.slice(0, Math.floor(request.max_tokens * CHARACTERS_PER_TOKEN)), stopReason: 'max_tokens' };
};
