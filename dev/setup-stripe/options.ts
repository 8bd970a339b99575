import { parseArgs } from 'node:util';
import type { Tier } from '../../shared/domain/account/tier.ts';
import type { Interval } from '../../shared/ports/billing.ts';

export const HELP = `npm run setup:stripe [-- OPTIONS]

Makes a Stripe account ready for the app: a product for Starter, Core and Sharp, what each costs a month and a year, the customer
portal, and the webhook endpoint. What is right already stays as it is, so it can be run again at any time. It needs
STRIPE_SECRET_KEY, in local.settings.json or, before it, in the environment: a test key first, with which no money moves.

  --url URL                where people reach the app, e.g. https://APP.azurewebsites.net; without it no portal and no webhook
                           endpoint is made
  --starter, --core, --sharp AMOUNT
                           a month's price; without it, what is there stays, and what is not costs 9, 29 and 79
  --starter-yearly, --core-yearly, --sharp-yearly AMOUNT
                           a year's price; without it, ten months of a monthly price that is new
  --currency CODE          of all prices, e.g. eur; without it, the one that is there, or usd
  --dry-run                say what it would do, and change nothing
  --write                  store the settings that it prints in that file
  --live                   go on although the key is a live one: real customers and real money
  --new-secret             make the webhook endpoint anew, for Stripe tells its secret only then
  --settings FILE          in place of local.settings.json
  --help                   this text`;

/** Amounts as typed; undefined: not typed. */
export type GivenAmounts = Readonly<Record<Tier, Readonly<Record<Interval, string | undefined>>>>;

export interface StripeOptions {
  /** Without a slash at its end. Undefined: prices only. */
  readonly url: string | undefined;
  readonly amounts: GivenAmounts;
  /** ISO 4217, lower case. */
  readonly currency: string | undefined;
  readonly isDryRun: boolean;
  readonly doesWrite: boolean;
  readonly mayBeLive: boolean;
  readonly wantsNewSecret: boolean;
  /** Undefined: local.settings.json, if there is one. */
  readonly settings: string | undefined;
}

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const OPTIONS = {
  url: TEXT,
  ...{ starter: TEXT, core: TEXT, sharp: TEXT },
  ...{ 'starter-yearly': TEXT, 'core-yearly': TEXT, 'sharp-yearly': TEXT },
  currency: TEXT,
  'dry-run': FLAG,
  write: FLAG,
  live: FLAG,
  'new-secret': FLAG,
  settings: TEXT,
  help: FLAG,
} as const;

/** Reads the command line; `help` when that is what was asked for. Throws an Error that says what would make sense. */
export function readOptions(args: readonly string[]): StripeOptions | 'help' {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) return 'help';
  const { 'dry-run': isDryRun = false, write: doesWrite = false, live: mayBeLive = false, settings } = values;
  const { 'new-secret': wantsNewSecret = false } = values;
  if (isDryRun && doesWrite) throw new Error('--dry-run changes nothing: leave out --write.');
  const url = readUrl(values.url);
  if (wantsNewSecret && url === undefined)
    throw new Error('--new-secret is about the webhook endpoint of the app: say with --url where that is.');
  const amounts = {
    starter: { month: readAmount('starter', values), year: readAmount('starter-yearly', values) },
    core: { month: readAmount('core', values), year: readAmount('core-yearly', values) },
    sharp: { month: readAmount('sharp', values), year: readAmount('sharp-yearly', values) },
  };
  const currency = readCurrency(values.currency);
  return { url, amounts, currency, isDryRun, doesWrite, mayBeLive, wantsNewSecret, settings };
}

/** Without a slash at its end. */
function readUrl(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.pathname !== '/')
    throw new Error(`--url takes the app's address alone, e.g. https://APP.azurewebsites.net; it was "${given}".`);
  return url.origin;
}

function readCurrency(given: string | undefined): string | undefined {
  const currency = given?.toLowerCase();
  if (currency !== undefined && !/^[a-z]{3}$/.test(currency))
    throw new Error(`--currency takes three letters, e.g. usd or eur; it was "${given}".`);
  return currency;
}

type AmountOption = Tier | `${Tier}-yearly`;

function readAmount(name: AmountOption, values: Partial<Record<AmountOption, string>>): string | undefined {
  const given = values[name];
  if (given !== undefined && !/^\d{1,8}(\.\d{1,3})?$/.test(given))
    throw new Error(`--${name} takes an amount, e.g. 9 or 9.50; it was "${given}".`);
  return given;
}
