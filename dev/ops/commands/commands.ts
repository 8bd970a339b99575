import type { CommandName } from '../command-table.ts';
import type { Run } from '../printed.ts';
import { feedback, resend } from './alerts.ts';
import { cases, close, forgetUser, reconcile } from './billing.ts';
import { budget } from './budget.ts';
import { poisonDrop, poisonList, poisonReplay, poisonShow } from './poison.ts';
import { rejectedList, rejectedShow } from './rejected.ts';
import { thresholdsHistory, thresholdsSet, thresholdsShow } from './thresholds.ts';

export const COMMANDS_BY_NAME: Readonly<Record<CommandName, Run>> = {
  'poison list': poisonList,
  'poison show': poisonShow,
  'poison replay': poisonReplay,
  'poison drop': poisonDrop,
  'rejected list': rejectedList,
  'rejected show': rejectedShow,
  'thresholds show': thresholdsShow,
  'thresholds set': thresholdsSet,
  'thresholds history': thresholdsHistory,
  resend,
  feedback,
  budget,
  reconcile,
  cases,
  close,
  'forget-user': forgetUser,
};
