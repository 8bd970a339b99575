import type { Telemetry } from '../../ports/telemetry.ts';
import { type BillingCase, type BillingRecords, caseKey } from './records.ts';

export interface CaseDeps extends Pick<BillingRecords, 'cases'> {
  readonly telemetry: Telemetry;
  readonly now: () => number;
}

/**
 * Puts something on the operators' list, once for as long as it stands there. Counts `billing_cases{kind}`.
 * @param about Stripe's id of what happened
 */
export async function openCase(deps: CaseDeps, about: string, found: Omit<BillingCase, 'at'>): Promise<void> {
  if ((await deps.cases.create(caseKey(about), { ...found, at: deps.now() })) === 'exists')
    return nameUser(deps, about, found);
  deps.telemetry.count('billing_cases', 1, { kind: found.kind });
  deps.telemetry.error('billing_case_opened', { about, ...found });
}

/** What nobody was known for is somebody's by now: closing it has to find whom it suspended. */
async function nameUser({ cases }: CaseDeps, about: string, found: Omit<BillingCase, 'at'>): Promise<void> {
  const stored = await cases.read(caseKey(about));
  if (!stored || stored.value.userId !== undefined || found.userId === undefined) return;
  await cases.replace(caseKey(about), { ...found, at: stored.value.at }, stored.etag);
}
