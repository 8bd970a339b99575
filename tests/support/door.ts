import { createAllowances } from '../../shared/adapters/allowances/allowances.ts';
import { discordSignature } from '../../shared/adapters/discord-signature/discord-signature.ts';
import { memoryCache } from '../../shared/adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../../shared/adapters/memory/memory-documents.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../../shared/adapters/telemetry/recording-telemetry.ts';
import type { Questions } from '../../shared/discord/commands/question.ts';
import { newUser, type Subscription, type User } from '../../shared/domain/account/account.ts';
import type { Standing } from '../../shared/domain/account/tiers.ts';
import { type Accounts, createAccounts } from '../../shared/pipeline/accounts.ts';
import type { InteractionDeps } from '../../shared/pipeline/interactions/deps.ts';
import { within } from '../../shared/runtime/within.ts';
import { createSigner, type Signer } from './interactions.ts';

export interface Door extends InteractionDeps {
  readonly signer: Signer;
  readonly telemetry: RecordingTelemetry;
  /** What was sent to queues. */
  readonly sent: readonly unknown[];
  readonly accounts: Accounts;
  /** Puts a user on record. */
  admitUser(id: string, standing: Standing): Promise<User>;
}

export const subscriptionOf = (standing: Standing): Subscription =>
  standing === 'none' ? { status: 'none' } : { status: 'active', tier: standing };

/** The door of interactions with everything behind it in memory, and a real signature before it. */
export const createDoor = (questions: Questions, parts: Partial<InteractionDeps> = {}): Door => {
  const now = Date.now;
  const signer = createSigner();
  const sent: unknown[] = [];
  const cache = memoryCache({ now });
  const accounts =
    parts.accounts ??
    createAccounts({ users: memoryDocuments({ now }), watchers: memoryDocuments({ now }), cache, now });
  return {
    now,
    wall: now,
    signer,
    verify: discordSignature(signer.publicKey),
    within,
    accounts,
    allowances: createAllowances(),
    cache,
    interactions: memoryDocuments({ now }),
    questions,
    lookCloser: (_interaction, user) => user,
    noteActive: () => undefined,
    ...parts,
    sent,
    queue: { send: async (queue, message) => void sent.push({ queue, message }) },
    telemetry: recordingTelemetry(),
    admitUser: (id, standing) =>
      accounts.change(id, () => ({ ...newUser(id), subscription: subscriptionOf(standing) })),
  };
};
