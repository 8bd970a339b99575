/** One thing that has to be so, and whether it was. */
interface Step<Outcome extends string> {
  readonly outcome: Outcome;
  readonly what: string;
}

type Outcome = 'created' | 'changed' | 'already right';

/** What a setup tells as it goes. */
export interface Listener<Known extends string = Outcome> {
  readonly step: (step: Step<Known>) => void;
  /** Nothing to mend, but worth knowing. */
  readonly note: (text: string) => void;
  /** Only a person can mend it: the remedy says how. */
  readonly problem: (what: string, remedy: string) => void;
}

/** What the setup of Discord tells: commands are registered. */
export type SetupListener = Listener<Outcome | 'registered'>;
