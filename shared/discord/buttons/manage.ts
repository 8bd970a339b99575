import type { Billing } from '../../ports/billing.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { MANAGE, NO_PAYMENTS, openPage, PAY_LABEL, pageButtons, pageLines } from '../billing-pages.ts';
import { type Answer, type Button, type ComponentRequest, message, notAtHand } from '../commands/command.ts';

export interface ManageDeps {
  /** Undefined while payments are not set up. */
  readonly billing: Billing | undefined;
  readonly telemetry: Telemetry;
}

/** Below a notice: a fresh link to the page on which a subscription is paid for, changed and ended. */
export const manageButton: Button<ManageDeps> = {
  name: MANAGE,
  needs: {},
  press: goToPortal,
};

async function goToPortal({ billing, telemetry }: ManageDeps, { user, mayCall }: ComponentRequest): Promise<Answer> {
  if (!billing) return message({ content: NO_PAYMENTS });
  if (!mayCall) return notAtHand;
  const page = await openPage(telemetry, PAY_LABEL, () => billing.portalUrl(user.id));
  if (page.kind === 'none') return message({ content: 'You have bought nothing here. `/subscribe` shows the tiers.' });
  const lines = page.kind === 'page' ? ['The link is for you alone, and ends in a few minutes.'] : [];
  return message({ content: [...lines, ...pageLines([page])].join('\n'), components: pageButtons([page]) });
}
