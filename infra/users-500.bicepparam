using 'main.bicep'

// 500 users, within $150 a month: instances come and go, so they share Redis; the way of an alert stays warm.

param publicSettings = loadJsonContent('settings.json')
// Not there until their secrets are: switch each on after its secret is in the vault.
param payments = bool(readEnvironmentVariable('ODDSTRACKER_PAYMENTS', 'false'))
param explanations = bool(readEnvironmentVariable('ODDSTRACKER_EXPLANATIONS', 'false'))
param redisSecretStored = bool(readEnvironmentVariable('ODDSTRACKER_REDIS_SECRET_STORED', 'false'))
param operatorPrincipalId = readEnvironmentVariable('ODDSTRACKER_OPERATOR_ID', '')
param operatorAddresses = json(readEnvironmentVariable('ODDSTRACKER_OPERATOR_ADDRESSES', '[]'))
param alertEmails = json(readEnvironmentVariable('ODDSTRACKER_ALERT_EMAILS', '[]'))

param instanceMemoryMB = 512
param maximumInstanceCount = 40
param alwaysReady = [
  { name: 'http', instanceCount: 1 }
  { name: 'function:score-market', instanceCount: 1 }
  { name: 'function:fan-out-alert', instanceCount: 1 }
  { name: 'function:deliver-alert', instanceCount: 1 }
  { name: 'function:answer-interaction', instanceCount: 1 }
]

param useRedis = true
// A cache that is gone for minutes costs time, not truth: not yet worth twice the price.
param redisHighAvailability = false
param redisPrivateEndpoint = false

param oddsMonthlyCredits = 100000
param dailyLogCapGb = '0.5'
param tracesRatio = '0.5'
param criticalEvery = 'PT5M'
