# One private network. Whatever has a public address stands in this file and in maintenance.tf: the way in to the gateway, the way
# out of the nodes, and Bastion.

resource "azurerm_resource_group" "pullway" {
  name     = var.name
  location = var.location
}

locals {
  subnets = {
    nodes       = cidrsubnet(var.network, 4, 0)
    endpoints   = cidrsubnet(var.network, 8, 16)
    database    = cidrsubnet(var.network, 8, 17)
    maintenance = cidrsubnet(var.network, 8, 18)
    bastion     = cidrsubnet(var.network, 8, 19)
  }
}

resource "azurerm_virtual_network" "pullway" {
  name                = var.name
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
  address_space       = [var.network]
}

resource "azurerm_subnet" "of" {
  for_each             = local.subnets
  name                 = each.key == "bastion" ? "AzureBastionSubnet" : each.key
  resource_group_name  = azurerm_resource_group.pullway.name
  virtual_network_name = azurerm_virtual_network.pullway.name
  address_prefixes     = [each.value]
  # Out by the NAT gateway or not at all.
  default_outbound_access_enabled = false
  # Security rules hold for private endpoints, too.
  private_endpoint_network_policies = "Enabled"

  dynamic "delegation" {
    for_each = each.key == "database" ? ["postgresql"] : []
    content {
      name = delegation.value
      service_delegation {
        name    = "Microsoft.DBforPostgreSQL/flexibleServers"
        actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
      }
    }
  }
}

# Where the gateway is reached. The cluster's load balancer takes it over by its name (settings.yaml: addressOfGateway).
resource "azurerm_public_ip" "gateway" {
  name                = "${var.name}-gateway"
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
  allocation_method   = "Static"
  zones               = ["1", "2", "3"]
}

# The way out: images, certificates, the keys of the issuer of tokens.
resource "azurerm_public_ip" "out" {
  name                = "${var.name}-out"
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
  allocation_method   = "Static"
  zones               = ["1", "2", "3"]
}

resource "azurerm_nat_gateway" "out" {
  name                = "${var.name}-out"
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
}

resource "azurerm_nat_gateway_public_ip_association" "out" {
  nat_gateway_id       = azurerm_nat_gateway.out.id
  public_ip_address_id = azurerm_public_ip.out.id
}

resource "azurerm_subnet_nat_gateway_association" "out" {
  for_each       = toset(["nodes", "maintenance"])
  subnet_id      = azurerm_subnet.of[each.key].id
  nat_gateway_id = azurerm_nat_gateway.out.id
}
