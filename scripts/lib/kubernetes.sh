# shellcheck shell=bash
# Finds or makes what manifests are checked and tried with: kustomize, kubeconform with its schemas, and a Kubernetes without
# nodes. For files that include tools.sh.

readonly KUSTOMIZE_LEAST=5.5.0 KUSTOMIZE_PINNED=5.8.1
readonly KUBECONFORM_LEAST=0.6.7 KUBECONFORM_PINNED=0.8.0
# What AKS and k3d run, and the age of the Go modules in scripts/lib/kubernetes.
readonly KUBERNETES_VERSION=1.35.4 KWOK_VERSION=0.7.0
readonly DEFINITIONS_VERSION=0.90.0
readonly KUBERNETES_MODULES="$ROOT/scripts/lib/kubernetes"

find_kustomize() {
  go_tool kustomize "$KUSTOMIZE_LEAST" "$KUSTOMIZE_PINNED" sigs.k8s.io/kustomize/kustomize/v5 \
    https://kubectl.docs.kubernetes.io/installation/kustomize
}

find_kubeconform() {
  go_tool kubeconform "$KUBECONFORM_LEAST" "$KUBECONFORM_PINNED" github.com/yannh/kubeconform/cmd/kubeconform \
    https://github.com/yannh/kubeconform
}

# module_folder MODULE: where Go keeps it, in a folder with a go.mod that has it, or MODULE@VERSION.
module_folder() { go mod download -json "$1" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p'; }

make_kubernetes() (
  # What the makefile of Kubernetes would say of the version.
  version="-X k8s.io/component-base/version.gitVersion=v$KUBERNETES_VERSION"
  version+=" -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=35"
  export CGO_ENABLED=0
  cd "$KUBERNETES_MODULES" &&
    go build -trimpath -ldflags "-s -w $version" -o "$1/" tool &&
    mv "$1/server" "$1/etcd" &&
    GOBIN="$1" go install -trimpath "sigs.k8s.io/kwok/cmd/kwok@v$KWOK_VERSION" &&
    stages >"$1/stages.yaml"
)

# How a node and its pods come to life, which kwok does not carry itself.
stages() {
  local folder stage
  folder=$(module_folder "sigs.k8s.io/kwok@v$KWOK_VERSION") || return
  for stage in "$folder"/kustomize/stage/{node/fast,node/heartbeat-with-lease,pod/fast}/*.yaml; do
    [[ $stage == */kustomization.yaml ]] || { say --- && cat "$stage"; } || return
  done
}

# A folder with etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl, kwok and its stages.yaml.
find_kubernetes() {
  made Kubernetes "$TOOLS/kubernetes-$KUBERNETES_VERSION" \
    "Building Kubernetes $KUBERNETES_VERSION with Go into .tools (ten minutes, once)" make_kubernetes
}

make_definitions() (
  cd "$KUBERNETES_MODULES/definitions" &&
    go tool controller-gen crd output:crd:dir="$1" \
      paths=github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1
)

# The definitions of the Prometheus operator's resources, made from its Go types.
find_definitions() {
  made "the definitions of the Prometheus operator" "$TOOLS/definitions-$DEFINITIONS_VERSION" \
    "Making the definitions of the Prometheus operator" make_definitions
}

# The folder with the definitions of custom resources: PULLWAY_CRDS, else ../shared/crds.
find_crds() {
  local folder="${PULLWAY_CRDS:-$ROOT/../shared/crds}"
  [[ -n $(find "$folder/" -maxdepth 1 -name '*.yaml' 2>/dev/null) ]] ||
    fail "there are no definitions of custom resources in $folder: set PULLWAY_CRDS to a folder that has them (k8s/README.md says which)"
  (cd "$folder" && pwd -P)
}

make_schemas() (
  cd "$KUBERNETES_MODULES" &&
    python3 schemas.py --swagger "$(module_folder k8s.io/kubernetes)/api/openapi-spec/swagger.json" "$1"
)

# JSON schemas of Kubernetes' own resources, for kubeconform; they are in its Go module.
find_schemas() {
  made "the schemas of Kubernetes" "$TOOLS/schemas-$KUBERNETES_VERSION" \
    "Reading the schemas of Kubernetes $KUBERNETES_VERSION" make_schemas
}
