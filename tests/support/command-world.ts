import { memoryParts } from '../../dev/backtest/memory-app.ts';
import { createAllowances } from '../../shared/adapters/allowances/allowances.ts';
import { memoryCache } from '../../shared/adapters/memory/memory-cache.ts';
import { recordingTelemetry } from '../../shared/adapters/telemetry/recording-telemetry.ts';
import { commandDeps } from '../../shared/commands.ts';
import { createQuestions } from '../../shared/discord/commands/question.ts';
import { type BookQuote, MARKET_TYPES, type SportEvent } from '../../shared/domain/market/market.ts';
import type { Signal } from '../../shared/domain/signal/signal.ts';
import { deferredInteractionSchema } from '../../shared/messages/interaction.ts';
import { createAccounts } from '../../shared/pipeline/accounts.ts';
import { ingestOdds } from '../../shared/pipeline/ingest-odds.ts';
import { answerInteraction } from '../../shared/pipeline/interactions/answer-interaction.ts';
import { receiveInteraction } from '../../shared/pipeline/interactions/receive-interaction.ts';
import { recordRecent } from '../../shared/pipeline/recent-signal-store.ts';
import type { ExplainerResult } from '../../shared/ports/explainer.ts';
import { billingWith } from './billing.ts';
import { createDoor } from './door.ts';
import { BOOKS, quote } from './odds.ts';

export interface CommandWorldOptions {
  readonly event: SportEvent;
  readonly signal: Signal;
  /** What Claude says, or does not. */
  readonly explained?: ExplainerResult;
}

const HELLO = { kind: 'ok', text: 'One book stood apart from the others.' } as const;
const CHART = { kind: 'ok', url: 'https://quickchart.io/chart/render/sf-1' } as const;

/** Every command and button over memory, behind the very door, with one game, its odds and one signal on record. */
export async function createCommandWorld({ event, signal, explained = HELLO }: CommandWorldOptions) {
  const now = Date.now;
  const { stores } = memoryParts(now);
  const cache = memoryCache({ now });
  const telemetry = recordingTelemetry();
  const accounts = createAccounts({ ...stores, cache, now });
  const allowances = createAllowances();
  const unasked = () => Promise.reject(new Error('no test asks the provider'));
  const polling = {
    clock: now,
    source: { sports: unasked, schedule: unasked, odds: unasked },
    leagues: stores.leagues,
    budgets: stores.budgets,
    config: { leagues: [event.league], markets: MARKET_TYPES, regions: ['us'], monthlyCredits: 500 },
    ingest: unasked,
    keepRejected: unasked,
    telemetry,
  };
  const commands = commandDeps({
    stores,
    boards: stores.boards,
    cache,
    accounts,
    allowances,
    charts: { draw: async () => CHART },
    explainer: { explain: async () => explained },
    billing: billingWith(),
    polling,
  });
  const door = createDoor(createQuestions(commands), { accounts, allowances, cache });
  const quotes: readonly BookQuote[] = BOOKS.map((book) => quote(book, -2.5, 1.91, 1.91));
  await ingestOdds(
    { ...stores, lineHistory: stores['line-history'], cache, telemetry, queue: { send: async () => undefined } },
    event.league,
    {
      observedAt: now(),
      events: [{ event, markets: [{ market: 'spread', quotes }] }],
      rejected: [],
      quota: undefined,
    },
  );
  await stores.signals.create({ id: signal.id, partition: event.id }, { signal, state: 'dispatched' });
  await recordRecent(stores['recent-signals'], signal);

  /** What somebody reads in the end: at once, or after a promise. Suggestions come as they are. */
  const ask = async (raw: object): Promise<unknown> => {
    const before = door.sent.length;
    const { status, body } = await receiveInteraction(door, door.signer.sign(JSON.stringify(raw)));
    if (status !== 200 || !('type' in body)) throw new Error(`refused: ${JSON.stringify(body)}`);
    if (body.type !== 5) return 'data' in body ? body.data : body;
    const [promised] = door.sent.slice(before) as { readonly message: unknown }[];
    const edits: unknown[] = [];
    const discord = {
      editOriginal: async (_: string, edit: object) => {
        edits.push(edit);
        return { kind: 'ok', value: undefined } as const;
      },
      isAnswered: async () => ({ kind: 'ok', value: edits.length > 0 }) as const,
    };
    await answerInteraction({ ...door, discord }, deferredInteractionSchema.parse(promised?.message));
    return edits.at(-1);
  };
  return { door, stores, ask };
}
