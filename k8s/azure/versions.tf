terraform {
  required_version = ">= 1.11"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.2"
    }
  }
  # Where it is, is said when it is initialised (README.md). There is no secret in it.
  backend "azurerm" {
    container_name   = "terraform"
    key              = "pullway.tfstate"
    use_azuread_auth = true
  }
}

provider "azurerm" {
  subscription_id     = var.subscription
  storage_use_azuread = true
  features {
    storage {
      # Nobody reaches the store of the backups from outside, and so neither does whoever runs this.
      data_plane_available = false
    }
  }
}
