import { NOT_MADE } from '../setup/not-made.ts';
import type { Discord } from './discord.ts';

/** Discord as far as it can be read: what would be made or changed is not. Addresses are taken unseen. */
export const dryRun = (discord: Discord): Discord => ({
  ...discord,
  createRole: async (_, { name }) => ({ id: `${NOT_MADE}${name}`, name, permissions: 0n, position: 1, managed: false }),
  createChannel: async (_, { name, type = 0 }) => ({ id: `${NOT_MADE}${name}`, name, type, permission_overwrites: [] }),
  setOverwrite: async () => {},
  registerCommands: async () => {},
  setEndpoint: async () => undefined,
  setEventWebhook: async () => undefined,
});
