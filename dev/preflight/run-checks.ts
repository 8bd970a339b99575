import pLimit from 'p-limit';
import { type Check, type Finding, Found, type GroupName, noAnswer, none } from './check.ts';
import { inTime } from './in-time.ts';
import type { SettingName } from './settings.ts';

/** A check that was made. */
export interface Result extends Finding {
  readonly group: GroupName;
  readonly name: string;
}

interface RunOptions {
  /** How long one check may take. */
  readonly timeoutMs: number;
  readonly isAtFault: (name: SettingName) => boolean;
  /** Told after each. */
  readonly onDone?: (() => void) | undefined;
}

/** Of one service at the same time: what is checked is also at work. */
const AT_ONCE = 4;

/** Makes the checks, those of different groups at the same time; each has its result, whatever becomes of the others. Never throws. */
export async function runChecks(
  groups: ReadonlyMap<GroupName, readonly Check[]>,
  options: RunOptions,
): Promise<readonly Result[]> {
  const findings = new Map<Check, Finding>();
  const run = (isTimed: boolean): Promise<unknown> =>
    Promise.all(
      [...groups.values()].flatMap((checks) => {
        const limit = pLimit(AT_ONCE);
        const due = checks.filter((check) => (check.isTimed ?? false) === isTimed);
        return due.map((check) =>
          limit(async () => {
            findings.set(check, await make(check, options));
            options.onDone?.();
          }),
        );
      }),
    );
  await run(false);
  await run(true);
  return [...groups].flatMap(([group, checks]) =>
    checks.flatMap((check) => {
      const finding = findings.get(check);
      return finding ? [{ group, name: check.name, ...finding }] : [];
    }),
  );
}

async function make({ needs = [], look }: Check, { timeoutMs, isAtFault }: RunOptions): Promise<Finding> {
  const faulty = needs.find(isAtFault);
  if (faulty !== undefined) return none(`${faulty} first`);
  try {
    return await inTime((async () => look())(), timeoutMs, noAnswer(timeoutMs));
  } catch (error) {
    return error instanceof Found ? error.finding : failureOf(error);
  }
}

/** The first sentence says what is wrong, the others what to do. */
function failureOf(error: unknown): Finding {
  const message = (error instanceof Error ? error.message : String(error)).trim().replaceAll(/\s+/g, ' ');
  const [, seen = message, remedy] = /^(.*?[^.]\.) (?=[A-Z“])(.*)$/.exec(message) ?? [];
  return { status: 'fail', seen, ...(remedy === undefined ? {} : { remedy }) };
}
