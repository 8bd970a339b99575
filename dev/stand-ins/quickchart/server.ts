import { createHash } from 'node:crypto';
import { takeOrder } from '../control.ts';
import { createFaults, type Faults } from '../faults.ts';
import { startStandIn } from '../http.ts';
import { type Call, json, type Reply } from '../reply.ts';
import { createDrawing } from './drawing.ts';
import { ChartError, readOrder } from './order.ts';

export interface QuickChartOptions {
  readonly port?: number;
  /**
   * Whether it draws a chart when it is asked to keep it, so that a bad one is refused at once; the real service keeps anything and
   * draws it when it is looked at. Default true.
   */
  readonly validate?: boolean;
}

interface QuickChartStats {
  readonly requests: number;
  readonly created: number;
  readonly drawn: number;
  readonly errors: number;
}

export interface QuickChart {
  /** Base address. */
  readonly url: string;
  readonly control: Faults;
  stats(): QuickChartStats;
  stop(): Promise<void>;
}

/** As many short URLs as it remembers; the real ones last three days. */
const MOST_KEPT = 200;
const PICTURE_PATH = /^\/chart\/render\/(?<id>[^/]+)$/;

const picture = (status: number, png: Uint8Array, headers: Readonly<Record<string, string>>): Reply => ({
  status,
  headers: { 'content-type': 'image/png', ...headers },
  body: png,
});

/** The words in one line of ASCII, as a header has to be. */
const inAscii = (text: string): string => text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 500);

/** Answers of the service alone, without faults. */
const createService = (validate: boolean) => {
  const kept = new Map<string, unknown>();
  let created = 0;
  let drawn = 0;

  const drawing = createDrawing();
  const draw = async (given: unknown): Promise<Reply> => {
    const png = await drawing.draw({ kind: 'chart', order: readOrder(given) });
    drawn += 1;
    return picture(200, png, { 'cache-control': 'public, max-age=604800' });
  };

  const create = async ({ body, headers }: Call): Promise<Reply> => {
    const given = parseJson(body);
    if (validate) await drawing.draw({ kind: 'chart', order: readOrder(given) });
    // Named after what it holds: the same chart has the same address.
    const id = `sf-${createHash('sha256').update(body).digest('hex').slice(0, 32)}`;
    kept.delete(id);
    kept.set(id, given);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    created += 1;
    return json(200, { success: true, url: `http://${headers.host}/chart/render/${id}` });
  };

  const answer = async (call: Call): Promise<Reply> => {
    const { method, path } = call;
    if (method === 'POST' && path === '/chart/create') return create(call);
    if (method === 'POST' && path === '/chart') return draw(parseJson(call.body));
    if (method === 'GET' && path === '/chart') return draw(Object.fromEntries(call.query));
    const { id } = PICTURE_PATH.exec(path)?.groups ?? {};
    return method === 'GET' && id !== undefined && kept.has(id) ? draw(kept.get(id)) : json(404, 'Not Found');
  };

  const handle = async (call: Call): Promise<Reply> => {
    try {
      return await answer(call);
    } catch (error) {
      if (!(error instanceof ChartError)) throw error;
      const png = await drawing.draw({ kind: 'error', text: error.message });
      return picture(400, png, { 'x-quickchart-error': inAscii(error.message) });
    }
  };

  return { handle, created: () => created, drawn: () => drawn, stop: drawing.stop };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ChartError('Invalid input: not JSON', { cause });
  }
};

const TOO_FAST =
  'Please slow down your requests! This is a shared public endpoint. Go to https://quickchart.io/pricing/ for a license.';

/** Starts a server that speaks QuickChart's protocol on a loopback port, drawing with Chart.js 4; `POST /__control` takes faults. */
export const startQuickChart = async ({ port, validate = true }: QuickChartOptions = {}): Promise<QuickChart> => {
  const service = createService(validate);
  const faults = createFaults();
  let requests = 0;
  let errors = 0;
  const stats = (): QuickChartStats => ({ requests, created: service.created(), drawn: service.drawn(), errors });
  const { origin, stop } = await startStandIn({
    port,
    handle: service.handle,
    faults,
    failure: (kind) =>
      kind === 'bad-key'
        ? json(403, 'Invalid key')
        : { status: 429, headers: { 'content-type': 'text/html' }, body: TOO_FAST },
    control: (order) => takeOrder(faults, stats, order),
    observe: (_, reply) => {
      requests += 1;
      if (reply.status >= 400) errors += 1;
    },
  });
  return {
    url: origin,
    control: faults,
    stats,
    stop: async () => {
      await Promise.all([stop(), service.stop()]);
    },
  };
};
