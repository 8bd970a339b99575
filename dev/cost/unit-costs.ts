import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const amount = z.number().nonnegative();

/** What one operation takes. All are means. */
const unitCostSchema = z.object({
  /** Requests to Cosmos DB by kind. */
  cosmos: z.object({
    read: amount,
    missing: amount,
    list: amount,
    create: amount,
    replace: amount,
    refused: amount,
    delete: amount,
  }),
  /** By request-units.ts, from each request's kind and bytes. */
  requestUnits: amount,
  /** Of documents that were not there before. */
  storedBytes: amount,
  /** Sends, receives that found something, deletes. */
  queueOperations: amount,
  /**
   * Calls of each function, and the time in which at least one ran: on the machine that measured, with everything outside answering at
   * once.
   */
  functions: z.record(z.string(), z.object({ executions: amount, seconds: amount })),
  /** As Log Analytics keeps them. */
  lineBytes: amount,
  /** The same, with all traces kept. */
  spanBytes: amount,
  /** Requests to services outside. */
  odds: amount,
  discord: amount,
  claude: amount,
  quickchart: amount,
  stripe: amount,
  inputTokens: amount,
  outputTokens: amount,
});
export type UnitCost = z.infer<typeof unitCostSchema>;

export const QUESTIONS = [
  'odds',
  'suggest',
  'line',
  'signals',
  'explain',
  'chart',
  'watch',
  'record',
  'account',
  'help',
] as const;
export type QuestionName = (typeof QUESTIONS)[number];

const unitCostsSchema = z.object({
  /** The day on which it was measured. */
  measured: z.iso.date(),
  /** How much was measured, and of what. */
  sample: z.record(z.string(), amount),
  /** Market changes in a poll of one league: of the simulated market, which moves as much in a minute as real ones do in twenty. */
  changesPerPoll: amount,
  /** Reads of one queue's listener that found nothing, a second. */
  emptyReadsPerSecond: amount,
  /** A minute's export of metrics, by one process that does everything: rows, and bytes of each. */
  metrics: z.object({ rows: amount, bytesPerRow: amount }),
  operations: z.object({
    /** A tick of poll-odds that finds nothing due. */
    idleTick: unitCostSchema,
    /** A league polled in which nothing had changed. */
    poll: unitCostSchema,
    /** A market that had changed: board, line history, scoring. */
    change: unitCostSchema,
    /** A signal: claim, record, fan-out. */
    alert: unitCostSchema,
    /** A user whom an alert's fan-out looks at, whether it is for them or not. */
    watcher: unitCostSchema,
    /** A message to a channel or a user. */
    delivery: unitCostSchema,
    /** A tick of settle-markets that finds nothing. */
    idleSettle: unitCostSchema,
    /** An event settled. */
    settledEvent: unitCostSchema,
    /** A tick of watch-poison-queues. */
    poisonWatch: unitCostSchema,
    /** A webhook of Stripe's, and all that comes of it. */
    billingEvent: unitCostSchema,
    /** A subscriber whom the daily comparison looks at. */
    reconciledSubscriber: unitCostSchema,
    questions: z.object(
      Object.fromEntries(QUESTIONS.map((name) => [name, unitCostSchema])) as Record<
        QuestionName,
        typeof unitCostSchema
      >,
    ),
  }),
});
export type UnitCosts = z.infer<typeof unitCostsSchema>;

export const UNIT_COSTS_FILE = fileURLToPath(new URL('unit-costs.json', import.meta.url));

/** What `npm run bench -- units --write` measured last. @throws when the file is not what that writes */
export function readUnitCosts(file = UNIT_COSTS_FILE): UnitCosts {
  const { data, success, error } = unitCostsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (success) return data;
  throw new Error(`${file} is of another version: run npm run bench -- units --write. ${z.prettifyError(error)}`);
}
