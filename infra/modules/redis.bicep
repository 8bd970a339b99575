// Memory that all instances share: caches, and Discord's limits. Azure Managed Redis, because Azure Cache for Redis takes no new tenants.
param name string
param location string
param tags object
param highAvailability bool
param privateEndpoint bool
param networkId string
param subnetId string
param workspaceId string

resource cluster 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: name
  location: location
  tags: tags
  // The smallest: half a gigabyte holds the boards and marks of every league many times over.
  sku: { name: 'Balanced_B0' }
  properties: {
    highAvailability: highAvailability ? 'Enabled' : 'Disabled'
    minimumTlsVersion: '1.2'
    // It knows no service endpoints: without a private one its address is public, behind TLS and a key.
    publicNetworkAccess: privateEndpoint ? 'Disabled' : 'Enabled'
  }
}

resource database 'Microsoft.Cache/redisEnterprise/databases@2025-07-01' = {
  parent: cluster
  name: 'default'
  properties: {
    port: 10000
    clientProtocol: 'Encrypted'
    // The default policy answers a plain client with redirections to other nodes.
    clusteringPolicy: 'NoCluster'
    // Marks of what was done must not fall out early: a full Redis refuses, and the app goes on without it.
    evictionPolicy: 'NoEviction'
    // Tokens of Entra ID last an hour and must then be presented anew on the open connection, which the app's Redis client does not do.
    // So there is a key: it never passes through a template or a pipeline; redis-secret.sh takes it straight into the vault.
    accessKeysAuthentication: 'Enabled'
  }
}

resource link 'Microsoft.Network/privateEndpoints@2024-05-01' = if (privateEndpoint) {
  name: '${name}-redis'
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: 'redis'
        properties: {
          privateLinkServiceId: cluster.id
          groupIds: ['redisEnterprise']
        }
      }
    ]
  }
  // The cluster takes one change at a time.
  dependsOn: [database]
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = if (privateEndpoint) {
  name: 'privatelink.redis.azure.net'
  location: 'global'
  tags: tags
}

resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = if (privateEndpoint) {
  parent: zone
  name: 'app'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: networkId }
  }
}

resource linkNames 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = if (privateEndpoint) {
  parent: link
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'redis'
        properties: { privateDnsZoneId: zone.id }
      }
    ]
  }
}

resource metrics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: cluster
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

// Who connected: the one door that a key opens.
resource connections 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: database
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'ConnectionEvents', enabled: true }]
  }
}
