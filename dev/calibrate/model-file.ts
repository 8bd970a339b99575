import { existsSync, readFileSync } from 'node:fs';
import { type Model, modelSchema } from '../../shared/domain/signal/confidence-model.ts';

/** The model in a file; undefined when there is none, or one of another shape, which a new one may always replace. */
export function readModel(file: string): Model | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return modelSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** A model as its file holds it. */
export const modelText = (model: Model): string => `${JSON.stringify(modelSchema.parse(model), null, 2)}\n`;

/** A skill that differs by less is the same. */
const SAME_SKILL = 0.002;

/** Why a new model should not take the present one's place; undefined when it may. */
export function whyWorse(present: Model | undefined, next: Model): string | undefined {
  if (!present) return undefined;
  const [before, after] = [present.provenance, next.provenance];
  if (after.skill < before.skill - SAME_SKILL)
    return `it foresees unseen weeks worse than the present one: skill ${after.skill}, was ${before.skill}`;
  if (after.events < before.events)
    return `it was fitted on fewer games than the present one: ${after.events}, were ${before.events}`;
  return undefined;
}
