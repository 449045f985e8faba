variable "subscription" {
  description = "The subscription in which all of this is."
  type        = string
}

variable "location" {
  description = "A region with three availability zones."
  type        = string
  default     = "westeurope"
}

variable "name" {
  description = "Of the resource group and of the cluster, and the beginning of the names of all that is in it."
  type        = string
  default     = "pullway"
}

variable "registry" {
  description = "The container registry: letters and digits, the only one of that name in the world."
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9]{5,50}$", var.registry))
    error_message = "registry takes 5 to 50 lower-case letters and digits."
  }
}

variable "key_vault" {
  description = "The key vault: the only one of that name in the world."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.key_vault))
    error_message = "key_vault takes 3 to 24 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "backups" {
  description = "The storage account for backups of PostgreSQL: the only one of that name in the world."
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9]{3,24}$", var.backups))
    error_message = "backups takes 3 to 24 lower-case letters and digits."
  }
}

variable "dns_zone" {
  description = "The zone of the host. It is made here; whoever has the domain above it has to delegate it (output name_servers)."
  type        = string
}

variable "host" {
  description = "Under which clients reach the platform: a name in dns_zone."
  type        = string
  validation {
    condition     = endswith(var.host, ".${var.dns_zone}")
    error_message = "host has to be a name in dns_zone."
  }
}

variable "administrators" {
  description = "The object id of the group in Entra whose members work on the cluster, the vault and the maintenance host."
  type        = string
}

variable "maintenance_key" {
  description = "The public SSH key that the maintenance host is made with. People enter by their own accounts."
  type        = string
}

variable "kubernetes_version" {
  description = "The minor version that is tested (scripts/lib/kubernetes.sh). Patches of it come by themselves."
  type        = string
  default     = "1.35"
}

variable "nodes" {
  description = "The nodes of the workloads: their size, and how few and how many there are. Three, so that each zone has one."
  type = object({
    size  = string
    least = number
    most  = number
  })
  default = { size = "Standard_D4s_v5", least = 3, most = 9 }
  validation {
    condition     = var.nodes.least >= 3 && var.nodes.most >= var.nodes.least
    error_message = "nodes.least has to be 3 or more, as NATS has three servers, and nodes.most no less."
  }
}

variable "network" {
  description = "The private network, of 65,536 addresses. Neither it nor those of pods and services may overlap with what it is connected to."
  type        = string
  default     = "10.10.0.0/16"
  validation {
    condition     = can(cidrsubnet(var.network, 0, 0)) && endswith(var.network, "/16")
    error_message = "network has to be a network with /16."
  }
}

variable "pod_network" {
  description = "The network of the pods: podNetwork in settings.yaml."
  type        = string
  default     = "10.244.0.0/16"
}

variable "service_network" {
  description = "The network of the cluster's services."
  type        = string
  default     = "10.245.0.0/16"
}

variable "managed_database" {
  description = "Whether PostgreSQL is Azure's, too: beside CloudNativePG's, to go over to it (component managed-database)."
  type        = bool
  default     = false
}

variable "database_password" {
  description = "Of the managed database: the secret database-password of the vault. It is kept nowhere else."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true
  validation {
    condition     = !var.managed_database || var.database_password != null
    error_message = "managed_database needs database_password: see README.md."
  }
}

variable "database_password_version" {
  description = "To be raised by one when database_password is another one."
  type        = number
  default     = 1
}
