import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIEmbed,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { User } from '../../domain/account/account.ts';
import type { Feature, Standing } from '../../domain/account/tiers.ts';
import type { AutocompleteInteraction, CommandInteraction } from '../../messages/interaction.ts';

/** What an answer shows. Bodies built here mention nobody and hold no unescaped text from outside. */
export interface AnswerMessage {
  readonly content?: string;
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly APIActionRowComponent<APIButtonComponent>[];
}

export type Answer =
  /**
   * `isFree`: it was not worth a query, as when there is no such league. What was taken of the user's allowances is given back,
   * and, unless "thinking…" was promised to everybody, the asker alone sees it.
   */
  | { readonly kind: 'message'; readonly message: AnswerMessage; readonly isFree?: boolean }
  /** Nothing at hand, and no call outside was allowed: ask again with `mayCall`. */
  | { readonly kind: 'not-at-hand' };

export const message = (parts: AnswerMessage): Answer => ({ kind: 'message', message: parts });
/** A message that was not worth a query. */
export const freeMessage = (parts: AnswerMessage): Answer => ({ kind: 'message', message: parts, isFree: true });
export const notAtHand: Answer = { kind: 'not-at-hand' };

/** An allowance of the user's tier of which an answer takes a point. */
export type Takes = 'queries' | 'insights';

/** What it takes to be answered. Checked against our own record of the user before anything else is done. */
export interface Needs {
  readonly feature?: Feature;
  readonly takes?: Takes;
}

/** Who asks, and how much time there is. */
export interface Asker {
  readonly user: User;
  readonly standing: Standing;
  /** Epoch ms. */
  readonly now: number;
  /** Whether there is time for a call outside; without it only what is at hand may be answered. */
  readonly mayCall: boolean;
}

export interface CommandRequest extends Asker {
  readonly interaction: CommandInteraction;
}

export interface SuggestRequest extends Asker {
  readonly interaction: AutocompleteInteraction;
}

/** One of the suggestions while an option is typed: what is shown and what is sent, 100 characters each at most. */
export interface Choice {
  readonly name: string;
  readonly value: string;
}

/**
 * A slash command: one entry gives routing, registration, help, access and tests.
 * `Deps` is what it asks of the app; a command may be run twice for one question, so what it changes it changes to the same end.
 */
export interface Command<Deps> {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Whether only the asker sees the answer; one that was not worth a query is never shown to others. */
  readonly isPrivate: boolean;
  /** By subcommand, where there are some. */
  needs(subcommand: string | undefined): Needs;
  run(deps: Deps, request: CommandRequest): Promise<Answer>;
  /** Suggestions for the option that is being typed. It never calls outside. */
  suggest?(deps: Deps, request: SuggestRequest): Promise<readonly Choice[]>;
}

export interface ComponentRequest extends Asker {
  /** What follows the button's name in its custom id. */
  readonly parts: readonly string[];
  /** Names the press. */
  readonly interactionId: string;
}

/** A button: its custom id is `{name}:{part}:{part}…`. The answer goes to the presser alone. */
export interface Button<Deps> {
  readonly name: string;
  readonly needs: Needs;
  press(deps: Deps, request: ComponentRequest): Promise<Answer>;
}
