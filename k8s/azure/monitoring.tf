# What is remembered outside the cluster: what it did, what was asked of its API server, of the vault and of the registry. Figures
# and alerts of the platform are Prometheus' (k8s/components/monitoring).

resource "azurerm_log_analytics_workspace" "pullway" {
  name                = var.name
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
  sku                 = "PerGB2018"
  retention_in_days   = 90
}

locals {
  logs = {
    cluster = {
      of   = azurerm_kubernetes_cluster.pullway.id
      what = ["kube-audit-admin", "guard", "cluster-autoscaler", "kube-controller-manager", "kube-scheduler"]
    }
    vault    = { of = azurerm_key_vault.pullway.id, what = ["AuditEvent"] }
    registry = { of = azurerm_container_registry.pullway.id, what = ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"] }
  }
}

resource "azurerm_monitor_diagnostic_setting" "of" {
  for_each                   = local.logs
  name                       = "${var.name}-${each.key}"
  target_resource_id         = each.value.of
  log_analytics_workspace_id = azurerm_log_analytics_workspace.pullway.id

  dynamic "enabled_log" {
    for_each = toset(each.value.what)
    content {
      category = enabled_log.value
    }
  }
}
