// Secrets. None is written from here: a value in a template would stand in the history of deployments.
param name string
param location string
param tags object
param closeNetwork bool
param subnetId string
param operatorAddresses string[]
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    // A deleted secret, or vault, is back with one command for 90 days; nobody can shorten that.
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      defaultAction: closeNetwork ? 'Deny' : 'Allow'
      bypass: 'None'
      virtualNetworkRules: closeNetwork ? [{ id: subnetId, ignoreMissingVnetServiceEndpoint: false }] : []
      ipRules: [for address in operatorAddresses: { value: address }]
    }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}
