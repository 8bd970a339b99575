import type { Fields } from '../../../shared/ports/telemetry.ts';
import type { TelemetryRecord } from '../../../shared/runtime/local-seam.ts';
import { addCount, addToWindow, setGauge } from './counters.ts';
import { foldMarketChange, foldSignal, sweepMarkets } from './markets.ts';
import { LIMITS, type Room } from './model.ts';
import { foldSubscription } from './standings.ts';

type LogRecord = Extract<TelemetryRecord, { kind: 'log' }>;

/** Log events that mean more to the room than a line in the console. False: the record could not be read. */
const LOG_FOLDS: Readonly<Record<string, (room: Room, fields: Fields, at: number) => boolean>> = {
  market_changed: foldMarketChange,
  signal_raised: foldSignal,
  subscription_changed: foldSubscription,
};

/** One line for each of thousands of subscribers: the counters say it better than the console. */
const QUIET: ReadonlySet<string> = new Set(['delivery_planned']);

const short = (value: Fields[string]): Fields[string] =>
  typeof value === 'string'
    ? value.slice(0, LIMITS.fieldCharacters)
    : typeof value === 'object' && value !== null
      ? value.join(' ').slice(0, LIMITS.fieldCharacters)
      : value;

const appendLog = (room: Room, { level, event, fields }: LogRecord, at: number): void => {
  const shortened = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, short(value)]));
  room.logs.push({ id: room.nextLogId++, at, level, event, fields: shortened });
  if (room.logs.length > LIMITS.logs) room.logs.shift();
  room.untold.logs = Math.min(room.untold.logs + 1, room.logs.length);
};

const foldLog = (room: Room, record: LogRecord, at: number): void => {
  const readable = LOG_FOLDS[record.event]?.(room, record.fields, at) ?? true;
  const worthALine = record.level !== 'debug' && !QUIET.has(record.event);
  if (worthALine || !readable) appendLog(room, record, at);
};

/** Folds one telemetry record into the room. Deterministic: the same records at the same times (`at`, epoch ms) give the same room. */
export const foldTelemetry = (room: Room, record: TelemetryRecord, at: number): void => {
  if (record.kind === 'log') foldLog(room, record, at);
  else if (record.kind === 'count') addCount(room.counters, record.metric, record.value, record.labels);
  else if (record.kind === 'observe') addToWindow(room.counters, record.metric, record.value);
  else setGauge(room.counters, record.metric, record.value, record.labels);
  room.untold.any = true;
  sweepMarkets(room, at);
};
