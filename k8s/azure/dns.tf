# The zone of the host. Certificates come from Let's Encrypt: cert-manager proves by a record in this zone that the host is ours.

resource "azurerm_dns_zone" "pullway" {
  name                = var.dns_zone
  resource_group_name = azurerm_resource_group.pullway.name
}

resource "azurerm_dns_a_record" "host" {
  name                = trimsuffix(var.host, ".${var.dns_zone}")
  zone_name           = azurerm_dns_zone.pullway.name
  resource_group_name = azurerm_resource_group.pullway.name
  ttl                 = 300
  records             = [azurerm_public_ip.gateway.ip_address]
}
