# The only way to work on all of this: a host without a public address, entered by Bastion with one's own account in Entra.

resource "azurerm_public_ip" "bastion" {
  name                = "${var.name}-bastion"
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
  allocation_method   = "Static"
  zones               = ["1", "2", "3"]
}

resource "azurerm_bastion_host" "maintenance" {
  name                = "${var.name}-maintenance"
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location
  # For `az network bastion ssh`.
  sku               = "Standard"
  tunneling_enabled = true

  ip_configuration {
    name                 = "public"
    subnet_id            = azurerm_subnet.of["bastion"].id
    public_ip_address_id = azurerm_public_ip.bastion.id
  }

  depends_on = [azurerm_subnet_network_security_group_association.of]
}

resource "azurerm_network_interface" "maintenance" {
  name                = "${var.name}-maintenance"
  resource_group_name = azurerm_resource_group.pullway.name
  location            = var.location

  ip_configuration {
    name                          = "private"
    subnet_id                     = azurerm_subnet.of["maintenance"].id
    private_ip_address_allocation = "Dynamic"
  }
}

resource "azurerm_linux_virtual_machine" "maintenance" {
  name                       = "${var.name}-maintenance"
  resource_group_name        = azurerm_resource_group.pullway.name
  location                   = var.location
  size                       = "Standard_D4s_v5"
  admin_username             = "maintenance"
  network_interface_ids      = [azurerm_network_interface.maintenance.id]
  encryption_at_host_enabled = true
  secure_boot_enabled        = true
  vtpm_enabled               = true

  admin_ssh_key {
    username   = "maintenance"
    public_key = var.maintenance_key
  }

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
    disk_size_gb         = 128
  }

  source_image_reference {
    publisher = "Canonical"
    offer     = "ubuntu-24_04-lts"
    sku       = "server"
    version   = "latest"
  }

  # For the extension below.
  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_virtual_machine_extension" "entra" {
  name                       = "AADSSHLoginForLinux"
  virtual_machine_id         = azurerm_linux_virtual_machine.maintenance.id
  publisher                  = "Microsoft.Azure.ActiveDirectory"
  type                       = "AADSSHLoginForLinux"
  type_handler_version       = "1.0"
  auto_upgrade_minor_version = true
}
