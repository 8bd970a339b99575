import { createReport } from '../setup/report.ts';
import { dryRun } from './dry-run.ts';
import { checkMode } from './mode.ts';
import type { StripeOptions } from './options.ts';
import { readSettings, type StripeSettings } from './settings.ts';
import { setUp } from './setup.ts';
import { createShop, type Shop } from './shop.ts';

/** Sets the account up and prints what was done. Throws, at the end, an Error with all that a person has to mend. */
export async function run(options: StripeOptions): Promise<void> {
  const { url, amounts, currency, isDryRun, wantsNewSecret } = options;
  const known = await readSettings(options.settings, process.env);
  const { access, hasWebhookSecret, file, inFile } = known;
  checkMode(options, known);
  const shop = createShop(access);
  console.log(await headline(shop, known));
  const { tell, finish } = createReport(options);
  const settings = await setUp({
    ...{ url, amounts, currency, hasWebhookSecret, wantsNewSecret, tell },
    shop: isDryRun ? dryRun(shop) : shop,
  });
  finish({ settings, file, inFile });
}

async function headline(shop: Shop, { mode, access }: StripeSettings): Promise<string> {
  const account = await shop.account();
  const money = mode === 'live' ? 'LIVE MODE: real customers, real money' : 'Test mode: no money moves';
  const name = account?.name ? ` (${JSON.stringify(account.name)})` : '';
  const whose = account ? `account ${account.id}${name}` : 'an account that this restricted key may not read';
  const where = access.baseUrl === 'https://api.stripe.com' ? '' : `, at ${access.baseUrl}`;
  return `${money}. Stripe, ${whose}${where}.\n`;
}
