import type { Listener } from '../setup-discord/report.ts';
import { storeSettings } from '../setup-discord/settings-file.ts';
import { dryRun } from './dry-run.ts';
import { checkMode } from './mode.ts';
import type { StripeOptions } from './options.ts';
import { readSettings, type StripeSettings } from './settings.ts';
import { setUp } from './setup.ts';
import { createShop, type Shop } from './shop.ts';

/** Sets the account up and prints what was done. Throws, at the end, an Error with all that a person has to mend. */
export async function run(options: StripeOptions): Promise<void> {
  const { url, amounts, currency, isDryRun, doesWrite, wantsNewSecret } = options;
  const known = await readSettings(options.settings, process.env);
  const { access, hasWebhookSecret, file, inFile } = known;
  checkMode(options, known);
  const shop = createShop(access);
  console.log(await headline(shop, known));
  const { tell, notes, problems, isChanged } = createReport(isDryRun);
  const settings = await setUp({
    ...{ url, amounts, currency, hasWebhookSecret, wantsNewSecret, tell },
    shop: isDryRun ? dryRun(shop) : shop,
  });
  for (const text of notes) console.log(`\n${text}`);
  if (!isChanged()) console.log('\nNothing had to be changed.');
  // What a dry run did not make has no id yet, and is not stored.
  const isWhole = !(isDryRun && isChanged());
  const isStored = isWhole && Object.entries(settings).every(([name, value]) => inFile[name] === value);
  if (isStored) console.log(`\n${file} has all of these settings.`);
  else if (Object.keys(settings).length > 0) console.log(settingsText(settings, file));
  if (doesWrite && !isStored) {
    storeSettings(file, settings);
    console.log(`\nThey are stored in ${file}.`);
  }
  if (problems.length > 0) throw new Error(`\n${problems.join('\n\n')}`);
}

async function headline(shop: Shop, { mode, access }: StripeSettings): Promise<string> {
  const account = await shop.account();
  const money = mode === 'live' ? 'LIVE MODE: real customers, real money' : 'Test mode: no money moves';
  const name = account?.name ? ` (${JSON.stringify(account.name)})` : '';
  const whose = account ? `account ${account.id}${name}` : 'an account that this restricted key may not read';
  const where = access.baseUrl === 'https://api.stripe.com' ? '' : `, at ${access.baseUrl}`;
  return `${money}. Stripe, ${whose}${where}.\n`;
}

interface Report {
  readonly tell: Listener;
  readonly notes: readonly string[];
  readonly problems: readonly string[];
  readonly isChanged: () => boolean;
}

function createReport(isDryRun: boolean): Report {
  const problems: string[] = [];
  const notes: string[] = [];
  let isChanged = false;
  const tell: Listener = {
    step: ({ outcome, what }) => {
      isChanged ||= outcome !== 'already right';
      console.log(line(isDryRun ? WOULD[outcome] : outcome, what));
    },
    note: (text) => notes.push(text),
    problem: (what, remedy) => {
      problems.push(remedy);
      console.log(line('needs you', what));
    },
  };
  return { tell, notes, problems, isChanged: () => isChanged };
}

const WOULD = { created: 'would create', changed: 'would change', 'already right': 'already right' } as const;

const line = (outcome: string, what: string): string => `  ${outcome.padEnd(13)}  ${what}`;

const settingsText = (settings: Readonly<Record<string, string>>, file: string): string =>
  [
    `\nSettings to store, in ${file} under "Values":`,
    ...Object.entries(settings).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`),
  ].join('\n');
