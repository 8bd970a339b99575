import { expect, it } from 'vitest';
import { recordingTelemetry } from '../adapters/telemetry/recording-telemetry.ts';
import { activityLog } from './note-active.ts';

const DAY = 24 * 3_600_000;

const world = () => {
  const telemetry = recordingTelemetry();
  let now = 20_000 * DAY;
  const note = activityLog('a secret', () => now, telemetry);
  return {
    note,
    nextDay: () => {
      now += DAY;
    },
    told: () => telemetry.records.map((record) => (record.kind === 'log' ? record.fields : {})),
  };
};

it('tells of a person once a day, under a name that says nothing of them', () => {
  const { note, nextDay, told } = world();
  note('300000000000000001', 'core');
  note('300000000000000001', 'core');
  note('300000000000000002', 'none');
  nextDay();
  note('300000000000000001', 'core');
  const names = told().map(({ person }) => person);
  expect(told().map(({ tier }) => tier)).toEqual(['core', 'none', 'core']);
  expect(new Set(names).size).toBe(3);
  expect(JSON.stringify(told())).not.toContain('3000000');
});

it('names the same person alike in every process of a day', () => {
  const [one, other] = [world(), world()];
  one.note('300000000000000001', 'sharp');
  other.note('300000000000000001', 'sharp');
  expect(one.told()).toEqual(other.told());
});
