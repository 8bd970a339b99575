import type { QueueName } from '../../../shared/messages/messages.ts';
import type { Fate } from '../../../shared/pipeline/operations/fate.ts';
import type { Cleared, PoisonList, PoisonView } from '../../../shared/pipeline/operations/poison.ts';
import { asData } from '../as-data.ts';
import { iso, lines, progress, type Run } from '../printed.ts';

/** What becomes of a message that is put back, by the reason under which stages count it. */
const DROPPED: Readonly<Record<string, string>> = {
  'too-old': 'its stage would drop it: an alert is news for ten minutes, then its price is gone',
  'event-begun': 'its stage would drop it: the game has begun',
  'token-expired': 'its stage would drop it: Discord takes no answer after fifteen minutes',
  apologised: 'its stage would drop it: after a minute the person has been told that there is no answer',
};

const fateWords = (fate: Fate): string => {
  if (fate.kind === 'worked') return 'put back it would be worked';
  if (fate.kind === 'dropped') return DROPPED[fate.reason] ?? `its stage would drop it: ${fate.reason}`;
  return `its stage would refuse it (${fate.reason}) and keep it under rejected`;
};

/** Each with how often it is so. */
const tally = (words: readonly string[]): readonly string[] =>
  [...Map.groupBy(words, (word) => word)].map(([word, all]) => `    ${all.length} × ${word}`);

const reasonOf = ({ note }: Pick<PoisonView, 'note'>): string =>
  note ? asData(note.reason) : 'its reason was not noted';

const queueLines = ({ queue, count, messages }: PoisonList): readonly string[] => [
  `${queue}: ${count} given up, the oldest ${messages[0] ? iso(messages[0].since) : 'held by somebody at the moment'}`,
  ...tally(messages.map(reasonOf)),
  ...tally(messages.map(({ fate }) => fateWords(fate))),
  ...(count > messages.length ? [`    Azure shows the oldest ${messages.length} only.`] : []),
];

export const poisonList: Run = async (app, { args }) => {
  const lists = await app.operations.listPoison(args.length === 0 ? undefined : (args as QueueName[]));
  const full = lists.filter(({ count }) => count > 0);
  const json = lists.map(({ messages, ...list }) => ({
    ...list,
    messages: messages.map(({ text: _, ...rest }) => rest),
  }));
  if (full.length === 0) return { json, text: 'Nothing was given up.' };
  return {
    json,
    text: lines(...full.map(queueLines), '', 'npm run ops -- poison show QUEUE shows them.'),
  };
};

export const poisonShow: Run = async (app, { args: [queue, id] }) => {
  const [list] = await app.operations.listPoison([queue as QueueName]);
  if (!list) throw new Error(`There is no queue ${queue}.`);
  const messages = list.messages.filter((message) => id === undefined || message.id === id);
  if (id !== undefined && messages.length === 0)
    throw new Error(
      `No message ${id} was given up in ${queue}, as far as can be seen: of the oldest 32. npm run ops -- poison show ${queue} lists them.`,
    );
  const json = { ...list, messages };
  if (messages.length === 0) return { json, text: `Nothing was given up in ${queue}.` };
  return { json, text: lines(...messages.map((message) => shown(message, list.tries)), more(list, messages.length)) };
};

const more = ({ count }: PoisonList, shownCount: number): readonly string[] =>
  count > shownCount ? [`${count - shownCount} more are there.`] : [];

const shown = ({ id, since, note, fate, text }: PoisonView, tries: number): readonly string[] => [
  id,
  `  given up ${iso(since)}, after ${tries} tries`,
  `  ${note ? `${iso(note.at)}  ${asData(note.reason)}` : 'its reason was not noted'}`,
  `  ${fateWords(fate)}`,
  `  ${asData(text)}`,
];

/** What the operator asked for, of one message or of all. */
const clearing = (args: readonly string[], isDryRun: boolean, doing: string) => {
  const [queue, id] = args;
  return {
    queue: queue as QueueName,
    which: id === undefined ? ('all' as const) : { id },
    dryRun: isDryRun,
    onProgress: (done: number) => progress.tell(`${done} ${doing}`),
  };
};

const cleared = ({ queue, messages, count }: Cleared, did: string): readonly string[] =>
  messages.length === 0
    ? [`Nothing was given up in ${queue}.`]
    : [
        `${did} ${messages.length} of ${queue}:`,
        ...messages.map((message) => `  ${message.id}  ${iso(message.since)}  ${reasonOf(message)}`),
        ...(count > messages.length ? [`About ${count} are there in all.`] : []),
      ];

export const poisonReplay: Run = async (app, { args, isDryRun }) => {
  const done = await app.operations.replayPoison(clearing(args, isDryRun, 'put back'));
  progress.end();
  return {
    json: done,
    text: lines(
      cleared(done, isDryRun ? 'It would put back' : 'Put back'),
      ...tally(done.messages.map(({ fate }) => fateWords(fate))),
    ),
  };
};

export const poisonDrop: Run = async (app, { args, isDryRun }) => {
  const done = await app.operations.dropPoison(clearing(args, isDryRun, 'dropped'));
  progress.end();
  const kept = isDryRun || done.messages.length === 0 ? [] : ['They are kept 30 days: npm run ops -- rejected list.'];
  return { json: done, text: lines(cleared(done, isDryRun ? 'It would drop' : 'Dropped'), kept) };
};
