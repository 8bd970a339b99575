import { storeSettings } from './settings-file.ts';

type Outcome = 'created' | 'changed' | 'registered' | 'already right';

/** What a setup tells as it goes. */
export interface Listener {
  /** One thing that has to be so, and whether it was. */
  readonly step: (step: { readonly outcome: Outcome; readonly what: string }) => void;
  /** Nothing to mend, but worth knowing. */
  readonly note: (text: string) => void;
  /** Only a person can mend it: the remedy says how. */
  readonly problem: (what: string, remedy: string) => void;
}

/** For a setup whose steps nobody reads: what a person would have to mend is thrown. */
export const quietListener: Listener = {
  step: () => undefined,
  note: () => undefined,
  problem: (_, remedy) => {
    throw new Error(remedy);
  },
};

interface Found {
  /** The settings to store. */
  readonly settings: Readonly<Record<string, string>>;
  /** The file that they are in, or that is to hold them. */
  readonly file: string;
  /** What that file says now. */
  readonly inFile: Readonly<Record<string, string>>;
}

interface Report {
  readonly tell: Listener;
  /** Prints what is left to say, and stores what is to be stored. Throws an Error with all that a person has to mend. */
  finish(found: Found): void;
}

/** Prints a setup's steps as they come. */
export function createReport({
  isDryRun,
  doesWrite,
}: {
  readonly isDryRun: boolean;
  readonly doesWrite: boolean;
}): Report {
  const problems: string[] = [];
  const notes: string[] = [];
  let isChanged = false;
  return {
    tell: {
      step: ({ outcome, what }) => {
        isChanged ||= outcome !== 'already right';
        console.log(line(isDryRun ? WOULD[outcome] : outcome, what));
      },
      note: (text) => notes.push(text),
      problem: (what, remedy) => {
        problems.push(remedy);
        console.log(line('needs you', what));
      },
    },
    finish({ settings, file, inFile }) {
      for (const text of notes) console.log(`\n${text}`);
      if (!isChanged && problems.length === 0) console.log('\nNothing had to be changed.');
      // What a dry run did not make has no id yet, and is not stored.
      const isWhole = !(isDryRun && isChanged);
      const isStored = isWhole && Object.entries(settings).every(([name, value]) => inFile[name] === value);
      if (isStored) console.log(`\n${file} has all of these settings.`);
      else if (Object.keys(settings).length > 0) console.log(settingsText(settings, file));
      if (doesWrite && !isStored) {
        storeSettings(file, settings);
        console.log(`\nThey are stored in ${file}.`);
      }
      if (problems.length > 0) throw new Error(`\n${problems.join('\n\n')}`);
    },
  };
}

const WOULD: Readonly<Record<Outcome, string>> = {
  created: 'would create',
  changed: 'would change',
  registered: 'would register',
  'already right': 'already right',
};

const line = (outcome: string, what: string): string => `  ${outcome.padEnd(14)}  ${what}`;

const settingsText = (settings: Readonly<Record<string, string>>, file: string): string =>
  [
    `\nSettings to store, in ${file} under "Values":`,
    ...Object.entries(settings).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`),
  ].join('\n');
