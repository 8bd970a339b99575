import data from './confidence-model.json' with { type: 'json' };
import { type Model, modelSchema } from './confidence-model.ts';

/** The model that `npm run calibrate` fitted: read once, and refused as a whole when it is not one. */
export const fittedModel: Model = modelSchema.parse(data);
