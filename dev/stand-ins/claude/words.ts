import { z } from 'zod';

const books = z.object({ count: z.number(), names: z.array(z.string()) });

/** The facts of an alert that its sentences are made of; whatever else the request holds is left aside. */
const factsSchema = z.object({
  pick: z.string(),
  book: z.string(),
  price: z.string(),
  fairPrice: z.string().nullable(),
  edgePercent: z.number(),
  looksLikeMistake: z.boolean(),
  confidencePercent: z.number(),
  lineMove: z.object({ subject: z.string(), from: z.string(), to: z.string() }).nullable(),
  movedFirst: books,
  followed: books,
});
type Facts = z.infer<typeof factsSchema>;

const WITHOUT_FACTS = 'I was given no facts of an alert, so there is nothing that I can explain.';

/** What the stand-in answers to a prompt: an explanation from the facts in it, as Claude might put it. */
export const explain = (prompt: string): string => {
  const facts = factsIn(prompt);
  return facts ? [story(facts), offer(facts), confidence(facts)].join(' ') : WITHOUT_FACTS;
};

/** JSON from the first brace to the last. */
const factsIn = (prompt: string): Facts | undefined => {
  try {
    return factsSchema.parse(JSON.parse(prompt.slice(prompt.indexOf('{'), prompt.lastIndexOf('}') + 1)));
  } catch {
    return undefined;
  }
};

const story = ({ movedFirst: { names }, followed, lineMove, book }: Facts): string => {
  const [leader] = names;
  if (leader === undefined) return `${book} stood apart from the other books, although the market had been quiet.`;
  const [follower] = followed.names;
  const others = follower === undefined ? '' : `, ${follower}${followed.count > 1 ? ' and others' : ''} soon agreed`;
  const line = lineMove ? `, and ${lineMove.subject} moved from ${lineMove.from} to ${lineMove.to}` : '';
  return `${leader} was the first to change its price${others}${line}.`;
};

const offer = ({ book, pick, price, fairPrice, edgePercent }: Facts): string => {
  const fair = fairPrice === null ? '' : `, when the other books together made ${fairPrice} the fair price`;
  return `${book} was offering ${pick} at ${price}${fair}, an edge of ${edgePercent}%.`;
};

const confidence = ({ confidencePercent, looksLikeMistake }: Facts): string =>
  looksLikeMistake
    ? 'An edge this large is usually a mistake or a dead feed.'
    : `OddsTracker put its chance of beating the closing line at ${confidencePercent}%.`;
