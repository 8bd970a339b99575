/** How far a backtest is. */
export interface Progress {
  /** Share of the bytes that has been read, 0 to 1; undefined where nobody knows. */
  readonly share: number | undefined;
  readonly snapshots: number;
  readonly alerts: number;
  readonly elapsedMs: number;
}

const BAR_WIDTH = 24;
/** A share as small as this says nothing yet of the time that is left. */
const LEAST_SHARE = 0.02;

/** A terminal that does not know its own width has 0. */
const USUAL_COLUMNS = 80;

/** E.g. `█████████░░░░░░░  41 %   0:12, 0:17 left   4,312 snapshots   612 alerts`, cut to the terminal's width. */
export function progressLine({ share, snapshots, alerts, elapsedMs }: Progress, columns: number): string {
  const parts = [
    ...(share === undefined ? [] : [`${bar(share)} ${String(Math.floor(share * 100)).padStart(3)} %`]),
    `${clockText(elapsedMs)}${share === undefined || share < LEAST_SHARE ? '' : `, ${clockText(leftMs(elapsedMs, share))} left`}`,
    `${counted(snapshots)} snapshots`,
    `${counted(alerts)} alerts`,
  ];
  return parts.join('   ').slice(0, (columns || USUAL_COLUMNS) - 1);
}

const bar = (share: number): string => {
  const full = Math.round(share * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
};

const leftMs = (elapsedMs: number, share: number): number => (elapsedMs * (1 - share)) / share;

const counted = (count: number): string => count.toLocaleString('en-US');

/** `0:07`, `12:30`. */
const clockText = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
