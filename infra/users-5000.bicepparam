using 'main.bicep'

// 5,000 users, within $500 a month: an alert goes to thousands at once, and an hour without it is a promise broken to each of them.

param publicSettings = loadJsonContent('settings.json')
// Not there until their secrets are: switch each on after its secret is in the vault.
param payments = bool(readEnvironmentVariable('ODDSTRACKER_PAYMENTS', 'false'))
param explanations = bool(readEnvironmentVariable('ODDSTRACKER_EXPLANATIONS', 'false'))
param redisSecretStored = bool(readEnvironmentVariable('ODDSTRACKER_REDIS_SECRET_STORED', 'false'))
param operatorPrincipalId = readEnvironmentVariable('ODDSTRACKER_OPERATOR_ID', '')
param operatorAddresses = json(readEnvironmentVariable('ODDSTRACKER_OPERATOR_ADDRESSES', '[]'))
param alertEmails = json(readEnvironmentVariable('ODDSTRACKER_ALERT_EMAILS', '[]'))

// More memory brings more processor: signatures are checked and thousands of deliveries planned on it.
param instanceMemoryMB = 2048
param maximumInstanceCount = 100
// Two of those that an evening's rush meets first: HTTP, before Discord's 3 s are over, and deliveries, which come in thousands.
param alwaysReady = [
  { name: 'http', instanceCount: 2 }
  { name: 'function:score-market', instanceCount: 1 }
  { name: 'function:fan-out-alert', instanceCount: 1 }
  { name: 'function:deliver-alert', instanceCount: 2 }
  { name: 'function:answer-interaction', instanceCount: 1 }
]

param useRedis = true
param redisHighAvailability = true
param redisPrivateEndpoint = true

param oddsMonthlyCredits = 100000
param dailyLogCapGb = '1'
param tracesRatio = '0.1'
param criticalEvery = 'PT5M'
