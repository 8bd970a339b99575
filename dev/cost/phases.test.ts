import { describe, expect, it } from 'vitest';
import { parsePhase, phaseFor, readPhases } from './phases.ts';

const PARAMETERS = `using 'main.bicep'
param explanations = bool(readEnvironmentVariable('X', 'false'))
param instanceMemoryMB = 512
param alwaysReady = [
  { name: 'http', instanceCount: 1 }
  { name: 'function:deliver-alert', instanceCount: 2 }
]
param useRedis = true
param redisHighAvailability = false
param redisPrivateEndpoint = false
param oddsMonthlyCredits = 20000
param dailyLogCapGb = '0.16'
param tracesRatio = '0.5'
param criticalEvery = 'PT5M'
`;
const ALERTS = `var rules = [
    every: criticalEvery
    every: 'PT15M'
    every: 'PT1H'
]
resource x 'Microsoft.Insights/metricAlerts@2018-03-01' = {
`;

describe('a phase', () => {
  it('is what its parameter file and the rules say', () => {
    expect(parsePhase(50, PARAMETERS, ALERTS)).toEqual({
      users: 50,
      instanceMemoryMB: 512,
      alwaysReady: [
        { name: 'http', instanceCount: 1 },
        { name: 'function:deliver-alert', instanceCount: 2 },
      ],
      useRedis: true,
      redisHighAvailability: false,
      redisPrivateEndpoint: false,
      oddsMonthlyCredits: 20000,
      dailyLogCapGb: 0.16,
      tracesRatio: 0.5,
      criticalEvery: 'PT5M',
      rules: { every5Minutes: 1, every15Minutes: 2, metric: 1 },
    });
  });

  it('without what it costs is refused by name', () => {
    expect(() => parsePhase(50, PARAMETERS.replace('useRedis', 'redis'), ALERTS)).toThrow(/users-50[\s\S]*useRedis/);
    expect(() => parsePhase(50, PARAMETERS, 'nothing')).toThrow('alerts.bicep');
  });

  it('may have nothing that is always ready', () => {
    const none = PARAMETERS.replace(/param alwaysReady = \[[^\]]*\]/, 'param alwaysReady = []');
    expect(parsePhase(50, none, ALERTS).alwaysReady).toEqual([]);
  });

  it('is the smallest that has room', () => {
    const phases = readPhases();
    expect([1, 50, 51, 500, 5000, 9000].map((users) => phaseFor(users, phases).users)).toEqual([
      50, 50, 500, 500, 5000, 5000,
    ]);
    for (const { alwaysReady } of phases) expect(alwaysReady.map(({ name }) => name)).toContain('http');
  });
});
