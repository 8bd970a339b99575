import { LOAD_RECORD, readLoadRecord } from '../../bench/load/load-record.ts';
import { type Checks, fail, pass, warning } from '../check.ts';
import type { Checking } from '../checking.ts';

const DAY_MS = 24 * 3600_000;
const MOST_DAYS = 90;
const MOST_MS = 2000;
const AGAIN = 'npm run bench -- load --record';

export const loadChecks = ({ now }: Pick<Checking, 'now'>, file: string = LOAD_RECORD): Checks => ({
  checks: [
    {
      name: 'recorded',
      look: async () => {
        const record = await readLoadRecord(file).catch(() => 'not understood' as const);
        if (record === 'not understood') return fail('docs/load-test.json is not understood', AGAIN);
        if (record === undefined) return fail('none', AGAIN);
        const { at, people, seconds, p95Ms, failed, unanswered } = record;
        const days = Math.floor((now() - Date.parse(at)) / DAY_MS);
        const seen = `${people} people for ${seconds} s on ${at.slice(0, 10)}: 95 % within ${(p95Ms / 1000).toFixed(1)} s`;
        if (failed + unanswered > 0) return warning(`${seen}, ${failed + unanswered} without an answer`, AGAIN);
        if (p95Ms > MOST_MS)
          return warning(seen, `${MOST_MS / 1000} s is the most: look for what is slow, then ${AGAIN}`);
        return days > MOST_DAYS ? warning(`${seen}, ${days} days ago`, AGAIN) : pass(seen);
      },
    },
  ],
});
