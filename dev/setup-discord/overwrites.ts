import { PermissionFlagsBits as Bits } from 'discord-api-types/v10';

/** What a role or member may or may not do in a channel, whatever their roles say. */
export interface Overwrite {
  readonly id: string;
  /** 0: a role, 1: a member. */
  readonly type: number;
  readonly allow: bigint;
  readonly deny: bigint;
}

const READING = Bits.ViewChannel | Bits.ReadMessageHistory;
const WRITING = Bits.SendMessages | Bits.SendMessagesInThreads | Bits.CreatePublicThreads | Bits.CreatePrivateThreads;
const POSTING = READING | Bits.SendMessages | Bits.EmbedLinks;

/** Everybody whose rights in a channel we know. */
export interface ChannelPeople {
  /** Also the id of @everyone. */
  readonly guildId: string;
  readonly botId: string;
  /** Roles of the tiers that read the channel. */
  readonly readers: readonly string[];
  /** Roles of the other tiers. */
  readonly others: readonly string[];
}

/** An overwrite as we want it; bits outside `minds` are people's own business. */
interface Wish extends Overwrite {
  readonly minds: bigint;
}

/** The bot comes first: once @everyone sees nothing, it could not go on. */
const wishesOf = ({ guildId, botId, readers, others }: ChannelPeople): readonly Wish[] => [
  { id: botId, type: 1, allow: POSTING, deny: 0n, minds: POSTING },
  { id: guildId, type: 0, allow: 0n, deny: Bits.ViewChannel | WRITING, minds: READING | WRITING },
  ...readers.map((id) => ({ id, type: 0, allow: READING, deny: 0n, minds: READING | WRITING })),
  ...others.map((id) => ({ id, type: 0, allow: 0n, deny: 0n, minds: READING | WRITING })),
];

/** Says nothing: the same as none. */
export const isEmpty = ({ allow, deny }: Pick<Overwrite, 'allow' | 'deny'>): boolean => allow === 0n && deny === 0n;

/**
 * What has to change, in this order, for a channel that only its tiers read and only the bot posts to; an empty one is to go. The
 * overwrites of roles and members that we do not know are left alone, and so are bits that have nothing to do with it.
 */
export const wantedChanges = (present: readonly Overwrite[], people: ChannelPeople): readonly Overwrite[] =>
  wishesOf(people).flatMap(({ minds, ...wish }) => {
    const old = present.find(({ id }) => id === wish.id) ?? { allow: 0n, deny: 0n };
    const allow = (old.allow & ~minds) | wish.allow;
    const deny = (old.deny & ~minds) | wish.deny;
    return old.allow === allow && old.deny === deny ? [] : [{ ...wish, allow, deny }];
  });

/** Overwrites of roles and members that are not ours. */
const strangers = (present: readonly Overwrite[], people: ChannelPeople): readonly Overwrite[] => {
  const known = wishesOf(people).map(({ id }) => id);
  return present.filter(({ id }) => !known.includes(id));
};

/** Those of them who can read the channel too, or post to it. */
export const uninvited = (present: readonly Overwrite[], people: ChannelPeople): readonly Overwrite[] =>
  strangers(present, people).filter(({ allow }) => (allow & (Bits.ViewChannel | WRITING)) !== 0n);
