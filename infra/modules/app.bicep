// The function app and every setting that it runs with.
param name string
param location string
param tags object
param nodeVersion string
param instanceMemoryMB int
param maximumInstanceCount int
param alwaysReady {
  name: string
  instanceCount: int
}[]
param identityId string
param identityClientId string
param storageName string
param packageContainer string
param cosmosName string
param databaseName string
param vaultName string
param insightsName string

@description('Empty: the app stands in no network of ours.')
param subnetId string
param workspaceId string
param publicSettings object
param oddsMonthlyCredits int
param tracesRatio string
param payments bool
param explanations bool
param redis bool

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName
}

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' existing = {
  name: cosmosName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

var secrets = '${vault.properties.vaultUri}secrets'

// Without a version in its address, a secret that is rotated reaches the app within a day, or at its next restart.
var secretSettings = {
  ODDS_API_KEY: '@Microsoft.KeyVault(SecretUri=${secrets}/odds-api-key)'
  DISCORD_BOT_TOKEN: '@Microsoft.KeyVault(SecretUri=${secrets}/discord-bot-token)'
}
var paymentSettings = payments
  ? {
      STRIPE_SECRET_KEY: '@Microsoft.KeyVault(SecretUri=${secrets}/stripe-secret-key)'
      STRIPE_WEBHOOK_SECRET: '@Microsoft.KeyVault(SecretUri=${secrets}/stripe-webhook-secret)'
    }
  : {}
var explanationSettings = explanations
  ? {
      ANTHROPIC_API_KEY: '@Microsoft.KeyVault(SecretUri=${secrets}/anthropic-api-key)'
    }
  : {}
var redisSettings = redis
  ? {
      REDIS_URL: '@Microsoft.KeyVault(SecretUri=${secrets}/redis-url)'
    }
  : {}

var wiringSettings = {
  // By identity: the account takes no key at all. Blobs for the host, queues for host and app.
  AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  COSMOS_ENDPOINT: cosmos.properties.documentEndpoint
  COSMOS_DATABASE: databaseName
  ODDS_MONTHLY_CREDITS: string(oddsMonthlyCredits)
  // An address, no secret: what is written there is taken with the identity's token alone.
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  // The exporter would else report on itself.
  APPLICATION_INSIGHTS_NO_STATSBEAT: 'true'
  OTEL_TRACES_SAMPLER_ARG: tracesRatio
  languageWorkers__node__arguments: '--max-semi-space-size=4'
}

// The wiring last, so that nothing in settings.json can take its place.
var settings = union(
  publicSettings,
  secretSettings,
  paymentSettings,
  explanationSettings,
  redisSettings,
  wiringSettings
)

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  // azd finds by it where to bring the package.
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Discord and Stripe call from anywhere: their signatures are what opens the door.
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: { name: 'node', version: nodeVersion }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady
        // Answers wait for others most of their time: more of them share an instance than the default would let.
        triggers: { http: { perInstanceConcurrency: 16 } }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: settings
}

// Packages come with a token of Entra ID: no user name and password opens this door.
resource ftpLogin 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource scmLogin 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

// No logs: Application Insights has the same lines, and each would be paid for twice.
resource metrics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: app
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output hostName string = app.properties.defaultHostName
