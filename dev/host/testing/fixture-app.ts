// An app like ours in small, for the host's tests. It reports what it sees to the test's probe and does what the answer says.
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { QueueServiceClient } from '@azure/storage-queue';

const ask = async (what: string, data: unknown): Promise<Record<string, unknown>> => {
  const answer = await fetch(`${process.env.PROBE_URL}/${what}`, { method: 'POST', body: JSON.stringify(data) });
  return (await answer.json()) as Record<string, unknown>;
};

const askOrFail = async (what: string, data: unknown): Promise<void> => {
  const { fail } = await ask(what, data);
  if (typeof fail === 'string') throw new Error(fail);
};

interface Seam {
  readonly now: () => number;
  readonly onTelemetry: (record: object) => void;
}
const seam = (): Seam => Reflect.get(globalThis, Symbol.for('oddstracker.local')) as Seam;

const queueService = QueueServiceClient.fromConnectionString(process.env.AzureWebJobsStorage ?? '');

app.timer('tick', {
  schedule: '%TICK%',
  handler: (timer, context) => askOrFail('tick', { timer, now: seam().now(), id: context.invocationId }),
});

app.storageQueue('work', {
  queueName: '%QUEUE%',
  connection: 'AzureWebJobsStorage',
  handler: (message, context) => askOrFail('work', { message, metadata: context.triggerMetadata }),
});

app.storageQueue('relay', {
  queueName: '%QUEUE%-first',
  connection: '',
  handler: async (message) => {
    const { hops } = message as { hops: number };
    const next = hops > 1 ? 'first' : 'last';
    await queueService
      .getQueueClient(`${process.env.QUEUE}-${next}`)
      .sendMessage(JSON.stringify({ hops: hops - 1 }), hops === 1 ? { visibilityTimeout: 1 } : {});
  },
});

app.storageQueue('last', { queueName: '%QUEUE%-last', connection: '', handler: () => askOrFail('last', {}) });

app.http('echo', {
  methods: ['POST', 'PUT'],
  route: 'echo/{id:int}/{name?}',
  handler: async (request: HttpRequest, context: InvocationContext) => {
    context.warn('echoing', request.params.id);
    return {
      status: 201,
      body: Buffer.from(await request.arrayBuffer()),
      headers: {
        'x-seen': JSON.stringify({
          params: request.params,
          query: [...request.query],
          agent: request.headers.get('user-agent'),
          url: request.url,
        }),
      },
      cookies: [{ name: 'a', value: 'b c', maxAge: 60, httpOnly: true, sameSite: 'Lax' as const }],
    };
  },
});

app.http('stream', {
  methods: ['GET'],
  handler: async () => ({
    body: (async function* () {
      yield Buffer.from('one ');
      yield Buffer.from('two');
    })(),
  }),
});

/** JavaScript apps may return nothing, which the library's types do not say. */
const nothing = undefined as unknown as HttpResponseInit;

const deeds: Record<string, () => unknown> = {
  boom: () => {
    throw new Error('boom');
  },
  nothing: () => undefined,
  reject: () => void Promise.reject(new Error('nobody awaited this')),
  crash: () => process.exit(3),
  telemetry: () => seam().onTelemetry({ kind: 'count', metric: 'deeds', value: 1, labels: {} }),
  print: () => console.log('printed by the app'),
  wait: () => askOrFail('wait', {}),
};
app.http('do', {
  methods: ['GET'],
  route: 'do/{deed}',
  handler: async (request) => {
    await deeds[request.params.deed ?? '']?.();
    const answer: HttpResponseInit = { jsonBody: { now: seam().now(), timezone: process.env.TZ } };
    return request.params.deed === 'nothing' ? nothing : answer;
  },
});

app.hook.appTerminate(() => ask('terminate', {}).then(() => undefined));
app.hook.preInvocation((context) => {
  if (context.invocationContext.functionName === 'last') context.inputs.push('from a hook');
});
