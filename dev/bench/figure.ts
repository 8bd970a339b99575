/** One figure that a benchmark found. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  /** ×, ms or MB. */
  readonly unit: string;
  /** The most that it may be. */
  readonly limit?: number;
  /** What else is worth knowing: the runs behind it. */
  readonly details?: Readonly<Record<string, number | readonly number[]>>;
}

/** What a benchmark is given. */
export interface BenchOptions {
  /** A recording to use in place of the usual one. */
  readonly recording?: string | undefined;
  /** Whether what the load test finds is kept in docs/load-test.json. */
  readonly doesRecord?: boolean;
  /** Whether what was found is kept in a file that others read. */
  readonly write?: boolean;
  /** Tells a person how it goes. */
  readonly say: (line: string) => void;
}

export const isWithin = ({ value, limit }: Figure): boolean => limit === undefined || value <= limit;

/** A figure as the one line of JSON that is printed. */
export const figureLine = (bench: string, found: Figure): string => {
  const { figure, value, unit, limit, details = {} } = found;
  return JSON.stringify({ bench, figure, value, limit, unit, ok: isWithin(found), ...details }, (_, part) =>
    typeof part === 'number' ? rounded(part) : part,
  );
};

/** Four digits are more than any of these figures can be trusted with. */
const rounded = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));
