import type { App } from '../../shared/app.ts';
import type { OpsOptions } from './options.ts';

/** An answer, for people and for programs. */
export interface Printed {
  readonly text: string;
  readonly json: unknown;
}

export type Run = (app: App, options: OpsOptions) => Promise<Printed>;

export const lines = (...parts: readonly (string | readonly string[])[]): string => parts.flat().join('\n');

const NUMBER = /^[\d.,]+( %)?$/;

/** Rows below each other, each column as wide as it has to be; a column of numbers stands to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): readonly string[] {
  const columns = (rows[0] ?? []).map((_, at) => {
    const cells = rows.map((row) => String(row[at] ?? ''));
    return { width: Math.max(...cells.map((cell) => cell.length)), isRight: NUMBER.test(cells.at(-1) ?? '') };
  });
  return rows.map((row) =>
    `  ${columns.map((column, at) => padded(String(row[at] ?? ''), column)).join('  ')}`.trimEnd(),
  );
}

const padded = (cell: string, { width, isRight }: { readonly width: number; readonly isRight: boolean }): string =>
  isRight ? cell.padStart(width) : cell.padEnd(width);

export const iso = (at: number): string => new Date(at).toISOString();

/** Work that takes long says on the screen how far it is, in place; to a file it says nothing. */
export const progress = {
  tell: (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  },
  end: (): void => {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  },
} as const;
