# AKS: the API server has a private address only, people enter with their accounts in Entra, and nothing leaves but by the NAT gateway.

resource "azurerm_kubernetes_cluster" "pullway" {
  name                                = var.name
  resource_group_name                 = azurerm_resource_group.pullway.name
  location                            = var.location
  dns_prefix                          = var.name
  kubernetes_version                  = var.kubernetes_version
  sku_tier                            = "Standard"
  private_cluster_enabled             = true
  private_cluster_public_fqdn_enabled = false
  private_dns_zone_id                 = "System"
  local_account_disabled              = true
  oidc_issuer_enabled                 = true
  workload_identity_enabled           = true
  run_command_enabled                 = false
  image_cleaner_enabled               = true
  automatic_upgrade_channel           = "patch"
  node_os_upgrade_channel             = "NodeImage"

  # The cluster's own things; the platform is on nodes of its own.
  default_node_pool {
    name                         = "system"
    vm_size                      = "Standard_D2s_v5"
    os_sku                       = "AzureLinux"
    node_count                   = 3
    zones                        = ["1", "2", "3"]
    vnet_subnet_id               = azurerm_subnet.of["nodes"].id
    only_critical_addons_enabled = true
    host_encryption_enabled      = true
    temporary_name_for_rotation  = "rotation"
    upgrade_settings {
      max_surge = "1"
    }
  }

  node_provisioning_profile {
    mode = "Manual"
  }

  # Network policies are kept by Cilium.
  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_data_plane  = "cilium"
    network_policy      = "cilium"
    outbound_type       = "userAssignedNATGateway"
    pod_cidr            = var.pod_network
    service_cidr        = var.service_network
    dns_service_ip      = cidrhost(var.service_network, 10)
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.cluster.id]
  }

  kubelet_identity {
    client_id                 = azurerm_user_assigned_identity.nodes.client_id
    object_id                 = azurerm_user_assigned_identity.nodes.principal_id
    user_assigned_identity_id = azurerm_user_assigned_identity.nodes.id
  }

  azure_active_directory_role_based_access_control {
    azure_rbac_enabled     = true
    admin_group_object_ids = [var.administrators]
  }

  key_vault_secrets_provider {
    secret_rotation_enabled = true
  }

  oms_agent {
    log_analytics_workspace_id      = azurerm_log_analytics_workspace.pullway.id
    msi_auth_for_monitoring_enabled = true
  }

  # At night, from Tuesday on: somebody is there the next morning.
  maintenance_window_auto_upgrade {
    frequency   = "Weekly"
    interval    = 1
    day_of_week = "Tuesday"
    start_time  = "01:00"
    duration    = 4
    utc_offset  = "+00:00"
  }

  maintenance_window_node_os {
    frequency   = "Weekly"
    interval    = 1
    day_of_week = "Wednesday"
    start_time  = "01:00"
    duration    = 4
    utc_offset  = "+00:00"
  }

  depends_on = [
    azurerm_role_assignment.cluster,
    azurerm_role_assignment.nodes,
    azurerm_role_assignment.pull,
    azurerm_subnet_nat_gateway_association.out,
    azurerm_nat_gateway_public_ip_association.out,
    azurerm_subnet_network_security_group_association.of,
  ]
}

resource "azurerm_kubernetes_cluster_node_pool" "work" {
  name                        = "work"
  kubernetes_cluster_id       = azurerm_kubernetes_cluster.pullway.id
  vm_size                     = var.nodes.size
  os_sku                      = "AzureLinux"
  zones                       = ["1", "2", "3"]
  vnet_subnet_id              = azurerm_subnet.of["nodes"].id
  host_encryption_enabled     = true
  auto_scaling_enabled        = true
  min_count                   = var.nodes.least
  max_count                   = var.nodes.most
  temporary_name_for_rotation = "rotating"
  upgrade_settings {
    max_surge = "1"
    # Longer than the end of an instance (80 s) and the way of a database's primary to another node.
    drain_timeout_in_minutes = 30
  }
}
