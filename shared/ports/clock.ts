/** The present, epoch ms. Wall time in production, the recording's time in a replay. */
export type Clock = () => number;
