import { z } from 'zod';

const MOST_PIXELS = 3000;
/** The fields that may come under a shorter name too. */
const SHORT_NAMES = { c: 'chart', w: 'width', h: 'height', bkg: 'backgroundColor', f: 'format', v: 'version' } as const;

const asObject = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // The real service would take JavaScript too.
    throw new ChartError('Invalid input: the chart is not JSON');
  }
};

const orderSchema = z.object({
  chart: z.unknown(),
  width: z.coerce.number().int().min(1).max(MOST_PIXELS).default(500),
  height: z.coerce.number().int().min(1).max(MOST_PIXELS).default(300),
  devicePixelRatio: z.coerce
    .number()
    .refine((ratio) => ratio === 1 || ratio === 2, '1 or 2')
    .default(2),
  backgroundColor: z.string().default('transparent'),
  format: z.literal('png').default('png'),
  version: z.string().regex(/^4(\.|$)/, 'this stand-in has Chart.js 4 only; without a version the real one takes 2'),
});

/** What to draw, and how. */
export type Order = z.infer<typeof orderSchema>;

/** Why there is no picture, as the real service says it in `x-quickchart-error`. */
export class ChartError extends Error {
  override readonly name = 'ChartError';
}

/** Reads a body or a query. Throws {@link ChartError}. */
export const readOrder = (given: unknown): Order => {
  if (typeof given !== 'object' || given === null) throw new ChartError('You are missing variable `c` or `chart`');
  const named = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      Object.hasOwn(SHORT_NAMES, name) ? SHORT_NAMES[name as 'c'] : name,
      value,
    ]),
  );
  if (named['chart'] === undefined) throw new ChartError('You are missing variable `c` or `chart`');
  const parsed = orderSchema.safeParse({ ...named, chart: asObject(named['chart']) });
  if (parsed.success) return parsed.data;
  throw new ChartError(z.prettifyError(parsed.error));
};
