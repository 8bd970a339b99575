import type { APIApplicationCommandOption, ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { DiscordStandIn } from '../../stand-ins/discord/server.ts';
import type { RawMessage } from '../state/message-view.ts';

/** A command as Discord lists it, as far as it matters for typing it. */
export interface RegisteredCommand {
  readonly name: string;
  readonly description: string;
  /** Discord's `ApplicationCommandType`; a slash command without it. */
  readonly type?: number | undefined;
  readonly options?: readonly APIApplicationCommandOption[] | undefined;
}

/** The value of an option. */
export interface SentValue {
  readonly name: string;
  readonly type: ApplicationCommandOptionType;
  readonly value: string | number | boolean;
  /** The option that is being typed, in an autocomplete. */
  readonly focused?: boolean;
}

interface SentSubcommand {
  readonly name: string;
  readonly type: ApplicationCommandOptionType.Subcommand;
  readonly options: readonly SentValue[];
}

interface SentGroup {
  readonly name: string;
  readonly type: ApplicationCommandOptionType.SubcommandGroup;
  readonly options: readonly SentSubcommand[];
}

/** An option as Discord nests it. */
export type SentOption = SentValue | SentSubcommand | SentGroup;

/** Who acts, as the interaction names them. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  /** Ids of the guild's roles that they carry. */
  readonly roles?: readonly string[];
  /** Their language, e.g. `de`. */
  readonly locale?: string;
}

/** What a person does in Discord that its servers turn into an interaction. */
export type Asked =
  | { readonly kind: 'command' | 'autocomplete'; readonly name: string; readonly options: readonly SentOption[] }
  | { readonly kind: 'component'; readonly customId: string; readonly message: object };

/** Without a channel it is done in a direct message. */
export type InteractionRequest = Asked & { readonly user: Actor; readonly channelId?: string };

/** What came of an interaction. */
export interface Interacted {
  /** The interaction's id. */
  readonly id: string;
  /** HTTP status of the app's answer, 0 when there was none. */
  readonly status: number;
  /** From sending to the whole answer, ms. */
  readonly ms: number;
  /** The body of an answer that Discord takes. */
  readonly response?: unknown;
  /** Why Discord would show "The application did not respond". */
  readonly refusal?: string;
}

/** A deferred answer that was edited into its final text. */
export interface LateAnswer {
  /** Undefined when it was not the stand-in that sent the interaction. */
  readonly interactionId: string | undefined;
  /** The message as the app sent it. */
  readonly body: RawMessage;
}

/** The guild with its roles and members, and what they buy inside Discord. */
type GuildSide = Pick<
  DiscordStandIn,
  'guildId' | 'guild' | 'onRoles' | 'join' | 'leave' | 'entitle' | 'endEntitlement' | 'refund'
>;

/** What the control room needs of Discord: its server side, that signs what people do and sends it to the app. */
export interface DiscordClient extends GuildSide {
  /** The commands that are registered now. */
  commands(): readonly RegisteredCommand[];
  interact(request: InteractionRequest): Promise<Interacted>;
  /** Answers how to stop listening. */
  onAnswer(listener: (answer: LateAnswer) => void): () => void;
}
