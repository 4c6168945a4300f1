// The bot in Azure: its registration as a bot with the channel of Teams, a container app that answers people (web) and one
// that does what is due (work), their secrets in a key vault that only their identity reads, and a log. MongoDB is yours
// (a replica set, 6.0 or later, reached by MONGODB_URI), and so is the app registration (README, "Register the bot", 1, 2).
//   az group create --name attendance --location uksouth
//   az deployment group create --resource-group attendance --template-file manifest/deploy/azure.bicep --parameters ...
// Deployed again with another image it upgrades: each app's new revision must be ready before the old one ends.

@description('Begins every name here: small letters and digits.')
@minLength(3)
@maxLength(12)
param name string = 'attendance'

@description('Where all of it is. Personal data of learners lies with the log and the secrets: keep it in the UK.')
param location string = resourceGroup().location

@description('The image, for example attendance.azurecr.io/attendance-bot:0.1.0, as built from manifest/deploy/Dockerfile.')
param image string

@description('Name of the container registry in this resource group that holds the image; empty for one that asks nobody.')
param registryName string = ''

@description('Application (client) id of the single tenant app registration.')
param microsoftAppId string

@description('Its client secret. Changed without an outage: README, "Change a key".')
@secure()
param microsoftAppPassword string

@description('The tenant of the college.')
param microsoftAppTenantId string = tenant().tenantId

@description('Connection string of the MongoDB replica set, with its password.')
@secure()
param mongodbUri string

@description('Signs the links to the bot\'s own pages; at least 32 characters.')
@secure()
@minLength(32)
param linkSecret string

@description('What /metrics asks for; at least 16 characters.')
@secure()
@minLength(16)
param metricsKey string

@description('Host name under which Teams and people reach the bot; empty for the one that Azure gives.')
param publicHost string = ''

@description('Other settings of .env.example that are secrets, by name: { SMTP_URL: \'...\', NOTIFY_API_KEY: \'...\' }.')
@secure()
param moreSecrets object = {}

@description('Who sends texts: none, notify, acs, twilio or webhook.')
@allowed(['none', 'notify', 'acs', 'twilio', 'webhook'])
param smsSender string

@description('Who sends mails: none, graph or smtp.')
@allowed(['none', 'graph', 'smtp'])
param mailSender string

@description('How the MIS hears: none, or webhook and read with a comma between. A file needs a folder, which is not here.')
param misSender string

@description('Other settings of .env.example, by name: { COLLEGE_NAME: \'...\', COLLEGE_PHONE: \'...\' }.')
param moreSettings object = {}

@description('The most instances that answer people at once; one is always there.')
@minValue(1)
@maxValue(10)
param mostWeb int = 3

var keyVaultSecretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
var vaultName = take('${name}-${uniqueString(resourceGroup().id)}', 24)
var host = empty(publicHost) ? '${name}-web.${containers.properties.defaultDomain}' : publicHost

// A setting's name with dashes is its name in the vault, in small letters its name in the apps.
var secrets = union(
  {
    MONGODB_URI: mongodbUri
    MICROSOFT_APP_PASSWORD: microsoftAppPassword
    LINK_SECRET: linkSecret
    METRICS_KEY: metricsKey
  },
  moreSecrets
)
var settings = union(
  {
    MICROSOFT_APP_TYPE: 'SingleTenant'
    MICROSOFT_APP_ID: microsoftAppId
    MICROSOFT_APP_TENANT_ID: microsoftAppTenantId
    SMS_SENDER: smsSender
    MAIL_SENDER: mailSender
    MIS_SENDER: misSender
    PORT: '3978'
  },
  moreSettings
)
var secretNames = map(items(secrets), one => { setting: one.key, vault: replace(one.key, '_', '-') })
var appSecrets = [
  for one in secretNames: {
    name: toLower(one.vault)
    keyVaultUrl: 'https://${vaultName}${environment().suffixes.keyvaultDns}/secrets/${one.vault}'
    identity: identity.id
  }
]
var environmentOfApps = concat(
  [{ name: 'PUBLIC_HOST', value: host }],
  map(items(settings), one => { name: one.key, value: string(one.value) }),
  map(secretNames, one => { name: one.setting, secretRef: toLower(one.vault) })
)
var registries = empty(registryName) ? [] : [{ server: '${registryName}.azurecr.io', identity: identity.id }]
var probes = [
  {
    type: 'Startup'
    httpGet: { path: '/readyz', port: 3978 }
    periodSeconds: 5
    failureThreshold: 24
  }
  {
    type: 'Readiness'
    httpGet: { path: '/readyz', port: 3978 }
    periodSeconds: 5
    timeoutSeconds: 5
  }
  {
    type: 'Liveness'
    httpGet: { path: '/healthz', port: 3978 }
    periodSeconds: 30
    timeoutSeconds: 10
  }
]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-bot'
  location: location
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: vaultName
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

resource vaultSecrets 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = [
  for one in items(secrets): {
    parent: vault
    name: replace(one.key, '_', '-')
    properties: { value: one.value }
  }
]

resource mayReadSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, keyVaultSecretsUser)
  scope: vault
  properties: {
    roleDefinitionId: keyVaultSecretsUser
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = if (!empty(registryName)) {
  name: empty(registryName) ? 'none' : registryName
}

resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(registryName)) {
  name: guid(resourceGroup().id, registryName, identity.id, acrPull)
  scope: registry
  properties: {
    roleDefinitionId: acrPull
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 90
  }
}

resource containers 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-containers'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

resource web 'Microsoft.App/containerApps@2024-03-01' = {
  name: '${name}-web'
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  dependsOn: [vaultSecrets, mayReadSecrets, mayPull]
  properties: {
    environmentId: containers.id
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: true, targetPort: 3978, transport: 'http', allowInsecure: false }
      registries: registries
      secrets: appSecrets
    }
    template: {
      terminationGracePeriodSeconds: 10
      containers: [
        {
          name: 'bot'
          image: image
          args: ['--only', 'web']
          env: environmentOfApps
          resources: { cpu: json('0.5'), memory: '1Gi' }
          probes: probes
        }
      ]
      scale: {
        minReplicas: 1
        maxReplicas: mostWeb
        rules: [{ name: 'requests', http: { metadata: { concurrentRequests: '50' } } }]
      }
    }
  }
}

resource work 'Microsoft.App/containerApps@2024-03-01' = {
  name: '${name}-work'
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  dependsOn: [vaultSecrets, mayReadSecrets, mayPull]
  properties: {
    environmentId: containers.id
    configuration: {
      activeRevisionsMode: 'Single'
      registries: registries
      secrets: appSecrets
    }
    template: {
      terminationGracePeriodSeconds: 10
      containers: [
        {
          name: 'bot'
          image: image
          args: ['--only', 'work']
          env: environmentOfApps
          resources: { cpu: json('0.5'), memory: '1Gi' }
          probes: probes
        }
      ]
      scale: { minReplicas: 1, maxReplicas: 1 }
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'S1' }
  properties: {
    displayName: 'Attendance'
    endpoint: 'https://${host}/api/messages'
    msaAppType: 'SingleTenant'
    msaAppId: microsoftAppId
    msaAppTenantId: microsoftAppTenantId
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: { isEnabled: true }
  }
}

@description('The host that Teams reaches; PUBLIC_HOST for `npm run manifest`.')
output host string = host

@description('Where a secret that is changed is put; then each app is restarted.')
output vault string = vault.name
