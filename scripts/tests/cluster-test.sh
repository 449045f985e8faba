# shellcheck shell=bash
# shellcheck disable=SC2016 # stand-ins are programs of their own
# shellcheck source-path=SCRIPTDIR source=laptop.sh
source "$(dirname "${BASH_SOURCE[0]}")/laptop.sh"

readonly COMMANDS="load_config create-cluster install-operators fill-key-vault start-cluster stop-cluster delete-cluster deploy-nack deploy-gateway
  deploy-http-to-nats-proxy deploy-service deploy-frontend deploy-all port-forward-gateway cluster-status cluster-logs"

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
  for command in install-operators fill-key-vault deploy-nack deploy-gateway deploy-http-to-nats-proxy deploy-service deploy-all; do
    refuses 1 on_laptop "$command"
    says "--confirm aks-pullway"
    refuses 1 on_laptop "$command" --confirm k3d-pullway
    on_laptop "$command" --dry-run >/dev/null
  done
  for command in create-cluster start-cluster stop-cluster delete-cluster; do
    refuses 1 on_laptop "$command" --confirm aks-pullway
    says "production"
  done
  [[ ! -s $place/calls ]] || [[ $(grep -c -v -e ' get ' -e ' list ' "$place/calls") == 0 ]] || wrong "nothing was changed" "$(cat "$place/calls")"
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

test_a_service_is_built_pushed_deployed_and_awaited() {
  local tag
  laptop
  tag=$(git -C "$checkout" rev-parse --short=12 HEAD)
  on_laptop deploy-service rating-service >/dev/null
  in_order "mvnw --batch-mode" "docker build" "docker push localhost:5050/rating-service:$tag" "kubectl --context k3d-pullway apply -k" \
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
    '*streams*) printf "rating-service\tFalse\tsubjects overlap\n" ;;' \
    '*"nats get certificates"*) printf "nats-server-tls\tFalse\tno issuer\n" ;;' 'esac'
  if on_laptop cluster-status >"$place/said" 2>&1; then wrong "it ends with 1"; fi
  grep -q 'Not ready in pullway' "$place/said" || wrong "the pod is named" "$(cat "$place/said")"
  grep -q 'rating-service: subjects overlap' "$place/said" || wrong "the stream is named" "$(cat "$place/said")"
  grep -A 1 'Certificates in nats' "$place/said" | grep -q 'nats-server-tls: no issuer' || wrong "the certificate is named" "$(cat "$place/said")"
  stand_in kubectl
  on_laptop cluster-status | grep -q 'Nothing is wrong' || wrong "nothing is wrong"
  stand_in kubectl 'exit 1'
  refuses 1 on_laptop cluster-status
}

test_status_says_when_nobody_is_told_of_alerts() {
  laptop
  stand_in kubectl '[[ $* != *"get secret alertmanager-receivers"* ]]'
  on_laptop cluster-status | grep -q 'Nothing is wrong' || wrong "a laptop wakes nobody"
  on_laptop load_config prod aks-pullway >/dev/null
  if on_laptop cluster-status >"$place/said" 2>&1; then wrong "it ends with 1"; fi
  grep -A 1 '^Alerts:' "$place/said" | grep -q 'they reach nobody' || wrong "it says so" "$(cat "$place/said")"
  stand_in kubectl
  on_laptop cluster-status | grep -q 'Nothing is wrong' || wrong "nothing is wrong"
}
