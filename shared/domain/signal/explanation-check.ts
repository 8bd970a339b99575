import { type ExplanationFacts, MOST_EXPLANATION_CHARACTERS } from './explanation.ts';
import { strangeNumber } from './explanation-numbers.ts';

/** What is wrong with an explanation that somebody else wrote. */
export type Unfit =
  | 'empty'
  | 'too-long'
  | 'too-many-sentences'
  | 'invisible'
  | 'mention'
  | 'link'
  | 'markup'
  | 'advice'
  | 'promise'
  | 'invented'
  | 'off-topic'
  | 'number';

const MOST_SENTENCES = 4;

/**
 * Whether a text may be shown as the explanation of these facts, or the first reason why not. It is strict: a text that is refused
 * for nothing costs the reader some polish, one that promises, advises, links or invents costs trust.
 */
export function checkExplanation(text: string, facts: ExplanationFacts): Unfit | 'ok' {
  const said = withoutNames(text, facts).normalize('NFKC').replace(/[’‘ʼ]/g, "'");
  const found = RULES.find(([, isBroken]) => isBroken({ text, said, facts }));
  return found ? found[0] : 'ok';
}

/** `said` is the text without the names of teams and books, which may be of any words. */
interface Candidate {
  readonly text: string;
  readonly said: string;
  readonly facts: ExplanationFacts;
}

const says =
  (...patterns: readonly RegExp[]) =>
  ({ said }: Candidate): boolean =>
    patterns.some((pattern) => pattern.test(said));

const INVISIBLE = /[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?!\n)\p{C}/u;
/** Also before a space, since Discord's own mentions are made of it; not as the sign for a price: `+3.5 @ 1.95`. */
const MENTION = /@(?!\s?[+-]?\d)|<[@#&:]/u;
const LINKS = [
  /:\/\//,
  /\b(?:https?|ftp|mailto|discord)\s*:/i,
  /\bwww\b/i,
  /\bdiscord\s?(?:\.|dot)\s?gg\b/i,
  /[\p{L}\p{N}]\.\p{L}{2,}/u,
] as const;
const MARKUP = [/[*_`~|<>[\]{}#\\]/, /^\s*(?:[-+•]|\d+[.)])\s/m] as const;

const ACTS =
  '(?:bet|take|back|grab|hammer|play|wager|stake|tail|fade|buy|lay|act|hurry|jump|get|go|consider|avoid|pounce)';
const ADVICE = [
  /\b(?:you|bettors?|punters?|subscribers?|readers?|everyone|anyone)\s+(?:should|must|ought|need|have to|want to|had better)\b/i,
  /\byou\s+(?:can|could|may|might)\s+(?:still\s+)?(?:bet|take|back|grab|get)\b/i,
  new RegExp(`\\bshould\\s+(?:be\\s+)?${ACTS}`, 'i'),
  new RegExp(`(?:^|[.!?;:]\\s+|,\\s+(?:so|then)\\s+)(?:please\\s+|just\\s+)?(?:${ACTS}|don't|do not|never)\\b`, 'i'),
  /\b(?:worth|good|great|best|strong|smart|solid|nice)\s+(?:a\s+|an?\s+)?(?:bets?|betting|backing|taking|plays?|grabbing|punt|wager|pick)\b/i,
  /\b(?:recommend|advis)\w*/i,
  /\b(?:act|hurry|bet|jump)\s+(?:now|fast|quickly|soon|big|heavily)\b/i,
] as const;
const PROMISE = [
  /(?<!\b(?:no|not a|never a)\s)\bguarante\w*/i,
  /\blocks?\b/i,
  /\b(?:can't|cannot|can not|couldn't|never|won't|no[- ])\s?(?:lose|loses|miss|fail)\b/i,
  /\b(?:free|easy)\s+money\b/i,
  /\bprint(?:s|ing)?\s+money\b/i,
  /\b(?:make|makes|making|win|wins|earn|earns)\s+(?:you\s+)?money\b/i,
  /\bsure[- ]?(?:thing|win|winner|bet|fire|shot)\b/i,
  /\brisk[- ]?(?:free|less)\b|\b(?:no|zero|without)\s+(?:any\s+)?risk\b/i,
  /\bno[- ]brainer\b|\bslam[- ]dunk\b|\bjackpot\b|\bprofit\w*/i,
  /\b(?:certain|bound|sure|destined)\s+to\b/i,
  /\b(?:easy|certain|likely)\s+winner\b/i,
  /\b(?:will|going to|is set to)\s+(?:\w+ly\s+|almost\s+)?(?:win|beat|cover|hit|cash|pay|land|go over|go under)\b/i,
] as const;
/** What no fact of ours speaks of. */
const INVENTED = [
  /\b(?:injur\w*|weather|line-?ups?|rosters?|news|rumou?rs?|insiders?|inside information|rigged|fixed match)\b/i,
  /\b(?:tickets?|public (?:money|betting|side)|syndicates?|betting volume|coach\w*|suspension)\b/i,
] as const;
const OFF_TOPIC = [
  /\b(?:as an ai|language model|system prompt|prompts?|json|instructions?|anthropic|claude|assistant|chatgpt)\b/i,
] as const;

/** The first that is broken is the reason. */
const RULES: readonly (readonly [Unfit, (candidate: Candidate) => boolean])[] = [
  ['empty', ({ text }) => text.trim() === ''],
  ['too-long', ({ text }) => [...text].length > MOST_EXPLANATION_CHARACTERS],
  ['invisible', ({ text }) => INVISIBLE.test(text)],
  ['mention', says(MENTION)],
  ['link', says(...LINKS)],
  ['markup', says(...MARKUP)],
  ['advice', says(...ADVICE)],
  ['promise', says(...PROMISE)],
  ['invented', says(...INVENTED)],
  ['off-topic', says(...OFF_TOPIC)],
  ['too-many-sentences', ({ said }) => sentences(said) > MOST_SENTENCES],
  ['number', ({ said, facts }) => strangeNumber(said, facts) !== undefined],
];

const sentences = (text: string): number => text.split(/[.!?…]+(?:\s+|$)/).filter((part) => part.trim() !== '').length;

function withoutNames(text: string, facts: ExplanationFacts): string {
  const { home, away, league, book, movedFirst, followed, notMovedYet, movedAgainst } = facts;
  const books = [movedFirst, followed, notMovedYet, movedAgainst].flatMap(({ names }) => names);
  return [...new Set([home, away, league, book, ...books])]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, name) => rest.replace(wholeWords(name), 'Name'), text);
}

/** A name stands for itself, and for no part of a word or a number. */
const wholeWords = (name: string): RegExp => {
  const literal = name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}.,])${literal}(?![\\p{L}\\p{N}]|[.,]\\p{N})`, 'gu');
};
