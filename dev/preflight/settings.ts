import { type Config, ConfigError, readConfig, SETTING_NAMES } from '../../shared/config.ts';

export type SettingName = (typeof SETTING_NAMES)[number];

/** A setting that is missing or does not make sense. */
export interface Problem {
  readonly name: string;
  /** E.g. `is missing: the bot's token`. */
  readonly what: string;
}

/** What the app would find wrong with these settings. It names them, and never a value. */
export function problemsOf(values: Readonly<Record<string, string>>): readonly Problem[] {
  try {
    readConfig(values);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return linesOf(error.message).flatMap(toProblems);
  }
}

/** A problem a line, indented. */
const linesOf = (message: string): readonly string[] =>
  message.split('\n').flatMap((line) => (line.startsWith('  ') ? [line.trim()] : []));

const isSetting = (word: string): word is SettingName => SETTING_NAMES.some((name) => name === word);

/** The settings that a line begins with: one, or several of which one has to go. */
function toProblems(line: string): readonly Problem[] {
  const [head = ''] = /^(?:\w+(?: and )?)+?(?= (?:is|name) )/.exec(line) ?? [];
  const names = head.split(' and ').filter(isSetting);
  const what = line.slice(head.length).trim();
  return names.map((name) => ({ name, what }));
}

/** What the app reads of settings some of which may be at fault. */
export interface ReadSettings {
  /** Made up where a setting is at fault: for checks that do not need that one. */
  readonly config: Config;
  /** Whether a setting is missing that has to be there, or does not make sense. */
  readonly isAtFault: (name: SettingName) => boolean;
}

const NOWHERE = 'http://127.0.0.1:9';
const SOME_ID = '1';
/** Stands where a setting that has to be there is not, or is at fault. No check that needs that one is made. */
const MADE_UP: Readonly<Partial<Record<SettingName, string>>> = {
  ODDS_API_KEY: '-',
  AzureWebJobsStorage: '-',
  COSMOS_ENDPOINT: NOWHERE,
  DISCORD_APPLICATION_ID: SOME_ID,
  DISCORD_PUBLIC_KEY: '0'.repeat(64),
  DISCORD_BOT_TOKEN: '-',
  DISCORD_ALERTS_CHANNEL_ID: SOME_ID,
  DISCORD_SHARP_CHANNEL_ID: SOME_ID,
};
/** The same for what is needed only with payments. */
const MADE_UP_FOR_PAYMENTS: Readonly<Partial<Record<SettingName, string>>> = {
  STRIPE_SECRET_KEY: 'sk_test_00000000',
  STRIPE_WEBHOOK_SECRET: 'whsec_00000000',
  STRIPE_PRICE_STARTER: 'price_made_up_1',
  STRIPE_PRICE_CORE: 'price_made_up_2',
  STRIPE_PRICE_SHARP: 'price_made_up_3',
  DISCORD_GUILD_ID: SOME_ID,
  DISCORD_ROLE_STARTER_ID: '1',
  DISCORD_ROLE_CORE_ID: '2',
  DISCORD_ROLE_SHARP_ID: '3',
  PUBLIC_BASE_URL: NOWHERE,
};

/** @param faulty names of settings that are left out, whatever they say */
export function readSettings(values: Readonly<Record<string, string>>, faulty: readonly string[]): ReadSettings {
  const good = Object.fromEntries(Object.entries(values).filter(([name]) => !faulty.includes(name)));
  const hasPayments = ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'].some((name) => values[name] !== undefined);
  const madeUp = { ...MADE_UP, ...(hasPayments ? MADE_UP_FOR_PAYMENTS : {}) };
  const filled = Object.entries(madeUp).filter(([name]) => good[name] === undefined && !isGivenElse(name, good));
  return {
    config: readConfig({ ...Object.fromEntries(filled), ...good }),
    isAtFault: (name) => faulty.includes(name),
  };
}

/** What has another form as well. */
const isGivenElse = (name: string, good: Readonly<Record<string, string>>): boolean =>
  (name === 'AzureWebJobsStorage' &&
    (good['AzureWebJobsStorage__accountName'] ?? good['AzureWebJobsStorage__queueServiceUri']) !== undefined) ||
  (name === 'PUBLIC_BASE_URL' && good['WEBSITE_HOSTNAME'] !== undefined);
