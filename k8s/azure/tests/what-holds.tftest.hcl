# What has to hold of the plan, whatever else is changed. Azure is mocked: nothing is asked of it.

mock_provider "azurerm" {
  mock_data "azurerm_client_config" {
    defaults = {
      tenant_id = "11111111-1111-1111-1111-111111111111"
    }
  }
}

# Security rules are said of it.
override_resource {
  target          = azurerm_public_ip.gateway
  override_during = plan
  values = {
    ip_address = "203.0.113.7"
  }
}

variables {
  subscription    = "22222222-2222-2222-2222-222222222222"
  registry        = "acmepullway"
  key_vault       = "acme-pullway"
  backups         = "acmepullwaybackups"
  dns_zone        = "acme.example"
  host            = "pullway.acme.example"
  administrators  = "33333333-3333-3333-3333-333333333333"
  maintenance_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJpYyNLHKLxNVGkHqA3lTUTmOYxlh2pkBqcdSH3hEG9Z test"
}

run "only_the_gateway_is_reached_from_outside" {
  command = plan

  assert {
    condition     = azurerm_kubernetes_cluster.pullway.private_cluster_enabled
    error_message = "The API server has a public address."
  }
  assert {
    condition     = !azurerm_kubernetes_cluster.pullway.private_cluster_public_fqdn_enabled
    error_message = "The API server has a public name."
  }
  assert {
    condition = !anytrue([
      azurerm_container_registry.pullway.public_network_access_enabled,
      azurerm_key_vault.pullway.public_network_access_enabled,
      azurerm_storage_account.backups.public_network_access_enabled,
    ])
    error_message = "Registry, vault or store of backups has a public address."
  }
  assert {
    condition     = keys(azurerm_private_endpoint.of) == ["backups", "registry", "vault"]
    error_message = "Registry, vault and store of backups need private endpoints."
  }
  assert {
    condition = flatten([
      for subnet, group in azurerm_network_security_group.of : [
        for rule in group.security_rule : "${subnet}/${rule.name}" if rule.source_address_prefix == "Internet"
      ]
    ]) == ["bastion/people", "nodes/clients"]
    error_message = "Something else than the gateway and Bastion is reached from the Internet."
  }
  assert {
    condition = alltrue([
      for rule in azurerm_network_security_group.of["nodes"].security_rule :
      rule.destination_address_prefix == "203.0.113.7" && rule.destination_port_ranges == toset(["80", "443"])
      if rule.source_address_prefix == "Internet"
    ])
    error_message = "Clients reach more of the nodes than the gateway."
  }
}

run "every_subnet_denies_what_is_not_said" {
  command = plan

  assert {
    condition     = keys(azurerm_subnet.of) == keys(azurerm_subnet_network_security_group_association.of)
    error_message = "A subnet has no security rules."
  }
  assert {
    condition = alltrue([
      for group in azurerm_network_security_group.of : anytrue([
        for rule in group.security_rule :
        rule.access == "Deny" && rule.priority == 4096 && rule.source_address_prefix == "*" && rule.protocol == "*"
      ])
    ])
    error_message = "The rules of a subnet do not end with one that denies everything."
  }
  assert {
    condition     = !anytrue([for subnet in azurerm_subnet.of : subnet.default_outbound_access_enabled])
    error_message = "A subnet has a way out that is nobody's."
  }
}

run "nobody_has_a_password_or_a_key_of_his_own" {
  command = plan

  assert {
    condition     = azurerm_kubernetes_cluster.pullway.local_account_disabled
    error_message = "The cluster has local accounts."
  }
  assert {
    condition     = !azurerm_container_registry.pullway.admin_enabled && !azurerm_storage_account.backups.shared_access_key_enabled
    error_message = "The registry or the store of backups is entered by a key."
  }
  assert {
    condition     = azurerm_key_vault.pullway.rbac_authorization_enabled && azurerm_key_vault.pullway.purge_protection_enabled
    error_message = "The vault has to know accounts only, and may not be purged: the key of NATS' files is in it."
  }
  assert {
    condition = alltrue([
      for account, credential in azurerm_federated_identity_credential.of :
      credential.subject == "system:serviceaccount:${account}" && credential.audience == tolist(["api://AzureADTokenExchange"])
    ])
    error_message = "Somebody else than an account of the cluster is believed to be one of the identities."
  }
}

run "it_survives_the_end_of_a_zone" {
  command = plan

  assert {
    condition = alltrue([
      for zones in [
        azurerm_kubernetes_cluster.pullway.default_node_pool[0].zones,
        azurerm_kubernetes_cluster_node_pool.work.zones,
        azurerm_public_ip.gateway.zones,
      ] : zones == toset(["1", "2", "3"])
    ])
    error_message = "Nodes or the gateway's address are not in all zones."
  }
  assert {
    condition     = azurerm_kubernetes_cluster_node_pool.work.min_count >= 3
    error_message = "NATS has three servers, each on a node of its own."
  }
  assert {
    condition     = azurerm_container_registry.pullway.zone_redundancy_enabled && azurerm_storage_account.backups.account_replication_type == "ZRS"
    error_message = "Images or backups are in one zone."
  }
}

run "the_database_is_in_the_cluster_unless_asked_for" {
  command = plan

  assert {
    condition     = length(azurerm_postgresql_flexible_server.pullway) == 0 && output.database == null
    error_message = "There is a managed database."
  }
}

run "the_managed_database_is_private_too" {
  command = plan
  variables {
    managed_database  = true
    database_password = "pNobodyKnowsThis1"
  }

  assert {
    condition     = !azurerm_postgresql_flexible_server.pullway["pullway"].public_network_access_enabled
    error_message = "The database has a public address."
  }
  assert {
    condition     = azurerm_postgresql_flexible_server.pullway["pullway"].high_availability[0].mode == "ZoneRedundant"
    error_message = "The database is in one zone."
  }
  assert {
    condition     = azurerm_postgresql_flexible_server.pullway["pullway"].administrator_password == null
    error_message = "The database's password is in the state."
  }
}

run "a_managed_database_has_a_password" {
  command = plan
  variables {
    managed_database = true
  }
  expect_failures = [var.database_password]
}

run "the_host_is_in_the_zone" {
  command = plan
  variables {
    host = "pullway.elsewhere.example"
  }
  expect_failures = [var.host]
}

run "each_server_of_nats_has_a_node" {
  command = plan
  variables {
    nodes = { size = "Standard_D4s_v5", least = 2, most = 9 }
  }
  expect_failures = [var.nodes]
}
