import { readFileSync } from 'node:fs';
import type { HostEvent } from '../../dev/host/events.ts';
import { runKql, type Tables } from '../../dev/kql/run-kql.ts';
import { createTelemetryTables } from '../../dev/telemetry/tables.ts';

const read = (file: string): string => readFileSync(new URL(`../../infra/${file}`, import.meta.url), 'utf8');

export interface Rule {
  readonly name: string;
  readonly query: string;
}

/** The alert rules on logs, as modules/alerts.bicep puts their queries together for a plan of so many credits a month. */
export function alertRules(credits: number): readonly Rule[] {
  const figures = read('queries/figures.kql');
  return [...read('modules/alerts.bicep').matchAll(/name: '([\w-]+)'\n\s+title:[\s\S]*?query: (.+)$/gm)].map(
    ([, name = '', query = '']) => {
      const text = read(`queries/${name}.kql`).replaceAll('MONTHLY_CREDITS', String(credits));
      return { name, query: query.includes('figures}') ? `${figures}\n${text}` : text };
    },
  );
}

/** Names of the rules that find something, sorted. */
export const firing = (tables: Tables, now: number, credits: number): readonly string[] =>
  alertRules(credits)
    .filter(({ query }) => runKql(query, tables, { now }).length > 0)
    .map(({ name }) => name)
    .sort();

/** What the host told, as Log Analytics would keep it. */
export function recorded(events: readonly HostEvent[]): Tables {
  const kept = createTelemetryTables();
  for (const event of events) kept.take(event);
  return kept.tables();
}

/** The same rows at another time: some rules ask what day of the month it is. */
export const moved = (tables: Tables, ms: number): Tables =>
  Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [
      name,
      rows.map((row) => ({ ...row, TimeGenerated: new Date(Number(row['TimeGenerated']) + ms) })),
    ]),
  );

/** Rows of a moment (epoch ms) and later. */
export const after = (tables: Tables, since: number): Tables =>
  Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [name, rows.filter((row) => Number(row['TimeGenerated']) >= since)]),
  );
