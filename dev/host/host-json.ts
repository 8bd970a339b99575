import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** `hh:mm:ss[.fff]` or `d.hh:mm:ss`, as .NET writes a span of time, in ms. */
const timeSpan = z
  .string()
  .regex(/^(\d+\.)?\d{1,2}:\d{2}:\d{2}(\.\d{1,7})?$/, 'expected a span of time such as 00:00:10')
  .transform((text) => {
    const [, days = '0', hours, minutes, seconds] = /^(?:(\d+)\.)?(\d+):(\d+):([\d.]+)$/.exec(text) ?? [];
    return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  });

/** Defaults are Azure's. */
const queuesSchema = z.object({
  batchSize: z.int().min(1).max(32).default(16),
  newBatchThreshold: z.int().min(0).optional(),
  visibilityTimeout: timeSpan.default(0),
  maxDequeueCount: z.int().min(1).default(5),
  maxPollingInterval: timeSpan.default(60_000),
  messageEncoding: z.enum(['none', 'base64']).default('base64'),
});

const hostJsonSchema = z.object({
  version: z.literal('2.0'),
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default('api') }).prefault({}),
      queues: queuesSchema.prefault({}),
    })
    .prefault({}),
});

/** host.json's `extensions.queues`; spans in ms. */
export interface QueueSettings {
  readonly batchSize: number;
  readonly newBatchThreshold: number;
  readonly visibilityTimeoutMs: number;
  readonly maxDequeueCount: number;
  readonly maxPollingIntervalMs: number;
  readonly messageEncoding: 'none' | 'base64';
}

export interface HostSettings {
  readonly routePrefix: string;
  readonly queues: QueueSettings;
}

/** Reads what the local host honours of host.json. Throws a ZodError that names what is wrong. */
export const parseHostJson = (text: string): HostSettings => {
  const { http, queues } = hostJsonSchema.parse(JSON.parse(text)).extensions;
  return {
    routePrefix: http.routePrefix,
    queues: {
      batchSize: queues.batchSize,
      newBatchThreshold: queues.newBatchThreshold ?? Math.floor(queues.batchSize / 2),
      visibilityTimeoutMs: queues.visibilityTimeout,
      maxDequeueCount: queues.maxDequeueCount,
      maxPollingIntervalMs: queues.maxPollingInterval,
      messageEncoding: queues.messageEncoding,
    },
  };
};

export const readHostJson = (root: string): HostSettings => {
  const path = join(root, 'host.json');
  try {
    return parseHostJson(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`${path} cannot be used: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
};
