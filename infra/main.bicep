// All of OddsTracker in one resource group. Scoped to the group, not to the subscription, so that whoever deploys needs rights in it alone.
targetScope = 'resourceGroup'

@description('Where everything stands. One region: the parts talk to each other all the time, and an alert is worth little when late.')
param location string = resourceGroup().location

@allowed(['22', '24'])
@description('Node 22 leaves support on 2027-04-30.')
param nodeVersion string = '24'

@allowed([512, 2048, 4096])
param instanceMemoryMB int

@minValue(40)
@maxValue(1000)
@description('A ceiling on cost, not a target: Flex Consumption takes none below 40.')
param maximumInstanceCount int

@description('Instances that never sleep, by group (`http`) or function (`function:NAME`): Discord waits 3 s, a cold start may take longer.')
param alwaysReady {
  name: string
  instanceCount: int
}[]

@description('Settings that are no secrets: settings.json, filled in from what `npm run setup:discord` and `npm run setup:stripe` print.')
param publicSettings object

@minValue(1)
@description('What the plan bought at The Odds API holds a month.')
param oddsMonthlyCredits int

@description('The vault holds stripe-secret-key and stripe-webhook-secret. Not before: a reference to nothing stops the app.')
param payments bool

@description('The vault holds anthropic-api-key. Without it explanations are written from a template.')
param explanations bool

@description('Run with Azure Managed Redis.')
param useRedis bool

@description('The vault holds redis-url (redis-secret.sh puts it there, after Redis was made).')
param redisSecretStored bool

@description('Half the price without. Redis is never the only truth here: without it the app goes on, slower.')
param redisHighAvailability bool

@description('About $8 a month. Without it Redis answers on a public address, by TLS and key.')
param redisPrivateEndpoint bool

@minValue(0)
@description('0: serverless. Else the most RU/s that the database scales to; only for an account that is made so (see database.bicep).')
param cosmosAutoscaleMaximum int = 0

@description('Storage, database and vault answer the app and operatorAddresses alone. Costs nothing: service endpoints are free.')
param closeNetwork bool = true

@description('IPv4 addresses from which operators work: npm run ops, secrets. CIDR notation is taken, too, but no smaller range than /30.')
param operatorAddresses string[] = []

@description('Object id of the person or group that operates: may work on queues, documents and secrets. Empty: nobody.')
param operatorPrincipalId string = ''

@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string = 'User'

@description('GB of logs a day after which no more are taken until midnight. Text, because Bicep has no fractions.')
param dailyLogCapGb string

@description('Share of traces that are kept, 0 to 1: a trace is one tick of a timer with all that came of it. Text, because Bicep has no fractions.')
param tracesRatio string

@description('How often critical rules look. Each rule costs about $1.50 a month at PT5M and $0.50 at PT15M.')
@allowed(['PT5M', 'PT15M'])
param criticalEvery string

@description('Who gets a mail when a rule fires.')
param alertEmails string[] = []

var token = uniqueString(resourceGroup().id)
var tags = { app: 'oddstracker' }
var names = {
  app: 'oddstracker-${token}'
  identity: 'oddstracker-${token}'
  storage: 'odds${token}'
  cosmos: 'oddstracker-${token}'
  redis: 'oddstracker-${token}'
  vault: 'odds-${token}'
  network: 'oddstracker-${token}'
  workspace: 'oddstracker-${token}'
  insights: 'oddstracker-${token}'
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: { name: names.identity, location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    workspaceName: names.workspace
    insightsName: names.insights
    location: location
    tags: tags
    dailyCapGb: dailyLogCapGb
  }
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: { name: names.network, location: location, tags: tags }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: names.storage
    location: location
    tags: tags
    closeNetwork: closeNetwork
    subnetId: network.outputs.appSubnetId
    operatorAddresses: operatorAddresses
    workspaceId: monitoring.outputs.workspaceId
  }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    name: names.cosmos
    location: location
    tags: tags
    autoscaleMaximum: cosmosAutoscaleMaximum
    closeNetwork: closeNetwork
    subnetId: network.outputs.appSubnetId
    operatorAddresses: operatorAddresses
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: names.vault
    location: location
    tags: tags
    closeNetwork: closeNetwork
    subnetId: network.outputs.appSubnetId
    operatorAddresses: operatorAddresses
    workspaceId: monitoring.outputs.workspaceId
  }
}

module redis 'modules/redis.bicep' = if (useRedis) {
  name: 'redis'
  params: {
    name: names.redis
    location: location
    tags: tags
    highAvailability: redisHighAvailability
    privateEndpoint: redisPrivateEndpoint && closeNetwork
    networkId: network.outputs.networkId
    subnetId: network.outputs.endpointSubnetId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  params: {
    storageName: names.storage
    cosmosName: names.cosmos
    vaultName: names.vault
    insightsName: names.insights
    appPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
  }
  dependsOn: [storage, database, vault, monitoring]
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    name: names.app
    location: location
    tags: tags
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReady: alwaysReady
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: names.storage
    packageContainer: storage.outputs.packageContainer
    cosmosName: names.cosmos
    databaseName: database.outputs.databaseName
    vaultName: names.vault
    insightsName: names.insights
    subnetId: closeNetwork ? network.outputs.appSubnetId : ''
    workspaceId: monitoring.outputs.workspaceId
    publicSettings: publicSettings
    oddsMonthlyCredits: oddsMonthlyCredits
    tracesRatio: tracesRatio
    payments: payments
    explanations: explanations
    redis: useRedis && redisSecretStored
  }
  // The app reads its package and its secrets at once: it must be allowed to before it is there.
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    cosmosName: names.cosmos
    emails: alertEmails
    criticalEvery: criticalEvery
    oddsMonthlyCredits: oddsMonthlyCredits
  }
  dependsOn: [database]
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    oddsMonthlyCredits: oddsMonthlyCredits
  }
}

output functionAppName string = names.app
output vaultName string = names.vault
output storageName string = names.storage
output cosmosEndpoint string = database.outputs.endpoint
output redisName string = useRedis ? names.redis : ''
// What has to be entered at Discord and at Stripe.
output discordInteractionsUrl string = 'https://${app.outputs.hostName}/api/discord/interactions'
output discordWebhookUrl string = 'https://${app.outputs.hostName}/api/discord/webhook'
output stripeWebhookUrl string = 'https://${app.outputs.hostName}/api/stripe/webhook'
output healthUrl string = 'https://${app.outputs.hostName}/api/health'
