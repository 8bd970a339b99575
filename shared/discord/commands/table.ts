import { type BuyDeps, buyButton } from '../buttons/buy.ts';
import { chartButton } from '../buttons/chart.ts';
import { explainButton } from '../buttons/explain.ts';
import { type ManageDeps, manageButton } from '../buttons/manage.ts';
import { type MuteButtonDeps, muteButton } from '../buttons/mute.ts';
import { type ThumbDeps, usefulButton, uselessButton } from '../buttons/thumbs.ts';
import { type WatchButtonDeps, watchButton } from '../buttons/watch.ts';
import type { ChartDeps, ExplainDeps } from '../signal-insights.ts';
import { type AccountDeps, account } from './account.ts';
import type { Button, Command } from './command.ts';
import { explain } from './explain.ts';
import { type HelpDeps, help } from './help.ts';
import { type LineDeps, line } from './line.ts';
import { type OddsDeps, odds } from './odds.ts';
import { type RecordDeps, record } from './record.ts';
import { type SettingsDeps, settings } from './settings.ts';
import { type SignalsDeps, signals } from './signals.ts';
import { type SubscribeDeps, subscribe } from './subscribe.ts';
import { type WatchDeps, watch } from './watch.ts';

/** What the commands and buttons together ask of the app. */
export type CommandDeps = OddsDeps &
  LineDeps &
  SignalsDeps &
  ExplainDeps &
  WatchDeps &
  RecordDeps &
  AccountDeps &
  SubscribeDeps &
  SettingsDeps &
  HelpDeps &
  ChartDeps &
  WatchButtonDeps &
  MuteButtonDeps &
  ThumbDeps &
  BuyDeps &
  ManageDeps;

/** Every slash command, in the order of `/help`: routing, registration, access and tests read this one table. */
export const COMMANDS: readonly Command<CommandDeps>[] = [
  odds,
  line,
  signals,
  explain,
  watch,
  record,
  account,
  subscribe,
  settings,
  help,
];

/** Every button that messages of ours carry. */
export const BUTTONS: readonly Button<CommandDeps>[] = [
  explainButton,
  chartButton,
  watchButton,
  muteButton,
  usefulButton,
  uselessButton,
  buyButton,
  manageButton,
];

export const findCommand = (name: string): Command<CommandDeps> | undefined =>
  COMMANDS.find(({ definition }) => definition.name === name);

export const findButton = (name: string): Button<CommandDeps> | undefined =>
  BUTTONS.find((button) => button.name === name);
