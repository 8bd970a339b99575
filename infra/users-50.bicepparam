using 'main.bicep'

// 50 users, within $50 a month: one instance does all the work at almost any time, so what is shared between instances is left out.

param publicSettings = loadJsonContent('settings.json')
// Not there until their secrets are: switch each on after its secret is in the vault.
param payments = bool(readEnvironmentVariable('ODDSTRACKER_PAYMENTS', 'false'))
param explanations = bool(readEnvironmentVariable('ODDSTRACKER_EXPLANATIONS', 'false'))
param redisSecretStored = bool(readEnvironmentVariable('ODDSTRACKER_REDIS_SECRET_STORED', 'false'))
param operatorPrincipalId = readEnvironmentVariable('ODDSTRACKER_OPERATOR_ID', '')
param operatorAddresses = json(readEnvironmentVariable('ODDSTRACKER_OPERATOR_ADDRESSES', '[]'))
param alertEmails = json(readEnvironmentVariable('ODDSTRACKER_ALERT_EMAILS', '[]'))

// The app needs about 150 MB; what it waits for is elsewhere.
param instanceMemoryMB = 512
param maximumInstanceCount = 40
// At this size an always-ready instance is some $5 a month. The others are warm while there are games: they are called all the time.
param alwaysReady = [
  { name: 'http', instanceCount: 1 }
  { name: 'function:deliver-alert', instanceCount: 1 }
]

// Each instance then caches and counts Discord's limits for itself, and is more careful.
param useRedis = false
param redisHighAvailability = false
param redisPrivateEndpoint = false

param oddsMonthlyCredits = 20000
// 5 GB a month are free.
param dailyLogCapGb = '0.16'
param tracesRatio = '1'
param criticalEvery = 'PT15M'
