import { type Broken, settingOf } from './case.ts';

const PUBLIC_KEY = 'ab'.repeat(32);
const referTo = (secret: string) => `@Microsoft.KeyVault(SecretUri=https://tests.vault.azure.net/secrets/${secret})`;

export const BROKEN_SETTINGS: readonly Broken[] = [
  {
    what: 'a key is missing',
    settings: () => ({ ODDS_API_KEY: undefined }),
    odd: { 'settings: ODDS_API_KEY': 'fail' },
    says: 'is missing → set it in the tests: your key from the-odds-api.com',
  },
  {
    what: 'a key is malformed',
    settings: () => ({ DISCORD_PUBLIC_KEY: 'hunter2hunter2' }),
    odd: { 'settings: DISCORD_PUBLIC_KEY': 'fail' },
    says: 'is not valid → set it in the tests: the public key of the application',
  },
  {
    what: 'a number is none',
    settings: () => ({ ODDS_MONTHLY_CREDITS: 'many' }),
    odd: { 'settings: ODDS_MONTHLY_CREDITS': 'fail' },
    says: 'is not valid',
  },
  {
    what: 'payments are half set up',
    settings: () => ({ STRIPE_WEBHOOK_SECRET: undefined }),
    odd: { 'settings: STRIPE_WEBHOOK_SECRET': 'fail' },
    says: 'whsec_…; npm run setup:stripe prints it',
  },
  {
    what: 'two settings name the same price',
    settings: (world) => ({ STRIPE_PRICE_CORE: settingOf(world, 'STRIPE_PRICE_SHARP') }),
    odd: { 'settings: STRIPE_PRICE_CORE': 'fail', 'settings: STRIPE_PRICE_SHARP': 'fail' },
    says: 'name the same',
  },
  {
    what: 'a name is mistyped',
    settings: () => ({ DISCORD_GILD_ID: '1' }),
    odd: { 'settings: DISCORD_GILD_ID': 'warning' },
    says: 'is DISCORD_GUILD_ID meant?',
  },
  {
    what: 'a reference leads to no secret',
    settings: () => ({ ODDS_API_KEY: referTo('nothing') }),
    odd: { 'vault: ODDS_API_KEY': 'fail' },
    says: 'nothing in tests: there is no such secret → add it to the vault, or mend the reference',
  },
  {
    what: 'a reference leads to a secret that may not be read',
    settings: ({ vault }) => {
      vault.put('locked', '');
      return { DISCORD_BOT_TOKEN: referTo('locked') };
    },
    odd: { 'vault: DISCORD_BOT_TOKEN': 'fail' },
    says: '“Key Vault Secrets User”',
  },
  {
    what: 'a reference is not understood',
    settings: () => ({ STRIPE_SECRET_KEY: '@Microsoft.KeyVault(Secret=stripe)' }),
    odd: { 'vault: STRIPE_SECRET_KEY': 'fail' },
    says: 'the reference is not understood',
  },
  {
    what: 'a reference leads to the wrong key',
    settings: ({ vault }) => {
      vault.put('odds', 'another-odds-key');
      return { ODDS_API_KEY: referTo('odds') };
    },
    odd: { 'odds: key': 'fail' },
    says: '✓  ODDS_API_KEY              odds in tests',
  },
  {
    what: 'the public key is another application’s',
    settings: () => ({ DISCORD_PUBLIC_KEY: PUBLIC_KEY }),
    odd: { 'discord: public key': 'fail' },
    says: 'not that of the application → set DISCORD_PUBLIC_KEY to',
  },
];
