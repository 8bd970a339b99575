// The operators' page in the portal. Its text is made from ../workbook/tiles.json and ../workbook/tiles by `node dev/workbook/workbook.ts`.
param location string
param tags object
param workspaceId string
param oddsMonthlyCredits int

var template = loadTextContent('../workbook/workbook.json')

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // A workbook's name has to be a GUID; the same one each time, or every deployment would leave one more behind.
  name: guid(resourceGroup().id, 'oddstracker')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'OddsTracker'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspaceId
    serializedData: replace(
      replace(template, 'WORKSPACE_ID', workspaceId),
      'MONTHLY_CREDITS',
      string(oddsMonthlyCredits)
    )
  }
}
