import { existsSync } from 'node:fs';
import { formFaults } from '../../dev/stand-ins/discord/form.ts';
import { createDiscordValidator, discordOpenApiPath } from '../../dev/stand-ins/discord/openapi.ts';
import { memoryCache } from '../../shared/adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../../shared/adapters/memory/memory-documents.ts';
import type {
  Answer,
  AnswerMessage,
  CommandRequest,
  ComponentRequest,
  SuggestRequest,
} from '../../shared/discord/commands/command.ts';
import { immediate, messageBody } from '../../shared/discord/commands/response.ts';
import { newUser, type User } from '../../shared/domain/account/account.ts';
import type { Standing } from '../../shared/domain/account/tiers.ts';
import type { Settlement } from '../../shared/domain/signal/settlement.ts';
import type { Signal } from '../../shared/domain/signal/signal.ts';
import { createSignalQueries } from '../../shared/pipeline/queries/recent-signals.ts';
import { recordRecent } from '../../shared/pipeline/recent-signal-store.ts';
import type { Catalogue } from '../../shared/ports/catalogue.ts';
import { makeStores } from '../../shared/stores.ts';
import { DETECTED_AT } from './delivery-world.ts';
import { subscriptionOf } from './door.ts';

/** A settlement of a signal; of one that could not be judged, `clv` is null. */
export const aSettlement = (parts: Partial<Settlement> = {}): Settlement => ({
  start: DETECTED_AT,
  at: DETECTED_AT,
  clv: 0.021,
  closingProbability: null,
  ...parts,
});

/** Signals on record, in memory, some minutes after they were detected. */
export function signalsOnRecord() {
  let time = DETECTED_AT + 5 * 60_000;
  const now = () => time;
  const stores = makeStores(
    (_name, { ttlSeconds }) =>
      memoryDocuments<never>({ now, ...(ttlSeconds === undefined ? {} : { ttlSeconds }) }) as never,
  );
  const cache = memoryCache({ now });
  const recentSignals = createSignalQueries({
    signals: stores.signals,
    recentSignals: stores['recent-signals'],
    cache,
  });
  return {
    stores,
    cache,
    recentSignals,
    now,
    /** Moves the clock; epoch ms. */
    setTime: (to: number) => {
      time = to;
    },
    async raised(signal: Signal, settlement?: Settlement): Promise<void> {
      const key = { id: signal.id, partition: signal.event.id };
      await stores.signals.create(key, { signal, state: 'dispatched', ...(settlement ? { settlement } : {}) });
      await recordRecent(stores['recent-signals'], signal);
    },
  };
}

/** A catalogue of leagues alone. */
export const leaguesOnly = (leagues: Readonly<Record<string, string>>): Catalogue => ({
  leagues: async () => Object.entries(leagues).map(([league, title]) => ({ league, title })),
  upcoming: async () => [],
  event: async () => undefined,
});

export interface AskerParts {
  readonly standing?: Standing;
  readonly user?: Partial<User>;
  readonly mayCall?: boolean;
  /** Epoch ms. */
  readonly now?: number;
}

const asker = ({ standing = 'sharp', user = {}, mayCall = true, now = DETECTED_AT + 5 * 60_000 }: AskerParts) => ({
  user: { ...newUser('42'), subscription: subscriptionOf(standing), ...user },
  standing,
  now,
  mayCall,
});
const asked = { id: '1', token: 't', userId: '42', locale: 'en-US', sentAt: DETECTED_AT, entitlements: [] };

export const commandRequest = (
  name: string,
  options: Readonly<Record<string, string>>,
  parts: AskerParts = {},
): CommandRequest => ({ ...asker(parts), interaction: { ...asked, kind: 'command', name, options } });

export const suggestRequest = (name: string, option: string, text: string, parts: AskerParts = {}): SuggestRequest => ({
  ...asker(parts),
  interaction: { ...asked, kind: 'autocomplete', name, options: {}, focused: { name: option, text } },
});

export const pressRequest = (parts: readonly string[], who: AskerParts = {}): ComponentRequest => ({
  ...asker(who),
  parts,
  interactionId: '1',
});

/** What an answer says; throws when it is none yet. */
export const messageOf = (answer: Answer): AnswerMessage => {
  if (answer.kind !== 'message') throw new Error('there is no answer at hand');
  return answer.message;
};

/** The one embed of an answer. */
export const embedOf = (answer: Answer) => {
  const embed = messageOf(answer).embeds?.[0];
  if (!embed) throw new Error('the answer has no embed');
  return embed;
};

const spec = discordOpenApiPath();
const violations = existsSync(spec) ? createDiscordValidator(spec) : () => [];

/** What Discord would not take of an answer, at once or edited in. */
export const faultsOf = (answer: Answer): readonly unknown[] => {
  const message = messageOf(answer);
  return [
    ...formFaults(message),
    ...violations('POST', '/interactions/1/token/callback', immediate(message, true)),
    ...violations('PATCH', '/webhooks/1/token/messages/@original', messageBody(message)),
  ];
};
