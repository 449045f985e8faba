# The registry, the key vault and the store of the backups: each with an address in this network and none outside it.

data "azurerm_client_config" "current" {}

resource "azurerm_container_registry" "pullway" {
  name                = var.registry
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
  # Only this one has private endpoints.
  sku                           = "Premium"
  admin_enabled                 = false
  public_network_access_enabled = false
  zone_redundancy_enabled       = true
  retention_policy_in_days      = 30
}

resource "azurerm_key_vault" "pullway" {
  name                          = var.key_vault
  resource_group_name           = azurerm_resource_group.pullway.name
  location                      = var.location
  tenant_id                     = data.azurerm_client_config.current.tenant_id
  sku_name                      = "standard"
  rbac_authorization_enabled    = true
  public_network_access_enabled = false
  # Without the key in it the files of NATS are lost.
  purge_protection_enabled   = true
  soft_delete_retention_days = 90
}

resource "azurerm_storage_account" "backups" {
  name                            = var.backups
  resource_group_name             = azurerm_resource_group.pullway.name
  location                        = var.location
  account_tier                    = "Standard"
  account_replication_type        = "ZRS"
  min_tls_version                 = "TLS1_2"
  public_network_access_enabled   = false
  shared_access_key_enabled       = false
  allow_nested_items_to_be_public = false
  blob_properties {
    versioning_enabled = true
    # As long as the backups themselves are kept (k8s/components/postgresql-backup).
    delete_retention_policy {
      days = 30
    }
    container_delete_retention_policy {
      days = 30
    }
  }
}

resource "azurerm_storage_container" "backups" {
  name               = "pullway-db"
  storage_account_id = azurerm_storage_account.backups.id
}

locals {
  private_services = {
    registry = { id = azurerm_container_registry.pullway.id, part = "registry", zone = "privatelink.azurecr.io" }
    vault    = { id = azurerm_key_vault.pullway.id, part = "vault", zone = "privatelink.vaultcore.azure.net" }
    backups  = { id = azurerm_storage_account.backups.id, part = "blob", zone = "privatelink.blob.core.windows.net" }
  }
}

resource "azurerm_private_dns_zone" "of" {
  for_each            = local.private_services
  name                = each.value.zone
  resource_group_name = azurerm_resource_group.pullway.name
}

resource "azurerm_private_dns_zone_virtual_network_link" "of" {
  for_each            = local.private_services
  name                = var.name
  private_dns_zone_id = azurerm_private_dns_zone.of[each.key].id
  virtual_network_id  = azurerm_virtual_network.pullway.id
}

resource "azurerm_private_endpoint" "of" {
  for_each            = local.private_services
  name                = "${var.name}-${each.key}"
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
  subnet_id           = azurerm_subnet.of["endpoints"].id

  private_service_connection {
    name                           = each.key
    private_connection_resource_id = each.value.id
    subresource_names              = [each.value.part]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = each.key
    private_dns_zone_ids = [azurerm_private_dns_zone.of[each.key].id]
  }
}
