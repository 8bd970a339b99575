// The app's own address space. It costs nothing, so it is there even where its doors are left open (closeNetwork).
param name string
param location string
param tags object

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/24'] }
    // Inside the network, not as resources of their own: a later deployment would otherwise remove and lay them anew.
    subnets: [
      {
        name: 'app'
        properties: {
          // Flex Consumption takes an address an instance; underscores in a subnet's name break it.
          addressPrefix: '10.20.0.0/25'
          delegations: [
            {
              name: 'flex-consumption'
              properties: { serviceName: 'Microsoft.App/environments' }
            }
          ]
          // Free, unlike private endpoints ($8 a month each), and enough to shut everybody else out.
          serviceEndpoints: [
            { service: 'Microsoft.Storage' }
            { service: 'Microsoft.AzureCosmosDB' }
            { service: 'Microsoft.KeyVault' }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: { addressPrefix: '10.20.0.128/27' }
      }
    ]
  }
}

output networkId string = network.id
output appSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'app')
output endpointSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'endpoints')
