# Who acts as whom. The three of the platform are what docs/operations.md says: an account of the cluster is believed to be one of
# them, and there is no password for it.

resource "azurerm_user_assigned_identity" "cluster" {
  name                = "${var.name}-cluster"
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
}

# It puts nodes into the subnet, and the gateway's address before them.
resource "azurerm_role_assignment" "cluster" {
  scope                = azurerm_resource_group.pullway.id
  role_definition_name = "Network Contributor"
  principal_id         = azurerm_user_assigned_identity.cluster.principal_id
}

# The nodes, which fetch images. The cluster gives them this identity.
resource "azurerm_user_assigned_identity" "nodes" {
  name                = "${var.name}-nodes"
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
}

resource "azurerm_role_assignment" "nodes" {
  scope                = azurerm_user_assigned_identity.nodes.id
  role_definition_name = "Managed Identity Operator"
  principal_id         = azurerm_user_assigned_identity.cluster.principal_id
}

resource "azurerm_role_assignment" "pull" {
  scope                = azurerm_container_registry.pullway.id
  role_definition_name = "AcrPull"
  principal_id         = azurerm_user_assigned_identity.nodes.principal_id
}

locals {
  identities = {
    dns = {
      role     = "DNS Zone Contributor"
      on       = azurerm_dns_zone.pullway.id
      accounts = ["cert-manager:cert-manager"]
    }
    workloads = {
      role = "Key Vault Secrets User"
      on   = azurerm_key_vault.pullway.id
      accounts = [
        "nats:default",
        "pullway:http-to-nats-proxy",
        "pullway:rating-service",
        "pullway:moderation-service",
      ]
    }
    database = {
      role     = "Storage Blob Data Contributor"
      on       = azurerm_storage_container.backups.id
      accounts = ["pullway:pullway-db", "pullway:pullway-db-restored"]
    }
  }
  accounts = merge([for identity, one in local.identities : { for account in one.accounts : account => identity }]...)
}

resource "azurerm_user_assigned_identity" "of" {
  for_each            = local.identities
  name                = "${var.name}-${each.key}"
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
}

resource "azurerm_role_assignment" "of" {
  for_each             = local.identities
  scope                = each.value.on
  role_definition_name = each.value.role
  principal_id         = azurerm_user_assigned_identity.of[each.key].principal_id
}

resource "azurerm_federated_identity_credential" "of" {
  for_each                  = local.accounts
  name                      = replace(each.key, ":", "-")
  user_assigned_identity_id = azurerm_user_assigned_identity.of[each.value].id
  issuer                    = azurerm_kubernetes_cluster.pullway.oidc_issuer_url
  subject                   = "system:serviceaccount:${each.key}"
  audience                  = ["api://AzureADTokenExchange"]
}

# People: those who look after the platform.
resource "azurerm_role_assignment" "administrators" {
  for_each = {
    "Azure Kubernetes Service RBAC Cluster Admin" = azurerm_kubernetes_cluster.pullway.id
    "Key Vault Secrets Officer"                   = azurerm_key_vault.pullway.id
    "AcrPush"                                     = azurerm_container_registry.pullway.id
    "Virtual Machine Administrator Login"         = azurerm_linux_virtual_machine.maintenance.id
  }
  scope                = each.value
  role_definition_name = each.key
  principal_id         = var.administrators
}
