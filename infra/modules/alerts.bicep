// What wakes somebody. Each rule stands for a query in ../queries; what to do about it stands in docs/operations.md under its name.
param location string
param tags object
param workspaceId string
param cosmosName string
param emails string[]
param criticalEvery string
param oddsMonthlyCredits int

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' existing = {
  name: cosmosName
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'operators'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'operators'
    enabled: true
    emailReceivers: [
      for email in emails: { name: email, emailAddress: email, useCommonAlertSchema: true }
    ]
  }
}

var figures = loadTextContent('../queries/figures.kql')
var criticalSeverity = 0
var warningSeverity = 2

// The span looked at is longer than the time between looks: logs arrive minutes late.
var rules = [
  {
    name: 'odds-api-errors'
    title: 'More than 5 % of calls to The Odds API fail'
    severity: criticalSeverity
    every: criticalEvery
    over: 'PT30M'
    query: '${figures}\n${loadTextContent('../queries/odds-api-errors.kql')}'
  }
  {
    name: 'delivery-failures'
    title: 'More than 1 % of alerts do not reach Discord'
    severity: criticalSeverity
    every: criticalEvery
    over: 'PT30M'
    query: '${figures}\n${loadTextContent('../queries/delivery-failures.kql')}'
  }
  {
    name: 'redis-connection-failures'
    title: 'Redis cannot be reached'
    severity: criticalSeverity
    every: criticalEvery
    over: 'PT15M'
    query: '${figures}\n${loadTextContent('../queries/redis-connection-failures.kql')}'
  }
  {
    name: 'poll-freshness'
    title: 'A league was not polled for three of its intervals'
    severity: criticalSeverity
    every: criticalEvery
    over: 'PT15M'
    query: '${figures}\n${loadTextContent('../queries/poll-freshness.kql')}'
  }
  {
    name: 'poison-messages'
    title: 'Messages were given up'
    severity: criticalSeverity
    every: criticalEvery
    over: 'PT15M'
    query: loadTextContent('../queries/poison-messages.kql')
  }
  {
    name: 'timer-stopped'
    title: 'A timer has not run'
    severity: criticalSeverity
    every: criticalEvery
    over: 'PT15M'
    query: loadTextContent('../queries/timer-stopped.kql')
  }
  {
    name: 'logs-cut-off'
    title: 'The day’s logs are used up'
    severity: warningSeverity
    every: 'PT15M'
    over: 'PT1H'
    query: loadTextContent('../queries/logs-cut-off.kql')
  }
  {
    name: 'credits-ahead-of-month'
    title: 'The month’s credits run out before the month'
    severity: warningSeverity
    every: 'PT1H'
    over: 'PT6H'
    query: '${figures}\n${replace(loadTextContent('../queries/credits-ahead-of-month.kql'), 'MONTHLY_CREDITS', string(oddsMonthlyCredits))}'
  }
  {
    name: 'cache-hit-rate'
    title: 'Less than 70 % of what is asked is in a cache'
    severity: warningSeverity
    every: 'PT15M'
    over: 'PT1H'
    query: '${figures}\n${loadTextContent('../queries/cache-hit-rate.kql')}'
  }
  {
    name: 'slow-answers'
    title: 'One answer in twenty takes Discord more than 2 s'
    severity: warningSeverity
    every: 'PT15M'
    over: 'PT30M'
    query: loadTextContent('../queries/slow-answers.kql')
  }
  {
    name: 'queue-age'
    title: 'A message has waited for more than a minute'
    severity: warningSeverity
    every: 'PT15M'
    over: 'PT15M'
    query: '${figures}\n${loadTextContent('../queries/queue-age.kql')}'
  }
  {
    name: 'late-alerts'
    title: 'An alert took more than a minute to Discord'
    severity: warningSeverity
    every: 'PT15M'
    over: 'PT30M'
    query: '${figures}\n${loadTextContent('../queries/late-alerts.kql')}'
  }
  {
    name: 'claims-off'
    title: 'Signals do not hold what their level claims'
    severity: warningSeverity
    every: 'PT1H'
    over: 'PT6H'
    query: loadTextContent('../queries/claims-off.kql')
  }
]

resource logRules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: rule.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: 'What to do: docs/operations.md#${rule.name}'
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: rule.every
      windowSize: rule.over
      // A query answers with rows only where something is wrong.
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      // Resolves itself when it is over, and so tells of a second fault as of a first.
      autoMitigate: true
      actions: { actionGroups: [operators.id] }
    }
  }
]

// Azure counts it by itself, and before the app's own retries hide it.
resource cosmosThrottled 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'cosmos-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'Cosmos DB refuses requests as too many. What to do: docs/operations.md#cosmos-throttled'
    severity: warningSeverity
    enabled: true
    scopes: [cosmos.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
          metricName: 'TotalRequests'
          dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
          operator: 'GreaterThan'
          threshold: 20
          timeAggregation: 'Count'
        }
      ]
    }
    autoMitigate: true
    actions: [{ actionGroupId: operators.id }]
  }
}
