import type { Anthropic } from '@anthropic-ai/sdk';
import type { ClaudeError } from './errors.ts';
import { isModel } from './request.ts';

/** What Anthropic tells of a model. */
export const modelOf = (id: string): Anthropic.ModelInfo | ClaudeError =>
  isModel(id)
    ? {
        id,
        type: 'model',
        display_name: id,
        lifecycle: 'active',
        line: null,
        created_at: '2026-10-01T00:00:00Z',
        deprecated_at: null,
        retires_at: null,
        max_input_tokens: 200_000,
        max_tokens: 64_000,
        capabilities: null,
      }
    : { type: 'not_found_error', message: `model: ${id}` };
