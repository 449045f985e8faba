# shellcheck shell=bash
# shellcheck disable=SC2016 # stand-ins are programs of their own
# shellcheck source-path=SCRIPTDIR source=asserting.sh
source "$(dirname "${BASH_SOURCE[0]}")/asserting.sh"

readonly COMMANDS="load_config create-cluster install-operators start-cluster stop-cluster delete-cluster deploy-nack deploy-gateway
  deploy-http-to-nats-proxy deploy-service deploy-frontend deploy-all port-forward-gateway cluster-status cluster-logs"

# A checkout of its own, and programs that only write down how they were called (and what they were told on standard input).
laptop() {
  local name
  place=$(mktemp -d)
  trap 'rm -rf "$place"' EXIT
  checkout="$place/check out"
  mkdir -p "$checkout/.pullway/issuer" "$place/bin"
  cp -R "$COPY/scripts" "$COPY/k8s" "$COPY/pom.xml" "$checkout"
  ln -s "$COPY/frontend" "$checkout"
  for name in "$COPY"/*/pom.xml; do
    name=${name%/pom.xml}
    mkdir "$checkout/${name##*/}" && touch "$checkout/${name##*/}/pom.xml"
  done
  echo '{}' >"$checkout/.pullway/issuer/jwks.json"
  printf '%s\n' .pullway/ >"$checkout/.gitignore"
  git -C "$checkout" init -q && git -C "$checkout" add . &&
    git -C "$checkout" -c user.name=t -c user.email=t@t -c commit.gpgsign=false commit -qm all
  for name in k3d docker kubectl helm az; do stand_in "$name"; done
  cp "$place/bin/docker" "$checkout/mvnw"
  : >"$place/calls"
}

# stand_in NAME [LINE…]: what it does besides.
stand_in() {
  printf '%s\n' '#!/usr/bin/env bash' "calls='$place/calls'" \
    'printf "%s %s\n" "${0##*/}" "$*" >>"$calls"' \
    'if [[ " $* " == *" -f - "* || $* == *" /dev/stdin" ]]; then sed "s/^/    /" >>"$calls"; fi' "${@:2}" >"$place/bin/$1"
  chmod +x "$place/bin/$1"
}

on_laptop() {
  local command=$1
  shift
  PATH="$place/bin:$PATH" "$checkout/scripts/$command" "$@"
}

called() { grep -qF -- "$1" "$place/calls" || wrong "'$1' was called" "$(cat "$place/calls")"; }

not_called() { ! grep -qF -- "$1" "$place/calls" || wrong "'$1' was not called" "$(cat "$place/calls")"; }

# in_order TEXT…: calls that have these texts, one after the other.
in_order() {
  local text line from=0
  for text in "$@"; do
    line=$(grep -nF -- "$text" "$place/calls" | cut -d: -f1 | awk -v from="$from" '$1 > from { print; exit }')
    [[ -n $line ]] || wrong "'$text' comes after line $from" "$(cat -n "$place/calls")"
    from=$line
  done
}

test_every_command_explains_itself() {
  local command
  laptop
  for command in $COMMANDS; do
    [[ $(on_laptop "$command" --help) == *"Usage: $command"* ]] || wrong "$command --help shows its usage"
    refuses 1 on_laptop "$command" --wrong
    says "$command"
  done
  [[ ! -s $place/calls ]] || wrong "nothing was called" "$(cat "$place/calls")"
}

test_the_environment_is_dev_until_another_one_is_chosen() {
  laptop
  [[ $(on_laptop load_config) == "Environment dev, cluster k3d-pullway" ]] || wrong "dev at first"
  on_laptop load_config prod aks-pullway >/dev/null
  [[ $(on_laptop deploy-nack --dry-run) == "Environment prod, cluster aks-pullway"* ]] || wrong "each command shows it"
  refuses 1 on_laptop load_config prod
  says "which cluster is it?"
  refuses 1 on_laptop load_config test
  says "dev and prod"
}

test_production_is_not_touched_without_its_name() {
  local command
  laptop
  on_laptop load_config prod aks-pullway >/dev/null
  for command in install-operators deploy-nack deploy-gateway deploy-http-to-nats-proxy deploy-service deploy-all; do
    refuses 1 on_laptop "$command"
    says "--confirm aks-pullway"
    refuses 1 on_laptop "$command" --confirm k3d-pullway
    on_laptop "$command" --dry-run >/dev/null
  done
  for command in create-cluster start-cluster stop-cluster delete-cluster; do
    refuses 1 on_laptop "$command" --confirm aks-pullway
    says "production"
  done
  [[ ! -s $place/calls ]] || [[ $(grep -c -v ' get ' "$place/calls") == 0 ]] || wrong "nothing was changed" "$(cat "$place/calls")"
  on_laptop deploy-gateway --confirm aks-pullway >/dev/null
  called "kubectl --context aks-pullway apply -k"
}

test_production_is_installed_with_its_own_values() {
  local shown
  laptop
  on_laptop load_config prod aks-pullway >/dev/null
  shown=$(on_laptop install-operators --dry-run)
  for values in cert-manager.yaml cert-manager-prod.yaml nats.yaml nats-prod.yaml; do
    [[ $shown == *"k8s/charts/$values"* ]] || wrong "it installs with $values" "$shown"
  done
  [[ $shown != *nats-dev.yaml* ]] || wrong "not with those of a laptop" "$shown"
}

test_whoever_gives_production_his_names_gives_all_of_them_in_two_places() {
  local kustomize overlay left
  laptop
  kustomize=$("$COPY/scripts/tools" kustomize)
  overlay="$checkout/k8s/overlays/prod"
  sed -i.bak -e 's/example/acme/g' -e 's/00000000-0000-0000-0000-000000000000/11111111-1111-1111-1111-111111111111/' \
    -e 's,podNetwork: .*,podNetwork: 10.7.0.0/16,' "$overlay/settings.yaml"
  sed -i.bak 's/newName: example/newName: acme/' "$overlay/kustomization.yaml"
  for overlay in prod restore; do
    "$kustomize" build "$checkout/k8s/overlays/$overlay" >"$place/built"
    left=$(grep -n -e example -e 00000000-0000 -e set-by-settings -e '10\.244' "$place/built" || true)
    [[ -z $left ]] || wrong "nothing of ours is left in $overlay" "$left"
  done
  "$kustomize" build "$checkout/k8s/overlays/prod" | grep -q 'POD_NETWORK: 10.7.0.0/16' || wrong "the network of the pods is as said"
}

test_a_dry_run_shows_everything_and_does_nothing() {
  local shown
  laptop
  stand_in k3d 'exit 1'
  stand_in kubectl 'exit 1'
  shown=$(on_laptop create-cluster --dry-run)
  for step in 'k3d cluster create --config' 'Secret nats-users in nats' 'upgrade --install cert-manager' 'upgrade --install nats nats --repo' \
    'nats-dev.yaml' 'upgrade --install nack'; do
    [[ $shown == *"$step"* ]] || wrong "it shows '$step'" "$shown"
  done
  not_called helm
  not_called "k3d cluster create"
  not_called "kubectl --context k3d-pullway apply"
}

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

test_a_service_is_built_pushed_deployed_and_awaited() {
  local tag
  laptop
  tag=$(git -C "$checkout" rev-parse --short=12 HEAD)
  on_laptop deploy-service rating-service >/dev/null
  in_order "mvnw --quiet" "docker build" "docker push localhost:5050/rating-service:$tag" "kubectl --context k3d-pullway apply -k" \
    "rollout status deployment/rating-service"
  not_called echo-service
  "$COPY/scripts/tools" kustomize >"$place/kustomize"
  "$(cat "$place/kustomize")" build "$checkout/.pullway/overlay/dev" | grep -q "image: pullway-registry:5000/rating-service:$tag" ||
    wrong "the overlay has the image that was pushed" "$(cat "$checkout/.pullway/overlay/dev/kustomization.yaml")"
  refuses 1 on_laptop deploy-service rating-servis
  says "there are: "
  says "rating-service moderation-service echo-service"
}

test_what_is_not_added_to_git_yet_makes_a_tag_of_its_own() {
  local tag
  laptop
  tag=$(git -C "$checkout" rev-parse --short=12 HEAD)
  touch "$checkout/rating-service/New.java"
  on_laptop deploy-service rating-service >/dev/null
  called "docker push localhost:5050/rating-service:$tag-20"
}

test_a_commit_of_digits_is_a_tag_and_no_number() {
  local tag kustomize
  laptop
  kustomize=$("$COPY/scripts/tools" kustomize)
  mkdir -p "$checkout/.pullway/images/dev"
  for tag in 123456789012 12345678e012; do
    echo "$tag" >"$checkout/.pullway/images/dev/rating-service"
    on_laptop deploy-gateway >/dev/null
    "$kustomize" build "$checkout/.pullway/overlay/dev" | grep -qF "image: pullway-registry:5000/rating-service:$tag" ||
      wrong "the image has the tag $tag" "$(cat "$checkout/.pullway/overlay/dev/kustomization.yaml")"
  done
}

test_deploy_all_deploys_the_proxy_and_every_service() {
  local name
  laptop
  on_laptop deploy-all >"$place/said"
  in_order "docker push localhost:5050/http-to-nats-proxy" "docker push localhost:5050/frontend" "docker push localhost:5050/moderation-service" \
    "docker push localhost:5050/echo-service" "overlay/dev" \
    "clusters.postgresql.cnpg.io/pullway-db" "rollout status deployment/http-to-nats-proxy" "rollout status deployment/rating-service"
  while read -r name; do
    called "docker push localhost:5050/$name:"
    called "rollout status deployment/$name"
  done < <(sed -n 's/^readonly APPLICATIONS="\(.*\)"$/\1/p' "$checkout/scripts/lib/build.sh" | tr ' ' '\n')
  grep -q 'Next: port-forward-gateway' "$place/said" || wrong "it says what comes next" "$(cat "$place/said")"
}

test_a_failure_says_what_to_do_and_stops() {
  laptop
  stand_in docker '[[ $1 != push ]]'
  refuses 1 on_laptop deploy-service rating-service
  says "the push of localhost:5050/rating-service"
  says "start-cluster"
  not_called "apply"
  rm "$place/bin/k3d"
  # Nothing but what every system has, and this laptop's programs.
  refuses 1 env PATH="$place/bin:/usr/bin:/bin" "$checkout/scripts/start-cluster"
  says "k3d is missing"
}

test_deleting_the_cluster_takes_its_name() {
  laptop
  refuses 1 on_laptop delete-cluster
  says "--confirm k3d-pullway"
  on_laptop delete-cluster --confirm k3d-pullway >/dev/null
  called "k3d cluster delete pullway"
}

test_status_says_what_is_wrong() {
  laptop
  stand_in kubectl 'case "$*" in' \
    '*"pullway get pods"*) echo "rating-service-1 Pending <none> ImagePullBackOff" ;;' \
    '*streams*) printf "rating-service\tFalse\tsubjects overlap\n" ;;' 'esac'
  if on_laptop cluster-status >"$place/said" 2>&1; then wrong "it ends with 1"; fi
  grep -q 'Not ready in pullway' "$place/said" || wrong "the pod is named" "$(cat "$place/said")"
  grep -q 'rating-service: subjects overlap' "$place/said" || wrong "the stream is named" "$(cat "$place/said")"
  stand_in kubectl
  on_laptop cluster-status | grep -q 'Nothing is wrong' || wrong "nothing is wrong"
  stand_in kubectl 'exit 1'
  refuses 1 on_laptop cluster-status
}
