import { z } from 'zod';
import type { RpcFunctionMetadata } from './rpc.ts';

interface Named {
  readonly name: string;
  /** Under which name the trigger's data is handed over. */
  readonly binding: string;
}
export interface TimerFunction extends Named {
  readonly kind: 'timer';
  /** NCRONTAB, six fields. */
  readonly schedule: string;
  readonly runOnStartup: boolean;
  readonly useMonitor: boolean;
}
export interface QueueFunction extends Named {
  readonly kind: 'queue';
  readonly queue: string;
  readonly connectionString: string;
}
export interface HttpFunction extends Named {
  readonly kind: 'http';
  readonly route: string;
  /** Upper case. */
  readonly methods: readonly string[];
}
export type FunctionDefinition = TimerFunction | QueueFunction | HttpFunction;

type Env = Readonly<Record<string, string>>;

const timerSchema = z.object({
  schedule: z.string(),
  runOnStartup: z.boolean().default(false),
  useMonitor: z.boolean().default(true),
});
const queueSchema = z.object({ queueName: z.string(), connection: z.string().default('') });
const httpSchema = z.object({ route: z.string().optional(), methods: z.array(z.string()).default(['GET', 'POST']) });

/**
 * From what an app registered to what the host must listen to. Names in percent signs and connections are looked up in the
 * app's settings. Throws for what this host does not offer, rather than leave a function silent.
 */
export const defineFunction = ({ name, bindings }: RpcFunctionMetadata, env: Env): FunctionDefinition => {
  const entries = Object.entries(bindings);
  const trigger = entries.find(([, { type }]) => type?.toLowerCase().endsWith('trigger'));
  if (!trigger) throw new Error(`Function "${name}" has no trigger.`);
  for (const [, { type, direction }] of entries) {
    if (direction === 'out' && type !== 'http') throw notOffered(name, `output "${type}": send with the SDK`);
  }
  const [binding, info] = trigger;
  switch (info.type) {
    case 'timerTrigger': {
      const timer = timerSchema.parse(info);
      return { kind: 'timer', name, binding, ...timer, schedule: expand(timer.schedule, env) };
    }
    case 'queueTrigger': {
      const { queueName, connection } = queueSchema.parse(info);
      return {
        kind: 'queue',
        name,
        binding,
        queue: expand(queueName, env),
        connectionString: connectionOf(connection, env),
      };
    }
    case 'httpTrigger': {
      const { route = name, methods } = httpSchema.parse(info);
      return { kind: 'http', name, binding, route: expand(route, env), methods: methods.map((m) => m.toUpperCase()) };
    }
    default:
      throw notOffered(name, `trigger "${info.type}"`);
  }
};

const notOffered = (name: string, what: string): Error =>
  new Error(`Function "${name}": the local host does not offer the ${what}`);

const setting = (name: string, env: Env): string => {
  const value = env[name];
  if (!value) throw new Error(`The setting ${name}, which a trigger names, is not set.`);
  return value;
};

const expand = (text: string, env: Env): string => text.replace(/%([^%]+)%/g, (_, name: string) => setting(name, env));

/** Azure looks for the name itself, then for the name after `AzureWebJobs`. */
const connectionOf = (connection: string, env: Env): string => {
  const name = connection || 'AzureWebJobsStorage';
  const isIdentityBased = Object.keys(env).some((key) => key.startsWith(`${name}__`));
  if (isIdentityBased && !env[name])
    throw new Error(`${name} has its identity-based form, which works in Azure only: set a connection string here.`);
  return env[name] ?? env[`AzureWebJobs${name}`] ?? setting(name, env);
};
