import { z } from 'zod';
import { STANDINGS } from '../../../shared/domain/account/tiers.ts';
import type { Fields } from '../../../shared/ports/telemetry.ts';
import type { Room } from './model.ts';

const changeSchema = z.object({ userId: z.string(), to: z.enum(STANDINGS) });

/** Folds `subscription_changed`; of anybody who cannot be acted as nothing is kept. False: the record could not be read. */
export const foldSubscription = (room: Room, fields: Fields): boolean => {
  const parsed = changeSchema.safeParse(fields);
  if (!parsed.success) return false;
  const { userId, to } = parsed.data;
  if (room.standings.has(userId)) room.standings.set(userId, to);
  return true;
};
