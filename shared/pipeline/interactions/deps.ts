import type { Questions } from '../../discord/commands/question.ts';
import type { User } from '../../domain/account/account.ts';
import type { Standing } from '../../domain/account/tiers.ts';
import type { Interaction } from '../../messages/interaction.ts';
import type { Allowances } from '../../ports/allowances.ts';
import type { Cache } from '../../ports/cache.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Documents } from '../../ports/documents.ts';
import type { MessageSender } from '../../ports/queue.ts';
import type { VerifySignature } from '../../ports/signatures.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { Accounts } from '../accounts.ts';
import type { AnsweredInteraction } from './once.ts';

/** What a promise gives within so many ms, else undefined. */
type Within = <T>(ms: number, promise: Promise<T>) => Promise<T | undefined>;

/**
 * Somebody as of now, with what their interaction says that they bought inside Discord. Where that and their roles differ from what is
 * on record, a closer look is asked for, in the background. Never throws.
 */
export type LookCloser = (interaction: Interaction, user: User) => User;

export interface InteractionDeps {
  /** The app's clock: in a replay the recording's. */
  readonly now: Clock;
  /** The clock on the wall, by which Discord dates its requests. */
  readonly wall: Clock;
  readonly verify: VerifySignature;
  readonly within: Within;
  readonly accounts: Accounts;
  readonly allowances: Allowances;
  readonly cache: Cache;
  readonly interactions: Documents<AnsweredInteraction>;
  readonly queue: MessageSender;
  readonly telemetry: Telemetry;
  readonly questions: Questions;
  readonly lookCloser: LookCloser;
  /** Told of everybody who asks, for counting people. */
  readonly noteActive: (userId: string, standing: Standing) => void;
}
