import { z } from 'zod';
import { ChartError } from './order.ts';

/** What a build of Chart.js knows by name. */
export interface Known {
  readonly types: ReadonlySet<string>;
  readonly scales: ReadonlySet<string>;
  readonly plugins: ReadonlySet<string>;
  readonly isColour: (text: string) => boolean;
}

const number = z.number().nullable();
const pointSchema = z.union([number, z.tuple([z.number(), number]), z.looseObject({ x: z.number(), y: number })]);
const datasetSchema = z.looseObject({ data: z.array(pointSchema) });
const scaleSchema = z.looseObject({ type: z.string().optional() });
const configurationSchema = z.strictObject({
  type: z.string(),
  data: z.looseObject({ datasets: z.array(datasetSchema).min(1) }),
  options: z
    .looseObject({
      scales: z.record(z.string(), scaleSchema).default({}),
      plugins: z.record(z.string(), z.unknown()).default({}),
    })
    .default({ scales: {}, plugins: {} }),
});
type Configuration = z.infer<typeof configurationSchema>;

/**
 * Holds a configuration against what Chart.js knows. It would pass over most mistakes in silence and draw something else: a plugin
 * that is not there, axes as version 2 wrote them, a colour that is none. Throws {@link ChartError}.
 */
export const checkConfiguration = (chart: unknown, known: Known): Configuration => {
  const parsed = configurationSchema.safeParse(chart);
  if (!parsed.success) throw new ChartError(z.prettifyError(parsed.error));
  const problem = problemsIn(parsed.data, known).next();
  if (!problem.done) throw new ChartError(problem.value);
  return parsed.data;
};

function* problemsIn(configuration: Configuration, known: Known): Generator<string, void> {
  const { type, options } = configuration;
  if (!known.types.has(type)) yield `"${type}" is not a registered controller`;
  for (const [id, scale] of Object.entries(options.scales))
    if (scale.type !== undefined && !known.scales.has(scale.type))
      yield `options.scales.${id}: "${scale.type}" is not a registered scale`;
  for (const id of Object.keys(options.plugins))
    if (!known.plugins.has(id)) yield `options.plugins.${id}: not a plugin of Chart.js`;
  yield* badColours(configuration, '', known.isColour);
}

/** Walks the whole of it: an option that is named after a colour has to be one. */
function* badColours(value: unknown, path: string, isColour: Known['isColour']): Generator<string, void> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const place = path === '' ? name : `${path}.${name}`;
    if (typeof inner === 'string' && /colou?r$/i.test(name) && !isColour(inner))
      yield `${place}: "${inner}" is no colour`;
    yield* badColours(inner, place, isColour);
  }
}
