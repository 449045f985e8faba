# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR source=asserting.sh
source "$(dirname "${BASH_SOURCE[0]}")/asserting.sh"

# What `pullway new service` reads and writes, apart from the checkout: there folders are links.
checkout_to_change() {
  place=$(mktemp -d)
  trap 'rm -rf "$place"' EXIT
  mkdir -p "$place/echo-service" "$place/scenario-tests"
  cp -R "$COPY/k8s" "$COPY/scripts" "$COPY/pom.xml" "$COPY/.tools" "$place"
  cp "$COPY/echo-service/pom.xml" "$place/echo-service"
  cp -R "$COPY/scenario-tests/pom.xml" "$COPY/scenario-tests/src" "$place/scenario-tests"
}

# That it runs and answers is tried by scripts/test --profile new-service.
test_the_manifests_of_a_new_service_are_valid() {
  local crds
  checkout_to_change
  "$COPY/scripts/pullway" new service orders-service --checkout "$place" >/dev/null
  crds=$("$CHECKOUT/scripts/tools" crds 2>/dev/null) || crds=
  PULLWAY_CRDS="$crds" "$place/scripts/check-manifests" >"$place/said" 2>&1 || wrong "the manifests are valid" "$(cat "$place/said")"
  for overlay in dev prod; do
    grep -q "image: .*/orders-service:" "$place/target/manifests/$overlay.yaml" || wrong "$overlay has its image"
    grep -q "name: answers-orders-service" "$place/target/manifests/$overlay.yaml" || wrong "$overlay has its streams"
  done
}
