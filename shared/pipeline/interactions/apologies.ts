import type { AnswerMessage } from '../../discord/commands/command.ts';

/** What a person reads when we have no answer. Each says what to do. */
export const UNKNOWN: AnswerMessage = {
  content: '🤷 That is not known here any more. `/help` lists what is; an old button may belong to an older version.',
};
export const FAILED: AnswerMessage = {
  content: '⚠️ That did not work, and it cost you nothing. Try again in a moment; we have been told of it.',
};
export const TOO_LONG: AnswerMessage = {
  content: '⏳ That took too long, and it cost you nothing. Try again in a moment.',
};
