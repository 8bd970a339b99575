import { DiscordAPIError, HTTPError } from '@discordjs/rest';
import { NotJsonError } from './whole-answer.ts';

export const UNKNOWN_GUILD = 10004;
export const NO_ACCESS = 50001;
const NO_PERMISSION = 50013;

const causeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined ? error.cause : error;

/** Discord's own number for what is wrong; undefined when it gave none. */
export const codeOf = (error: unknown): number | undefined => {
  const cause = causeOf(error);
  return cause instanceof DiscordAPIError ? Number(cause.code) : undefined;
};

/** The status of a refusal; undefined when Discord did not refuse. */
export const refusalStatus = (error: unknown): number | undefined => {
  const cause = causeOf(error);
  return cause instanceof DiscordAPIError ? cause.status : undefined;
};

/** Discord's words on a fault in a form's field that is named so, or begins so; undefined when it found none there. */
export const faultOf = (error: unknown, field: string): string | undefined => {
  const cause = causeOf(error);
  if (!(cause instanceof DiscordAPIError) || !('errors' in cause.rawError)) return undefined;
  const faults = Object.entries(cause.rawError.errors ?? {}).filter(([name]) => name.startsWith(field));
  return faults.length > 0 ? faults.flatMap(([, fault]) => messagesIn(fault)).join(' ') : undefined;
};

/** Messages stand at the tree's ends. */
const messagesIn = (tree: unknown): string[] => {
  if (typeof tree !== 'object' || tree === null) return [];
  const own = 'message' in tree && typeof tree.message === 'string' ? [tree.message] : [];
  return [...own, ...Object.values(tree).flatMap(messagesIn)];
};

const WRONG_TOKEN =
  'Discord does not take DISCORD_BOT_TOKEN. At https://discord.com/developers/applications, your application, Bot, “Reset Token” gives a new one.';
const PLACES =
  'look at the permissions of the bot’s role in Server Settings → Roles, and at those of the channel itself';
const AGAIN = 'run this again: it first looks at what is there, and does nothing twice';

export interface AskedWhere {
  readonly baseUrl: string;
  /** How long an answer was waited for. */
  readonly patienceMs: number;
}

/**
 * What went wrong, in words that say what to do; the library's own error is its cause.
 * @param doing e.g. `create the role Core`
 */
export const plainError = (error: unknown, doing: string, where: AskedWhere): Error =>
  new Error(wordsFor(error, doing, where), { cause: error });

const wordsFor = (error: unknown, doing: string, { baseUrl, patienceMs }: AskedWhere): string => {
  if (error instanceof NotJsonError) return pageWords(error, doing, baseUrl);
  if (error instanceof DiscordAPIError) return refusalWords(error, doing);
  if (error instanceof HTTPError) return outageWords(error.status, undefined, doing);
  if (error instanceof SyntaxError) return `Discord’s answer is not understood (${doing}).`;
  if (error instanceof Error && error.name === 'AbortError')
    return `Discord did not answer within ${patienceMs / 1000} s (${doing}). See https://discordstatus.com and this machine’s network, then ${AGAIN}.`;
  return `Discord cannot be reached at ${baseUrl} (${doing}): ${reasonOf(error)}. Look at this machine’s network and at DISCORD_API_BASE_URL, then ${AGAIN}.`;
};

const refusalWords = ({ status, code, message }: DiscordAPIError, doing: string): string => {
  if (status === 401) return WRONG_TOKEN;
  const isForbidden = code === NO_ACCESS || code === NO_PERMISSION;
  return `Discord does not let the bot ${doing}: ${message} (${code})${isForbidden ? `: ${PLACES}.` : '.'}`;
};

const outageWords = (status: number, title: string | undefined, doing: string): string =>
  `Discord could not ${doing}: it answered with ${status}${title ? ` and the web page “${title}”` : ''}. Run this again later.`;

const pageWords = ({ status, title }: NotJsonError, doing: string, baseUrl: string): string => {
  if (status >= 500) return outageWords(status, title, doing);
  const what = title ? `the web page “${title}”` : 'something that is no JSON';
  return `What answers at ${baseUrl} is not Discord’s API (${doing}): it sent ${what} with status ${status}. A proxy, a firewall or a login page stands in between, or DISCORD_API_BASE_URL is wrong: mend that, then run this again.`;
};

/** The network's own word for it, where there is one: the library's says no more than that it failed. */
const reasonOf = (error: unknown): string => {
  const cause = causeOf(error);
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return code || String(error);
};
