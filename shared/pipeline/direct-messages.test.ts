import { describe, expect, it } from 'vitest';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import type { DiscordResult } from '../ports/discord.ts';
import { type DestinationRecord, destinationKey, updateDestination } from './deliver-records.ts';
import { directMessageChannel, forgetIfGone } from './direct-messages.ts';

const USER = '42';
const DESTINATION = { kind: 'user', userId: USER } as const;
const GONE = 10003;

const world = (answers: readonly DiscordResult<{ channelId: string }>[] = []) => {
  const destinations = memoryDocuments<DestinationRecord>({ now: () => 0 });
  const left = [...answers];
  const discord = {
    createMessage: () => Promise.reject(new Error('nothing is sent here')),
    openDirectMessage: async () => left.shift() ?? ({ kind: 'ok', value: { channelId: '700' } } as const),
  };
  const keep = (record: DestinationRecord) => updateDestination(destinations, DESTINATION, () => record);
  const kept = async () => (await destinations.read(destinationKey(DESTINATION)))?.value;
  return { deps: { discord, destinations }, keep, kept };
};

describe('directMessageChannel', () => {
  it('opens a channel once, and keeps it beside what else is known', async () => {
    const { deps, keep, kept } = world([{ kind: 'ok', value: { channelId: '701' } }]);
    const disabled = { code: 1, reason: 'x', at: 0 };
    await keep({ disabled });
    expect(await directMessageChannel(deps, USER, {})).toEqual({ kind: 'ok', value: { channelId: '701' } });
    expect(await kept()).toEqual({ dmChannelId: '701', disabled });
    expect(await directMessageChannel(deps, USER, { dmChannelId: '701' })).toEqual({
      ...{ kind: 'ok', value: { channelId: '701' } },
    });
  });

  it('keeps nothing of a refusal', async () => {
    const refusal = { kind: 'retry', afterMs: 1, reason: 'discord-limit' } as const;
    const { deps, kept } = world([refusal]);
    expect(await directMessageChannel(deps, USER, {})).toEqual(refusal);
    expect(await kept()).toBeUndefined();
  });
});

describe('forgetIfGone', () => {
  it.each([
    ['forgets a channel that is gone', GONE, '700', '700', true, undefined],
    ['says the same when another worker has forgotten it first', GONE, '700', undefined, true, undefined],
    ['leaves one that was opened meanwhile', GONE, '700', '701', true, '701'],
    ['leaves it for every other refusal', 50007, '700', '700', false, '700'],
    ['does not take a user without one for a channel that is gone', GONE, undefined, '700', false, '700'],
  ])('%s', async (_, code, then, now, isGone, left) => {
    const { deps, keep, kept } = world();
    await keep(now === undefined ? {} : { dmChannelId: now });
    expect(await forgetIfGone(deps, USER, then === undefined ? {} : { dmChannelId: then }, code)).toBe(isGone);
    expect((await kept())?.dmChannelId).toBe(left);
  });
});
