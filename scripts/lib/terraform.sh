# shellcheck shell=bash
# Finds Terraform, and makes its provider for Azure out of the provider's Go module, for where the registry that Terraform fetches it
# from is not reached. For files that include tools.sh.

readonly TERRAFORM_LEAST=1.11
# What the commit in scripts/lib/azurerm/go.mod calls itself.
readonly AZURERM_VERSION=5.2.0
readonly AZURERM="$TOOLS/azurerm-$AZURERM_VERSION"

find_terraform() {
  local found
  found=$(type -P terraform || true)
  if [[ -z $found ]] || ! version_at_least "$(tool_version "$found")" "$TERRAFORM_LEAST"; then
    fail "terraform >= $TERRAFORM_LEAST is missing: install it (https://developer.hashicorp.com/terraform/install)"
  fi
  say "$found"
}

make_azurerm() (
  folder="$1/registry.terraform.io/hashicorp/azurerm/$AZURERM_VERSION/$(go env GOOS)_$(go env GOARCH)"
  mkdir -p "$folder" && cd "$ROOT/scripts/lib/azurerm" &&
    CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$folder/terraform-provider-azurerm_v$AZURERM_VERSION" \
      github.com/hashicorp/terraform-provider-azurerm
)

is_azurerm_built() { [[ -e $AZURERM ]]; }

# A folder for `terraform init -plugin-dir`.
find_azurerm() {
  made "Terraform's provider for Azure" "$AZURERM" \
    "Building Terraform's provider for Azure $AZURERM_VERSION with Go into .tools (up to an hour, once)" make_azurerm
}
