import type { OpenCase } from '../../../shared/pipeline/billing/cases.ts';
import { lines, progress, type Run } from '../printed.ts';

export const reconcile: Run = async (app, { isDryRun }) => {
  const report = await app.reconcileSubscriptions({
    dryRun: isDryRun,
    onProgress: progress.tell,
  });
  progress.end();
  const { differences, more } = report;
  return {
    json: report,
    text: lines(
      `${report.users} users, ${report.subscriptions} subscriptions at Stripe, ${report.entitlements} entitlements at Discord, ${report.members} members of the server.`,
      report.notes,
      differences.length === 0
        ? 'Nothing differs.'
        : differences.map(
            ({ userId, what, was, is, repaired }) =>
              `  ${userId}  ${what}: ${was} → ${is}${repaired ? '' : isDryRun ? ' (left as it is)' : ' (could not be repaired)'}`,
          ),
      more === 0 ? [] : `… and ${more} more.`,
    ),
  };
};

export const cases: Run = async (app) => {
  const open = await app.billingCases();
  return {
    json: open,
    text:
      open.length === 0
        ? 'Nothing waits for a decision.'
        : lines(open.map(caseLine), '', 'npm run ops -- close CASE decides one.'),
  };
};

const WORDS: Readonly<Record<OpenCase['kind'], string>> = {
  'early-fraud-warning':
    'early fraud warning: the tier is suspended, and Stripe goes on charging. Refund it and end the subscription at Stripe, or close the case to lift that',
  dispute:
    'dispute: the tier is suspended, and Stripe goes on charging. Answer it at Stripe, end or pause the subscription; close the case to lift that',
  'foreign-customer': 'somebody paid with the customer of another user: no tier was given. Refund it at Stripe',
  'second-customer': 'a user has two customers at Stripe: only the first counts. Refund or merge at Stripe',
  'paid-while-suspended': 'somebody who is suspended has paid again: no tier was given. Refund it at Stripe',
  'unknown-customer': 'money from a customer that we did not make. Look at it at Stripe',
  'two-subscriptions': 'a user pays for two subscriptions: the higher one counts. End one at Stripe',
};

const caseLine = ({ about, kind, customerId, userId, at }: OpenCase): string =>
  `  ${about}  ${new Date(at).toISOString()}  ${customerId}  user ${userId ?? 'unknown'}\n    ${WORDS[kind]}.`;

export const close: Run = async (app, { args: [argument = ''], isDryRun }) => {
  const found = isDryRun
    ? (await app.billingCases()).find(({ about }) => about === argument)
    : await app.closeBillingCase(argument);
  if (!found) throw new Error(`There is no open case ${argument}: npm run ops -- cases lists them.`);
  return { json: found, text: `${isDryRun ? 'It would close' : 'Closed'}:\n${caseLine(found)}` };
};

export const forgetUser: Run = async (app, { args: [argument = ''], isDryRun }) => {
  const report = await app.forgetUser(argument, { dryRun: isDryRun });
  return {
    json: { ...report, isDryRun },
    text: lines(
      report.deleted.length === 0 ? `Nothing is known of ${argument}.` : `${isDryRun ? 'It would delete' : 'Deleted'}:`,
      report.deleted.map((what) => `  ${what}`),
      'What has to stay:',
      report.kept.map(({ what, why }) => `  ${what}: ${why}`),
      report.deleted.length === 0 || isDryRun
        ? []
        : 'A message of Stripe’s or Discord’s that was on its way can bring an empty record back: run this again in ten minutes.',
    ),
  };
};
