# PostgreSQL by Azure, as an option in place of CloudNativePG in the cluster: in a subnet of its own, its standby in another zone.

locals {
  managed_database = var.managed_database ? toset(["pullway"]) : toset([])
}

resource "azurerm_private_dns_zone" "database" {
  for_each            = local.managed_database
  name                = "${var.name}.private.postgres.database.azure.com"
  resource_group_name = azurerm_resource_group.pullway.name
}

resource "azurerm_private_dns_zone_virtual_network_link" "database" {
  for_each            = local.managed_database
  name                = var.name
  private_dns_zone_id = azurerm_private_dns_zone.database[each.key].id
  virtual_network_id  = azurerm_virtual_network.pullway.id
}

resource "azurerm_postgresql_flexible_server" "pullway" {
  for_each                          = local.managed_database
  name                              = "${var.name}-db"
  resource_group_name               = azurerm_resource_group.pullway.name
  location                          = var.location
  version                           = "18"
  sku_name                          = "GP_Standard_D4ds_v5"
  zone                              = "1"
  storage_mb                        = 65536
  auto_grow_enabled                 = true
  delegated_subnet_id               = azurerm_subnet.of["database"].id
  private_dns_zone_id               = azurerm_private_dns_zone.database[each.key].id
  public_network_access_enabled     = false
  administrator_login               = "pullway"
  administrator_password_wo         = var.database_password
  administrator_password_wo_version = var.database_password_version
  # To any moment of so many days.
  backup_retention_days = 30

  high_availability {
    mode                      = "ZoneRedundant"
    standby_availability_zone = "2"
  }

  depends_on = [azurerm_private_dns_zone_virtual_network_link.database]

  lifecycle {
    # After a failover they have changed places.
    ignore_changes = [zone, high_availability[0].standby_availability_zone]
  }
}

resource "azurerm_postgresql_flexible_server_database" "pullway" {
  for_each  = local.managed_database
  name      = "pullway"
  server_id = azurerm_postgresql_flexible_server.pullway[each.key].id
  charset   = "UTF8"
  collation = "en_US.utf8"
}

# As many as CloudNativePG's has (k8s/components/postgresql).
resource "azurerm_postgresql_flexible_server_configuration" "connections" {
  for_each  = local.managed_database
  name      = "max_connections"
  server_id = azurerm_postgresql_flexible_server.pullway[each.key].id
  value     = "560"
}
