import { BROKEN_DISCORD } from './broken-discord.ts';
import { BROKEN_SERVICES } from './broken-services.ts';
import { BROKEN_SETTINGS } from './broken-settings.ts';
import { BROKEN_STORAGE } from './broken-storage.ts';
import { BROKEN_STRIPE } from './broken-stripe.ts';
import type { Broken } from './case.ts';

export const BROKEN: readonly Broken[] = [
  ...BROKEN_SETTINGS,
  ...BROKEN_DISCORD,
  ...BROKEN_STRIPE,
  ...BROKEN_SERVICES,
  ...BROKEN_STORAGE,
];
