import { QueueServiceClient } from '@azure/storage-queue';
import { startAzurite } from '../../services/azurite.ts';
import type { HostEvent } from '../events.ts';
import { type Host, type HostOptions, startHost } from '../host.ts';
import { buildFixtureApp, startProbe } from './fixture.ts';

let queues = 0;

/** The fixture app, a queue service and a probe, for as many hosts as a test file starts. Stop it at the end. */
export const createHarness = async () => {
  const [azurite, probe, app] = await Promise.all([startAzurite(), startProbe(), buildFixtureApp()]);
  const service = QueueServiceClient.fromConnectionString(azurite.connectionString);
  const hosts: Host[] = [];

  /** A host with queues of its own. Its timer never ticks by itself, unless told otherwise. */
  const start = async (options: Partial<HostOptions> = {}) => {
    queues += 1;
    const queue = `que-${queues}`;
    const events: HostEvent[] = [];
    const host = await startHost({
      root: app.root,
      connectionString: azurite.connectionString,
      worker: 'in-process',
      onEvent: (event) => events.push(event),
      ...options,
      env: { PROBE_URL: probe.url, QUEUE: queue, TICK: '0 0 0 1 1 *', ...options.env },
    });
    hosts.push(host);
    return { host, events, queue: service.getQueueClient(queue), poison: service.getQueueClient(`${queue}-poison`) };
  };

  /** The next event of a kind, past or to come. */
  const event = <K extends HostEvent['kind']>(
    { host, events }: { readonly host: Host; readonly events: readonly HostEvent[] },
    kind: K,
    which: (event: Extract<HostEvent, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<HostEvent, { kind: K }>> =>
    new Promise((resolve) => {
      const take = (event: HostEvent): boolean => {
        const found = event.kind === kind && which(event as Extract<HostEvent, { kind: K }>);
        if (found) resolve(event as Extract<HostEvent, { kind: K }>);
        return found;
      };
      if (events.some(take)) return;
      const leave = host.events.on((event) => {
        if (take(event)) leave();
      });
    });

  /** Stops a host whose app waits for leave to terminate. */
  const stopHost = async (host: Host, graceMs?: number): Promise<void> => {
    const stopped = host.stop(graceMs);
    void probe.next('terminate').then((call) => call.answer());
    await stopped;
  };

  return {
    app,
    probe,
    service,
    connectionString: azurite.connectionString,
    start,
    event,
    stopHost,
    stop: async (): Promise<void> => {
      for (const host of hosts) host.killWorker();
      await Promise.all(hosts.map((host) => host.stop(0)));
      await Promise.all([azurite.stop(), probe.stop(), app.remove()]);
    },
  };
};
export type Harness = Awaited<ReturnType<typeof createHarness>>;
