# shellcheck shell=bash
# shellcheck disable=SC2016 # stand-ins are programs of their own
# shellcheck source-path=SCRIPTDIR source=laptop.sh
source "$(dirname "${BASH_SOURCE[0]}")/laptop.sh"

test_create_cluster_makes_each_password_once() {
  local own
  laptop
  stand_in k3d '[[ $2 != list ]]'
  on_laptop create-cluster >"$place/said"
  in_order "k3d cluster create" "namespaces" "metadata: {name: nats-users" "upgrade --install cert-manager" "upgrade --install nats " "upgrade --install nack"
  # What the service has is what NATS has.
  own=$(grep -A 5 'name: nats-rating-service,' "$place/calls" | sed -n 's/.* password: //p')
  [[ $own == p* && ${#own} -gt 20 ]] || wrong "a password that starts with a letter" "$own"
  called "rating-service: $own"
  called "username: proxy"
  ! grep -qF "$own" "$place/said" || wrong "no password is shown"
  # shellcheck disable=SC2046 # names have no spaces
  has_passwords_of $(users_of_nats)
  on_laptop create-cluster >/dev/null
  called "k3d cluster start pullway"
  not_called "password: "
  not_called "key-secrets: "
}

users_of_nats() { sed -n 's/.*name: nats-users, key: \([a-z0-9-]*\)}}}$/\1/p' "$checkout/k8s/charts/nats.yaml"; }

# has_passwords_of USER…: from now on the cluster is there, with these users of NATS.
has_passwords_of() {
  stand_in k3d
  stand_in kubectl 'case "$*" in' "*'get secret nats-users'*) printf '%s\\n' $* ;;" \
    "*'get secret http-to-nats-proxy'*) printf '%s\\n' cookie-secrets key-secrets ;;" 'esac'
  : >"$place/calls"
}

test_a_user_of_nats_who_came_later_gets_a_password_and_nobody_else() {
  local own
  laptop
  # shellcheck disable=SC2046 # names have no spaces
  has_passwords_of $(users_of_nats | grep -v moderation-service)
  on_laptop create-cluster >/dev/null
  in_order "metadata: {name: nats-moderation-service" "--namespace nats patch secret nats-users" "upgrade --install nats "
  own=$(sed -n 's/.* password: //p' "$place/calls")
  [[ $own == p* && $own != *$'\n'* ]] || wrong "one password is made" "$own"
  called "moderation-service: $own"
  not_called "rating-service: p"
  not_called "key-secrets: "
  # Who cannot see what there is changes nothing.
  stand_in kubectl '[[ $* != *"get secret"* ]]'
  : >"$place/calls"
  refuses 1 on_laptop create-cluster
  says "looking for the secret nats-users"
  not_called "metadata: {name: nats-"
}

test_every_login_of_nats_has_its_password() {
  local key vault
  laptop
  vault="$checkout/k8s/components/key-vault/nats.yaml"
  stand_in k3d '[[ $2 != list ]]'
  on_laptop create-cluster >/dev/null
  while read -r key; do
    grep -qxF "        - key: $key" "$vault" || wrong "the key vault has '$key'" "$(cat "$vault")"
    # Nothing is encrypted on a laptop.
    [[ $key == encryption-key ]] || called "  $key: p"
  done < <(grep -ho 'name: nats-users, key: [a-z-]*' "$checkout"/k8s/charts/nats*.yaml | sed 's/.* //')
  # What is put into the secret is fetched from the vault.
  [[ -z $(sed -n 's/.*objectName: //p' "$vault" | sort | uniq -u) ]] || wrong "each is fetched and given" "$(cat "$vault")"
}

# What production reads out of its vault.
secrets_of_the_vault() { sed -n 's/^ *objectName: \([a-z-]*\)$/\1/p' "$checkout"/k8s/components/key-vault/*.yaml | sort -u; }

test_the_vault_gets_what_is_not_in_it() {
  local name value
  laptop
  refuses 1 on_laptop fill-key-vault
  says "a laptop has no key vault"
  on_laptop load_config prod aks-pullway >/dev/null
  stand_in az 'if [[ $* == *"secret list"* ]]; then printf "%s\n" nats-nack-password nats-nack-username; fi'
  on_laptop fill-key-vault --confirm aks-pullway >"$place/said"
  while read -r name; do
    case $name in
      nats-nack-*) not_called "--name $name " ;;
      *) called "az keyvault secret set --vault-name pullway --name $name " ;;
    esac
  done < <(secrets_of_the_vault)
  for value in proxy rating-service; do called "    $value"; done
  ! grep -q '^    p[A-Za-z0-9]\{20\}' "$place/said" || wrong "no password is shown" "$(cat "$place/said")"
  grep -q '^    p[A-Za-z0-9]\{20\}' "$place/calls" || wrong "passwords come by standard input" "$(cat "$place/calls")"
  # shellcheck disable=SC2046 # names have no spaces
  stand_in az "if [[ \$* == *'secret list'* ]]; then printf '%s\\n' database-password $(secrets_of_the_vault | tr '\n' ' '); fi"
  : >"$place/calls"
  on_laptop fill-key-vault --confirm aks-pullway | grep -qx 'The vault pullway has everything.' || wrong "it has everything"
  not_called "secret set"
  # Who cannot see what there is puts nothing in.
  stand_in az '[[ $* != *"secret list"* ]]'
  refuses 1 on_laptop fill-key-vault --confirm aks-pullway
  says "az login"
  not_called "secret set"
}
