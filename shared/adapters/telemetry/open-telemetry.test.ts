import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TelemetryRow } from '../../runtime/local-seam.ts';
import { inSpan, QUIET, traceparent } from '../../runtime/span.ts';
import { azureMonitor, type Exporters } from './azure-monitor.ts';
import { type OpenTelemetry, startOpenTelemetry } from './open-telemetry.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { tableRows } from './table-rows.ts';

const HOUR = 3_600_000;

let running: OpenTelemetry | undefined;
const log = recordingTelemetry();
const start = (exporters: Exporters, tracesRatio = 1): OpenTelemetry => {
  running = startOpenTelemetry({ exporters, exportEveryMs: HOUR, tracesRatio, instance: 'one', log });
  return running;
};
afterEach(() => running?.stop());

/** One trace over a queue, with one quiet and one broken step, and each kind of figure. */
async function happen({ figures }: OpenTelemetry): Promise<void> {
  const message = await inSpan({ name: 'poll-odds', kind: 'internal' }, async () => {
    await inSpan({ name: 'GET odds', kind: 'client', attributes: { service: 'odds-api' } }, async () => undefined);
    return { traceparent: traceparent() };
  });
  await inSpan({ name: 'process alerts', kind: 'consumer', parent: message.traceparent }, async () => undefined);
  await inSpan({ name: 'process quiet', kind: 'consumer' }, async (span) => span.setAttribute(QUIET, true));
  await inSpan({ name: 'broken', kind: 'client' }, () => Promise.reject(new RangeError('sk_live_secret'))).catch(
    () => undefined,
  );
  figures.count('polls', 2, { league: 'nfl' });
  figures.count('polls', 3, { league: 'nfl' });
  figures.count('polls', Number.NaN, { league: 'nfl' });
  for (const ms of [5, 20]) figures.observe('alert_latency_ms', ms);
  for (const left of [9, 7]) figures.gauge('credits_remaining', left);
}

type Told = Pick<TelemetryRow, 'table'> & { readonly columns: Record<string, unknown> };

function recorded(): { readonly exporters: Exporters; readonly rows: Told[] } {
  const rows: Told[] = [];
  return { rows, exporters: tableRows((more) => rows.push(...more)) };
}

const named = (rows: readonly Told[], name: string): readonly Told[] =>
  rows.filter(({ columns }) => columns['Name'] === name);

describe('startOpenTelemetry', () => {
  it('sums, spreads and gauges, each with its labels', async () => {
    const { exporters, rows } = recorded();
    const sdk = start(exporters);
    await happen(sdk);
    await sdk.flush();
    expect(named(rows, 'polls')).toMatchObject([
      { table: 'AppMetrics', columns: { Sum: 5, ItemCount: 1, Properties: { league: 'nfl' } } },
    ]);
    expect(named(rows, 'alert_latency_ms')).toMatchObject([{ columns: { Sum: 25, ItemCount: 2, Min: 5, Max: 20 } }]);
    expect(named(rows, 'credits_remaining')).toMatchObject([{ columns: { Sum: 7, Min: 7, Max: 7 } }]);
  });

  it('tells of each count once', async () => {
    const { exporters, rows } = recorded();
    const sdk = start(exporters);
    sdk.figures.count('polls', 2);
    await sdk.flush();
    await sdk.flush();
    sdk.figures.count('polls', 4);
    await sdk.flush();
    expect(named(rows, 'polls').map(({ columns }) => columns['Sum'])).toEqual([2, 4]);
  });

  it('keeps one trace across a queue, with what was called within', async () => {
    const { exporters, rows } = recorded();
    const sdk = start(exporters);
    await happen(sdk);
    await sdk.flush();
    const [poll, call, work] = ['poll-odds', 'GET odds', 'process alerts'].map((name) => named(rows, name)[0]);
    expect([poll?.table, call?.table, work?.table]).toEqual(['AppDependencies', 'AppDependencies', 'AppRequests']);
    expect(new Set([poll, call, work].map((row) => row?.columns['OperationId'])).size).toBe(1);
    expect([call, work].map((row) => row?.columns['ParentId'])).toEqual([poll?.columns['Id'], poll?.columns['Id']]);
  });

  it('leaves out what is quiet, and says of a failure its kind alone', async () => {
    const { exporters, rows } = recorded();
    const sdk = start(exporters);
    await happen(sdk);
    await sdk.flush();
    expect(named(rows, 'process quiet')).toEqual([]);
    expect(named(rows, 'broken')).toMatchObject([{ columns: { Success: false } }]);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });

  it('keeps or drops a trace as a whole', async () => {
    const { exporters, rows } = recorded();
    const sdk = start(exporters, 0);
    await happen(sdk);
    await sdk.flush();
    expect(rows.filter(({ table }) => table !== 'AppMetrics')).toEqual([]);
  });

  it('brings no trace along once it is stopped', async () => {
    const sdk = start(recorded().exporters);
    await sdk.stop();
    expect(await inSpan({ name: 'poll-odds', kind: 'internal' }, async () => traceparent())).toBeUndefined();
  });
});

/** As much of an envelope of Application Insights as we say anything about. */
const envelopeSchema = z.object({
  name: z.string(),
  iKey: z.string(),
  tags: z.record(z.string(), z.string()),
  data: z.object({
    baseData: z.object({
      name: z.string().optional(),
      id: z.string().optional(),
      success: z.boolean().optional(),
      metrics: z.array(z.record(z.string(), z.unknown())).optional(),
      properties: z.record(z.string(), z.string()),
    }),
  }),
});
type Envelope = z.infer<typeof envelopeSchema>;

describe('azureMonitor', () => {
  const KEY = '00000000-0000-4000-8000-000000000001';
  let server: Server;
  let envelopes: Envelope[] = [];
  let status = 200;
  let authorizations: (string | undefined)[] = [];

  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    const whole = Buffer.concat(await request.toArray());
    return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(whole) : whole).toString();
  };
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      authorizations.push(request.headers.authorization);
      const items = z.array(envelopeSchema).parse(JSON.parse(await bodyOf(request)));
      if (status === 200) envelopes.push(...items);
      const body = { itemsReceived: items.length, itemsAccepted: status === 200 ? items.length : 0, errors: [] };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // The exporter would else tell Microsoft of itself.
    process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] = '1';
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  afterEach(() => {
    envelopes = [];
    authorizations = [];
    status = 200;
  });

  const exportersHere = () =>
    azureMonitor({
      connectionString: `InstrumentationKey=${KEY};IngestionEndpoint=https://ingestion.example/`,
      exporter: { host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, allowInsecureConnection: true },
    });

  it('sends what tableRows says that it sends', async () => {
    const azure = start(exportersHere());
    await happen(azure);
    await azure.stop();
    const { exporters, rows } = recorded();
    const local = start(exporters);
    await happen(local);
    await local.stop();
    const ofAzure = envelopes.map(({ data: { baseData } }) => ({
      name: baseData.name ?? baseData.metrics?.[0]?.['name'],
      sum: baseData.metrics?.[0]?.['value'],
      success: baseData.success,
      properties: baseData.properties,
    }));
    const ofOurs = rows.map(({ columns }) => ({
      name: columns['Name'],
      sum: columns['Sum'],
      success: columns['Success'],
      properties: columns['Properties'],
    }));
    const byName = (a: { name: unknown }, b: { name: unknown }) => String(a.name).localeCompare(String(b.name));
    expect(ofAzure.filter(({ name }) => name !== '_OTELRESOURCE_').sort(byName)).toEqual(ofOurs.sort(byName));
    expect(new Set(envelopes.map(({ iKey }) => iKey))).toEqual(new Set([KEY]));
  });

  it('goes on, and says so, when nobody takes it', async () => {
    status = 400;
    const azure = start(exportersHere());
    azure.figures.count('polls');
    await azure.flush();
    expect(log.records).toContainEqual(expect.objectContaining({ kind: 'log', event: 'telemetry_not_sent' }));
    status = 200;
    azure.figures.count('polls', 7);
    await azure.flush();
    expect(envelopes.map(({ data }) => data.baseData.metrics?.[0]?.['value'])).toEqual([7]);
  });
});
