import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The emulator's public, documented development account: no secret. */
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite {
  /** For `AzureWebJobsStorage`: queue service only. */
  readonly connectionString: string;
  stop(): Promise<void>;
}

/**
 * Azure's storage queue emulator, on a free loopback port, in memory: nothing is written to disk, nothing is reported to anyone,
 * and each instance has its own store. It runs in a thread of its own, because loading it takes a second and serving it costs
 * about as much as everything else that the local host does.
 */
export const startAzurite = async (): Promise<Azurite> => {
  const thread = new Worker(new URL('./azurite-thread.ts', import.meta.url), { env: {}, execArgv: [] });
  const [address] = (await once(thread, 'message')) as [string];
  thread.unref();
  const url = `${address}/${ACCOUNT}`;
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${ACCOUNT_KEY};QueueEndpoint=${url};`,
    stop: async () => void (await thread.terminate()),
  };
};
