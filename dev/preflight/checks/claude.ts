import { priceOf } from '../../../shared/adapters/claude/models.ts';
import { type Checks, type Finding, Found, fact, fail, none, pass, warning } from '../check.ts';
import type { Checking } from '../checking.ts';

const KEY = 'key';

/** By what Claude says of the model, which is free. */
export function claudeChecks({ settings: { config }, timeoutMs }: Checking): Checks {
  const { apiKey, baseUrl, model } = config.claude;
  const needs = ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL'] as const;
  if (apiKey === undefined)
    return { checks: [{ name: KEY, needs, look: () => none('ANTHROPIC_API_KEY is not set: a template explains') }] };
  const answer = fact(KEY, () => askFor(model, { apiKey, baseUrl, timeoutMs }), timeoutMs);
  return {
    checks: [
      { name: KEY, needs, look: () => answer.read().then(() => pass('taken')) },
      {
        name: 'model',
        needs: [...needs, 'ANTHROPIC_MODEL'],
        look: async () => modelFinding(model, await answer.known()),
      },
    ],
  };
}

interface Access {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

interface Known {
  /** Undefined: there is no such model for this key. */
  readonly lifecycle: string | undefined;
}

async function askFor(model: string, { apiKey, baseUrl, timeoutMs }: Access): Promise<Known> {
  const { Anthropic } = await import('@anthropic-ai/sdk');
  const client = new Anthropic({ apiKey, baseURL: baseUrl, timeout: timeoutMs, maxRetries: 0, logLevel: 'off' });
  try {
    const { lifecycle } = await client.models.retrieve(model);
    return { lifecycle };
  } catch (error) {
    if (error instanceof Anthropic.NotFoundError) return { lifecycle: undefined };
    throw new Found(refused(error instanceof Anthropic.APIError ? error.status : undefined));
  }
}

function refused(status: number | undefined): Finding {
  if (status === 401 || status === 403)
    return fail('Claude does not take ANTHROPIC_API_KEY', 'https://platform.claude.com/settings/keys gives a new one');
  return fail(
    status === undefined ? 'Claude does not answer' : `Claude answered with ${status}`,
    'look at ANTHROPIC_BASE_URL and https://status.claude.com, then run this again',
  );
}

function modelFinding(model: string, { lifecycle }: Known): Finding {
  if (lifecycle === undefined) return fail(`there is no ${model}`, 'set ANTHROPIC_MODEL, or leave it out');
  if (lifecycle === 'retired') return fail(`${model} is retired`, 'set ANTHROPIC_MODEL, or leave it out');
  if (lifecycle === 'deprecated') return warning(`${model} is on its way out`, 'choose its successor in time');
  return priceOf(model) ? pass(model) : warning(`${model}: its price is not known here`, 'its cost is not counted');
}
