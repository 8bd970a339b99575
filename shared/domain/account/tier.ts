import { z } from 'zod';

/** What can be bought, from the least to the most. */
export const TIERS = ['starter', 'core', 'sharp'] as const;
export const tierSchema = z.enum(TIERS);
export type Tier = z.infer<typeof tierSchema>;
