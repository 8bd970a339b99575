/** One thing that has to be so, and whether it was. */
interface Step {
  readonly outcome: 'created' | 'changed' | 'already right';
  readonly what: string;
}

/** What the setup tells as it goes. */
export interface Listener {
  readonly step: (step: Step) => void;
  /** Nothing to mend, but worth knowing. */
  readonly note: (text: string) => void;
  /** Only a person can mend it: the remedy says how. */
  readonly problem: (what: string, remedy: string) => void;
}
