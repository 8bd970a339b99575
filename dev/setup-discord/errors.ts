import { DiscordAPIError, HTTPError } from '@discordjs/rest';

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

/** Whether Discord found fault with that field of a form. */
export const isRefusedField = (error: unknown, field: string): boolean => {
  const cause = causeOf(error);
  return (
    cause instanceof DiscordAPIError &&
    'errors' in cause.rawError &&
    typeof cause.rawError.errors === 'object' &&
    cause.rawError.errors !== null &&
    field in cause.rawError.errors
  );
};

const WRONG_TOKEN =
  'Discord does not take DISCORD_BOT_TOKEN. At https://discord.com/developers/applications, your application, Bot, “Reset Token” gives a new one.';
const PLACES =
  'look at the permissions of the bot’s role in Server Settings → Roles, and at those of the channel itself';

/**
 * What went wrong, in words that say what to do; the library's own error is its cause.
 * @param doing e.g. `create the role Core`
 */
export const plainError = (error: unknown, doing: string, baseUrl: string): Error => {
  const options = { cause: error };
  if (error instanceof DiscordAPIError) {
    if (error.status === 401) return new Error(WRONG_TOKEN, options);
    const { code, message } = error;
    const isForbidden = code === NO_ACCESS || code === NO_PERMISSION;
    const hint = isForbidden ? `: ${PLACES}.` : '.';
    return new Error(`Discord does not let the bot ${doing}: ${message} (${code})${hint}`, options);
  }
  if (error instanceof HTTPError)
    return new Error(`Discord could not ${doing}: it answered with ${error.status}. Run this again later.`, options);
  return new Error(`Discord cannot be reached at ${baseUrl}: ${String(error)}`, options);
};
