# Who may reach what, subnet by subnet. What is not said is denied, also between the subnets of this network.

locals {
  # The load balancers' probes, which the last rule would deny otherwise.
  probes = { name = "probes", from = ["AzureLoadBalancer"], to = ["*"], ports = ["*"] }

  inbound = {
    nodes = [
      { name = "clients", from = ["Internet"], to = [azurerm_public_ip.gateway.ip_address], ports = ["80", "443"] },
      # Pods have addresses of their own, with which they go from node to node.
      {
        name = "cluster", from = [local.subnets.nodes, var.pod_network], to = [local.subnets.nodes, var.pod_network], ports = ["*"]
      },
      # The API server's private address is in this subnet.
      { name = "maintenance", from = [local.subnets.maintenance], to = [local.subnets.nodes], ports = ["443"] },
      local.probes,
    ]
    endpoints = [
      {
        name = "users", from = [local.subnets.nodes, local.subnets.maintenance], to = [local.subnets.endpoints], ports = ["443"]
      },
    ]
    database = [
      {
        name = "clients", from = [local.subnets.nodes, local.subnets.maintenance], to = [local.subnets.database], ports = ["5432"]
      },
      # Its standby, in another zone.
      { name = "replication", from = [local.subnets.database], to = [local.subnets.database], ports = ["5432", "6432"] },
    ]
    maintenance = [
      { name = "bastion", from = [local.subnets.bastion], to = [local.subnets.maintenance], ports = ["22"] },
    ]
    # As Bastion demands it.
    bastion = [
      { name = "people", from = ["Internet"], to = ["*"], ports = ["443"] },
      { name = "control", from = ["GatewayManager"], to = ["*"], ports = ["443"] },
      { name = "probes", from = ["AzureLoadBalancer"], to = ["*"], ports = ["443"] },
      { name = "itself", from = ["VirtualNetwork"], to = ["VirtualNetwork"], ports = ["5701", "8080"] },
    ]
  }
}

resource "azurerm_network_security_group" "of" {
  for_each            = local.inbound
  name                = "${var.name}-${each.key}"
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location

  dynamic "security_rule" {
    for_each = { for position, rule in each.value : rule.name => merge(rule, { priority = 100 + 10 * position }) }
    content {
      name      = security_rule.key
      priority  = security_rule.value.priority
      direction = "Inbound"
      access    = "Allow"
      # TCP but for what goes between pods: names, by UDP.
      protocol          = security_rule.key == "cluster" ? "*" : "Tcp"
      source_port_range = "*"
      # One word may be a tag; several have to be networks.
      source_address_prefix        = length(security_rule.value.from) == 1 ? security_rule.value.from[0] : null
      source_address_prefixes      = length(security_rule.value.from) > 1 ? security_rule.value.from : null
      destination_address_prefix   = length(security_rule.value.to) == 1 ? security_rule.value.to[0] : null
      destination_address_prefixes = length(security_rule.value.to) > 1 ? security_rule.value.to : null
      destination_port_range       = length(security_rule.value.ports) == 1 ? security_rule.value.ports[0] : null
      destination_port_ranges      = length(security_rule.value.ports) > 1 ? security_rule.value.ports : null
    }
  }

  security_rule {
    name                       = "nothing-else"
    priority                   = 4096
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
    destination_port_range     = "*"
  }
}

resource "azurerm_subnet_network_security_group_association" "of" {
  for_each                  = local.inbound
  subnet_id                 = azurerm_subnet.of[each.key].id
  network_security_group_id = azurerm_network_security_group.of[each.key].id
}
