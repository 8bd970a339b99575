// What the app must not lose.
param name string
param location string
param tags object

@description('0: serverless. Else the most RU/s of an autoscaling database.')
param autoscaleMaximum int

param closeNetwork bool
param subnetId string
param operatorAddresses string[]
param workspaceId string

// Serverless in every phase: the load is bursts around games and alerts, and each container may burst to 5,000 RU/s by itself, which is
// what a fan-out to thousands needs. Autoscale bills the highest second of an hour for all of it: it gets cheaper only where the hour's
// average is above a fifth of its peak. And an account cannot simply be changed later: Azure turns each container of a serverless
// account into one of 5,000 RU/s, $290 a month each. Who wants autoscale makes a new account and copies.
var serverless = autoscaleMaximum == 0
var databaseName = 'oddstracker'

// The names in shared/stores.ts. Azure lets at most 25 share the throughput of an autoscaling database.
var containerNames = [
  'leagues'
  'budgets'
  'catalogue'
  'boards'
  'line-history'
  'signals'
  'recent-signals'
  'claims'
  'feed'
  'fixtures'
  'closings'
  'performance'
  'track-record'
  'thresholds'
  'deliveries'
  'destinations'
  'users'
  'subscribers'
  'stripe-customers'
  'billing-cases'
  'watchers'
  'feedback'
  'cooldowns'
  'interactions'
  'rejected'
]

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: false }]
    capabilities: serverless ? [{ name: 'EnableServerless' }] : []
    // Each process reads what it wrote itself; between processes etags guard every replace.
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    // Back to any second of the last week, free of charge.
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: { tier: 'Continuous7Days' }
    }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: 'Enabled'
    isVirtualNetworkFilterEnabled: closeNetwork
    virtualNetworkRules: closeNetwork ? [{ id: subnetId, ignoreMissingVNetServiceEndpoint: false }] : []
    ipRules: [for address in operatorAddresses: { ipAddressOrRange: address }]
    networkAclBypass: 'None'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = {
  parent: account
  name: databaseName
  properties: {
    resource: { id: databaseName }
    options: serverless ? {} : { autoscaleSettings: { maxThroughput: autoscaleMaximum } }
  }
}

// Fewer at a time: Cosmos refuses many changes of one account at once.
@batchSize(5)
resource containers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = [
  for containerName in containerNames: {
    parent: database
    name: containerName
    properties: {
      resource: {
        id: containerName
        partitionKey: { paths: ['/pk'], kind: 'Hash', version: 2 }
        // Documents bring their own lifetime.
        defaultTtl: -1
        // Documents are read by id or listed by id within a partition (ids are always indexed): an index of the rest would only make
        // each write dearer.
        indexingPolicy: {
          indexingMode: 'consistent'
          automatic: true
          includedPaths: [{ path: '/pk/?' }]
          excludedPaths: [{ path: '/*' }]
        }
      }
    }
  }
]

// What is done to the account, not every request: those are counted in its metrics, which cost nothing.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      { category: 'ControlPlaneRequests', enabled: true }
      { category: 'PartitionKeyStatistics', enabled: true }
    ]
  }
}

output endpoint string = account.properties.documentEndpoint
output databaseName string = databaseName
