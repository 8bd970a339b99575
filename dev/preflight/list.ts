import { asData, spelledOut } from '../ops/as-data.ts';
import { counted, type Finding, GROUP_NAMES, GROUPS } from './check.ts';
import type { Result } from './run-checks.ts';

const SIGNS: Readonly<Record<Finding['status'], string>> = { pass: '✓', warning: '!', fail: '✗', none: '–' };

const numberOf = (results: readonly Result[], status: Finding['status']): number =>
  results.filter((result) => result.status === status).length;

/** Whether nothing has to be mended. */
export const isReady = (results: readonly Result[]): boolean => numberOf(results, 'fail') === 0;

/** The list for a person: a line a check, below the name of its group. */
export function listText(results: readonly Result[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const blocks = GROUP_NAMES.flatMap((group) => {
    const own = results.filter((result) => result.group === group);
    return own.length > 0 ? [[GROUPS[group], ...own.map((result) => lineOf(result, width))].join('\n')] : [];
  });
  return [...blocks, summary(results)].join('\n\n');
}

const lineOf = ({ status, name, seen, remedy }: Result, width: number): string =>
  `  ${SIGNS[status]}  ${asData(name).padEnd(width)}  ${asData(seen)}${remedy === undefined ? '' : ` → ${asData(remedy)}`}`;

function summary(results: readonly Result[]): string {
  const [failed, warned, none] = (['fail', 'warning', 'none'] as const).map((status) => numberOf(results, status));
  const counts = [
    `${numberOf(results, 'pass')} as they have to be`,
    ...(warned ? [counted(warned, 'warning')] : []),
    ...(failed ? [`${failed} to be mended`] : []),
    ...(none ? [`${none} not checked`] : []),
  ];
  return `${isReady(results) ? 'Ready' : 'Not ready'}: ${counts.join(', ')}.`;
}

/** The same for a program, as one line. */
export const listJson = (results: readonly Result[]): string =>
  spelledOut(JSON.stringify({ ready: isReady(results), checks: results }));
