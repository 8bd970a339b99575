import { describe, expect, it } from 'vitest';
import { channelsFor } from './channels.ts';

describe('channelsFor', () => {
  it.each([
    ['SharpActivity', 'Low', ['sharp-signals']],
    ['SharpActivity', 'Medium', ['odds-alerts', 'sharp-signals']],
    ['SharpActivity', 'High', ['odds-alerts', 'sharp-signals']],
    ['SteamMove', 'Low', ['sharp-signals']],
    ['SteamMove', 'Medium', ['odds-alerts', 'sharp-signals']],
    ['SteamMove', 'High', ['odds-alerts', 'sharp-signals']],
    ['ValueGap', 'Low', []],
    ['ValueGap', 'Medium', ['odds-alerts']],
    ['ValueGap', 'High', ['odds-alerts', 'sharp-signals']],
    ['KeyNumberCross', 'Low', []],
    ['KeyNumberCross', 'Medium', ['odds-alerts']],
    ['KeyNumberCross', 'High', ['odds-alerts', 'sharp-signals']],
  ] as const)('%s %s goes to %j', (type, level, channels) => {
    expect(channelsFor({ type, level })).toEqual(channels);
  });
});
