import type { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Tier } from '../../../shared/domain/account/tier.ts';
import type { Standing } from '../../../shared/domain/account/tiers.ts';
import type { MessageView } from '../state/message-view.ts';

/** Somebody whom one can act as. */
export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly standing: Standing;
}

/** A role as Discord shows it. */
export interface RoleView {
  readonly name: string;
  /** 0xRRGGBB; 0: none of its own. */
  readonly colour: number;
}

/** A channel that somebody cannot read. */
export interface LockedChannelView {
  readonly id: string;
  readonly name: string;
  /** Names of the roles that read it, the lowest first. */
  readonly readers: readonly string[];
}

/** Bought inside Discord, and still running. */
export interface EntitlementView {
  readonly id: string;
  readonly tier: Tier;
}

/** How somebody stands now: with Discord, and with the app. */
export interface MemberView {
  readonly id: string;
  readonly name: string;
  readonly isMember: boolean;
  /** What they were given in the guild, the highest first. */
  readonly roles: readonly RoleView[];
  /** What the app's own record says. */
  readonly standing: Standing;
  readonly locked: readonly LockedChannelView[];
  readonly entitlements: readonly EntitlementView[];
}

/** Where one can type. */
export interface PlaceView {
  readonly id: string;
  readonly name: string;
}

export interface ChoiceView {
  readonly name: string;
  readonly value: string | number;
}

export interface OptionView {
  readonly name: string;
  readonly description: string;
  readonly type: ApplicationCommandOptionType;
  readonly isRequired: boolean;
  /** Whether values are suggested while it is typed. */
  readonly isSuggested: boolean;
  /** The only values there are; empty where any will do. */
  readonly choices: readonly ChoiceView[];
  /** Bounds of a number's value, or of a text's length. */
  readonly least: number | undefined;
  readonly most: number | undefined;
}

/** A command as it is typed: one entry for each of its subcommands. */
export interface CommandView {
  readonly name: string;
  /** Group and subcommand, as far as there are such. */
  readonly subcommands: readonly string[];
  readonly description: string;
  readonly options: readonly OptionView[];
}

/** Who there is, and what can be typed where. */
export interface Menu {
  /** False: the real Discord is connected, and everything is typed there. */
  readonly isStandIn: boolean;
  readonly people: readonly PersonView[];
  readonly places: readonly PlaceView[];
  /** What can be bought inside Discord. */
  readonly shop: readonly Tier[];
  readonly commands: readonly CommandView[];
}

/** A message that answers. `isPrivate`: only the asker sees it. */
export interface AnswerMessageView extends MessageView {
  /** What a press of one of its buttons names it by. */
  readonly id: string;
  readonly isPrivate: boolean;
  /** Epoch ms on the room's clock. */
  readonly at: number;
}

/** What Discord would show. */
export type AnswerView =
  | { readonly kind: 'message'; readonly message: AnswerMessageView }
  | { readonly kind: 'thinking'; readonly isPrivate: boolean }
  | { readonly kind: 'choices'; readonly choices: readonly ChoiceView[] }
  /** `reason` is for developers: what Discord would not say. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface InteractionView {
  readonly id: string;
  /** HTTP status of the app's answer, 0 when there was none. */
  readonly status: number;
  readonly ms: number;
  readonly answer: AnswerView;
}

/** What became of a promised answer. */
export type LateAnswerView =
  | {
      readonly id: string;
      readonly message: AnswerMessageView;
      /** From the question to this answer, ms. */
      readonly ms: number;
    }
  /** It will not come any more. */
  | { readonly id: string; readonly problem: string };
