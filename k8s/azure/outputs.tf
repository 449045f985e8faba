output "settings" {
  description = "What k8s/overlays/prod/settings.yaml has to say of all this."
  value = {
    host                = var.host
    podNetwork          = var.pod_network
    dnsZone             = azurerm_dns_zone.pullway.name
    dnsResourceGroup    = azurerm_resource_group.pullway.name
    subscription        = var.subscription
    tenant              = data.azurerm_client_config.current.tenant_id
    identityOfDns       = azurerm_user_assigned_identity.of["dns"].client_id
    identityOfWorkloads = azurerm_user_assigned_identity.of["workloads"].client_id
    identityOfDatabase  = azurerm_user_assigned_identity.of["database"].client_id
    keyVault            = azurerm_key_vault.pullway.name
    backups             = "${azurerm_storage_account.backups.primary_blob_endpoint}${azurerm_storage_container.backups.name}"
    addressOfGateway    = azurerm_public_ip.gateway.name
    resourceGroup       = azurerm_resource_group.pullway.name
  }
}

output "registry" {
  description = "What stands before the names of the images in k8s/overlays/prod/kustomization.yaml."
  value       = azurerm_container_registry.pullway.login_server
}

output "name_servers" {
  description = "To which whoever has the domain above dns_zone delegates it."
  value       = azurerm_dns_zone.pullway.name_servers
}

output "maintenance" {
  description = "How to get to the maintenance host."
  value = join(" ", [
    "az network bastion ssh --auth-type AAD",
    "--name", azurerm_bastion_host.maintenance.name,
    "--resource-group", azurerm_resource_group.pullway.name,
    "--target-resource-id", azurerm_linux_virtual_machine.maintenance.id,
  ])
}

output "database" {
  description = "The host of the managed database, if there is one."
  value       = one([for server in azurerm_postgresql_flexible_server.pullway : server.fqdn])
}
