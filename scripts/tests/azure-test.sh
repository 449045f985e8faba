# shellcheck shell=bash
# shellcheck disable=SC2016 # quotes of Markdown
# The infrastructure of production and the manifests say the same. That Azure would take it is tried by scripts/check-azure
# --provider.
# shellcheck source-path=SCRIPTDIR source=asserting.sh
source "$(dirname "${BASH_SOURCE[0]}")/asserting.sh"

readonly AZURE="$COPY/k8s/azure" PROD="$COPY/k8s/overlays/prod"

# default_of VARIABLE: a text.
default_of() { sed -n "/^variable \"$1\" {/,/^}/ s/^ *default *= \"\(.*\)\"/\1/p" "$AZURE/variables.tf"; }

# setting NAME: of production, as it is in the checkout.
setting() { sed -n "s/^  $1: //p" "$PROD/settings.yaml"; }

# The accounts that act as an identity of Azure, as namespace:name.
accounts() { sed -n '/^  identities = {/,/^  }$/ p' "$AZURE/identities.tf" | grep -o '"[a-z-]*:[a-z-]*"' | tr -d '"' | sort; }

test_terraform_says_what_production_has_to_be_told() {
  local name told
  told=$(sed -n '/^output "settings"/,/^}/ s/^    \([A-Za-z]*\) *=.*/\1/p' "$AZURE/outputs.tf")
  [[ $told == *identityOfDns* ]] || wrong "the settings are found" "$told"
  for name in $told; do
    [[ -n $(setting "$name") ]] || wrong "settings.yaml has '$name'" "$(cat "$PROD/settings.yaml")"
  done
  # From "Azure" on, settings.yaml has nothing that somebody would have to find out by himself, but for the managed database.
  while read -r name; do
    [[ $'\n'$told$'\n' == *$'\n'$name$'\n'* ]] || wrong "terraform output settings says '$name'" "$told"
  done < <(sed -n '/# Azure, from here/,$ s/^  \([A-Za-z]*\): .*/\1/p' "$PROD/settings.yaml" | grep -v '^database')
}

test_whoever_reads_the_vault_is_believed() {
  local mounts account
  mounts=$("$("$COPY/scripts/tools" kustomize)" build "$PROD" | awk '/^---/ { account = ""; reads = 0 }
    /^      serviceAccountName: / { account = $2 } /driver: secrets-store/ { reads = 1 }
    reads && account != "" { print "pullway:" account; account = "" }')
  [[ $mounts == *pullway:rating-service* ]] || wrong "the services that mount the vault are found" "$mounts"
  while read -r account; do
    accounts | grep -qxF "$account" || wrong "$account is federated" "$(accounts)"
  done <<<"$mounts"
}

test_the_table_of_identities_is_what_is_made() {
  local told account
  told=$(sed -n '/^| identity in `settings.yaml`/,/^$/ p' "$CHECKOUT/docs/operations.md" | grep -o '`[a-z-]*:[a-z-]*`' | tr -d '`' | grep -v '^system:')
  while read -r account; do
    accounts | grep -qxF "$account" || wrong "$account of docs/operations.md is federated" "$(accounts)"
  done <<<"$told"
  while read -r account; do
    # The table does not name what `pullway new service` has added.
    grep -qxF "$account" <<<"$told" || [[ -f $COPY/k8s/base/streams/${account#pullway:}.yaml ]] ||
      wrong "docs/operations.md names $account" "$told"
  done < <(accounts)
}

test_numbers_that_stand_in_two_places_are_equal() {
  local connections
  [[ $(default_of pod_network) == "$(setting podNetwork)" ]] || wrong "the network of the pods" "$(default_of pod_network)"
  [[ $(sed -n 's/.*KUBERNETES_VERSION=\([0-9]*\.[0-9]*\).*/\1/p' "$COPY/scripts/lib/kubernetes.sh") == "$(default_of kubernetes_version)" ]] ||
    wrong "the version of Kubernetes that is tested" "$(default_of kubernetes_version)"
  connections=$(sed -n 's/^ *max_connections: "\(.*\)"/\1/p' "$COPY/k8s/components/postgresql/cluster.yaml")
  grep -qx "  value     = \"$connections\"" "$AZURE/database.tf" || wrong "as many connections, $connections" "$(cat "$AZURE/database.tf")"
}

test_no_secret_can_be_in_the_state() {
  local found
  # A resource that holds one, or an argument that would be kept.
  found=$(grep -nE '^resource "(random_|azurerm_key_vault_secret|tls_)|^ *administrator_password *=' "$AZURE"/*.tf || true)
  [[ -z $found ]] || wrong "nothing keeps a secret" "$found"
}

test_the_managed_database_takes_the_place_of_the_other() {
  local built text
  place=$(mktemp -d)
  trap 'rm -rf "$place"' EXIT
  cp -R "$COPY/k8s" "$place"
  sed -i.bak 's,# - ../../components/managed-database,- ../../components/managed-database,' "$place/k8s/overlays/prod/kustomization.yaml"
  sed -i.bak -e 's,databaseHost: .*,databaseHost: acme.postgres.database.azure.com,' -e 's,databaseNetwork: .*,databaseNetwork: 10.20.17.0/24,' \
    "$place/k8s/overlays/prod/settings.yaml"
  built=$("$("$COPY/scripts/tools" kustomize)" build "$place/k8s/overlays/prod")
  for text in 'host: acme.postgres.database.azure.com' 'cidr: 10.20.17.0/24' 'secretProviderClass: managed-database'; do
    [[ $built == *"$text"* ]] || wrong "it has '$text'"
  done
  for text in 'kind: Cluster'$'\n' pullway-db-app pullway-db-ca pullway-db-rw barmancloud; do
    [[ $built != *"$text"* ]] || wrong "nothing of the other is left" "$text"
  done
}
