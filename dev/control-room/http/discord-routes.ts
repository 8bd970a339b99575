import type { DiscordBox } from '../discord/box.ts';
import type { InteractionView, Menu } from '../discord/model.ts';
import type { Refused } from '../discord/refused.ts';
import { readJson } from './json-body.ts';
import { foreignSender } from './own-page.ts';
import { answerJson, refuse } from './reply.ts';
import type { Route } from './routes.ts';

const MOST_BYTES = 16 * 1024;
/** Of interactions in one waiting; a page asks for the others later. */
const MOST_IDS = 50;
/** A page asks again after this long; an idle connection that lives longer may be cut on its way. */
const HOLD_MS = 25_000;

const REAL: Menu = { isStandIn: false, people: [], places: [], commands: [], shop: [] };
const NOT_HERE = 'The real Discord is connected: act there.';

type Told = InteractionView | { readonly kind: 'done' } | Refused;

/** Does what the room's own page asks; nobody else is heard. */
const deed =
  (act: (body: unknown) => Told | Promise<Told>): Route =>
  async (response, request) => {
    const problem = foreignSender(request.headers);
    if (problem !== undefined) return refuse(response.setHeader('connection', 'close'), 403, problem);
    const body = await readJson(request, MOST_BYTES);
    if (body.kind === 'refused') return refuse(response.setHeader('connection', 'close'), body.status, body.text);
    const told = await act(body.value);
    if ('kind' in told && told.kind === 'refused') refuse(response, told.status, told.text);
    else answerJson(response, told);
  };

/** Waits for answers that were promised to `?id=…&id=…`; an empty list when none is there yet: ask again. */
const lateAnswers =
  (box: DiscordBox): Route =>
  async (response, request) => {
    const ids = new URL(request.url ?? '', 'http://room').searchParams.getAll('id').slice(0, MOST_IDS);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    answerJson(response, await box.lateAnswers(ids, AbortSignal.any([gone.signal, AbortSignal.timeout(HOLD_MS)])));
  };

const notHere: Route = (response) => refuse(response, 409, NOT_HERE);

/**
 * The Discord-like box: what can be typed and by whom, doing it, the answers that come later, what is bought inside Discord, and
 * who is in the guild.
 */
export const discordRoutes = (box: DiscordBox | undefined): readonly [string, Route][] => [
  ['GET /room/discord', (response) => answerJson(response, box ? box.menu() : REAL)],
  ['POST /room/discord/interactions', box ? deed(box.act) : notHere],
  ['GET /room/discord/answers', box ? lateAnswers(box) : notHere],
  ['POST /room/discord/purchases', box ? deed(box.people.purchase) : notHere],
  ['POST /room/discord/members', box ? deed(box.people.move) : notHere],
];
