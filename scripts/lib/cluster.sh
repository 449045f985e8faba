# shellcheck shell=bash
# What the commands of a cluster have in common: which environment they are for, what they would run, whether they may.
# For files that include common.sh.

# shellcheck source-path=SCRIPTDIR source=tools.sh
source "$ROOT/scripts/lib/tools.sh"
# shellcheck source-path=SCRIPTDIR source=frontend.sh
source "$ROOT/scripts/lib/frontend.sh"
# shellcheck source-path=SCRIPTDIR source=images.sh
source "$ROOT/scripts/lib/images.sh"

readonly CHOICE="$ROOT/.pullway/env"
readonly DEV_CLUSTER=pullway
readonly PUSH_TO=localhost:5050 PULL_FROM=pullway-registry:5000

environment=dev
context=
dry_run=false
confirmed=
# Of commands that build images.
has_images=false
with_cache=true
arguments=()

# begin "$@": reads the options that every command has, and the environment; the rest is in $arguments.
begin() {
  while (($# > 0)); do
    case $1 in
      -h | --help)
        show_help
        exit
        ;;
      --dry-run) dry_run=true ;;
      --confirm)
        (($# > 1)) || fail "--confirm needs the name of the cluster"
        confirmed=$2
        shift
        ;;
      --without-cache)
        $has_images || fail "there is no option '$1': see ${0##*/} --help"
        with_cache=false
        ;;
      -*) fail "there is no option '$1': see ${0##*/} --help" ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  read_choice
  say "Environment $environment, cluster $context"
}

read_choice() {
  if [[ -s $CHOICE ]]; then read -r environment context <"$CHOICE"; fi
  case $environment in
    dev) context="k3d-$DEV_CLUSTER" ;;
    prod) [[ -n $context ]] || fail "$CHOICE names no cluster: load_config prod CONTEXT" ;;
    *) fail "$CHOICE says '$environment': load_config dev, or load_config prod CONTEXT" ;;
  esac
}

at_most() { ((${#arguments[@]} <= $1)) || fail "too many arguments: see ${0##*/} --help"; }

only_dev() { [[ $environment == dev ]] || fail "$1; to work on your laptop: load_config dev"; }

# Before anything is changed: production asks for its own name.
may_change() {
  [[ $environment != prod ]] || $dry_run || [[ $confirmed == "$context" ]] ||
    fail "this would change production; if that is meant, say its name: ${0##*/} --confirm $context"
}

# needs PROGRAM…: all of them are there, or one sentence says which is not.
needs() {
  local program
  for program in "$@"; do
    $dry_run || type -P "$program" >/dev/null ||
      fail "$program is missing: start the shell of the project with \`devbox shell\`, or install it"
  done
}

# run COMMAND…: shows it, and runs it unless this is a dry run.
run() {
  printf '+ %s\n' "$(quoted "$@")"
  $dry_run || "$@"
}

quoted() {
  local word line=
  for word in "$@"; do
    if [[ $word =~ ^[A-Za-z0-9_./:=,@%+-]+$ ]]; then line+=" $word"; else line+=" '${word//\'/\'\\\'\'}'"; fi
  done
  printf '%s' "${line# }"
}

# Always with the context: what kubectl points to elsewhere does not matter.
kube() { run kubectl --context "$context" "$@"; }

# For questions: asked also in a dry run, where no answer is as good as "no".
asks() { kubectl --context "$context" "$@" 2>/dev/null; }

advise() {
  note "${0##*/}: $1 failed. $2"
  exit 1
}

# --- what is applied ---

# The overlay with the images that were deployed from here. Its path is printed.
overlay() {
  local folder="$ROOT/.pullway/overlay/$environment" file
  mkdir -p "$folder"
  {
    say "apiVersion: kustomize.config.k8s.io/v1beta1"
    say "kind: Kustomization"
    say "resources: [../../../k8s/overlays/$environment]"
    say "images:"
    for file in "$ROOT/.pullway/images/$environment"/*; do
      [[ -s $file ]] || continue
      say "  - name: $(overlay_image "${file##*/}")"
      # Quoted: a commit of digits alone would be a number.
      say "    newTag: \"$(cat "$file")\""
    done
    [[ -n $(ls -A "$ROOT/.pullway/images/$environment" 2>/dev/null) ]] || say "  []"
  } >"$folder/kustomization.yaml"
  say "$folder"
}

# overlay_image NAME: as the overlay calls it, without its tag.
overlay_image() {
  awk -v name="pullway/$1" '$1 == "-" && $2 == "name:" { mine = $3 == name } mine && $1 == "newName:" { print $2 }' \
    "$ROOT/k8s/overlays/$environment/kustomization.yaml"
}

# apply_parts NAME…: what has one of these names (app.kubernetes.io/name), or everything without one.
apply_parts() {
  local only=()
  if (($# > 0)); then only=(--selector "app.kubernetes.io/name in ($(IFS=, && say "$*"))"); fi
  kube apply -k "$(overlay)" ${only[@]+"${only[@]}"} ||
    advise "applying the manifests" "Is the cluster up (cluster-status)? Are the operators installed (create-cluster)?"
}

# await_rollout NAME
await_rollout() {
  kube --namespace pullway rollout status "deployment/$1" --timeout=180s ||
    advise "waiting for $1" "See cluster-status and cluster-logs $1."
}

# --- images ---

# The image's tag tells what is in it: the commit, and whether anything was changed or added since (.gitignore aside).
image_tag() {
  local tag
  tag=$(git -C "$ROOT" rev-parse --short=12 HEAD) || return
  [[ -z $(git -C "$ROOT" status --porcelain) ]] || tag+="-$(date -u +%Y%m%d%H%M%S)"
  say "$tag"
}

# push_image MODULE: builds it, pushes it to the registry of the environment and remembers its tag.
push_image() {
  local module=$1 name tag reference build recipe from
  name=$(overlay_image "$module")
  [[ -n $name ]] || fail "k8s/overlays/$environment/kustomization.yaml has no image of $module"
  [[ $module == frontend || -f $ROOT/$module/pom.xml ]] || fail "there is no service '$module' in this checkout"
  tag=$(image_tag) || fail "this is no git checkout"
  reference="$name:$tag"
  [[ $environment != dev ]] || reference="${name/#$PULL_FROM/$PUSH_TO}:$tag"
  if [[ $module == frontend ]]; then
    build=(build_frontend) recipe=(--file "$ROOT/k8s/images/frontend.Dockerfile") from=$ROOT
  else
    build=("$ROOT/scripts/image" "$module") from=$(image_context "$module")
    recipe=(--file "$RECIPE" --build-arg "TRAINED_WITH=$(trained_with "$module")")
    $with_cache || recipe+=(--target application)
  fi
  read_labels "$module" "$tag"
  run "${build[@]}" || advise "the build of $module" "Its last words stand above."
  run docker build "${recipe[@]}" "${labels[@]}" --tag "$reference" "$from" ||
    advise "the image of $module" "Does Docker run (docker info)?"
  run docker push "$reference" ||
    advise "the push of $reference" "Is the cluster with its registry up (start-cluster)? For prod: az acr login."
  $dry_run || { mkdir -p "$ROOT/.pullway/images/$environment" && say "$tag" >"$ROOT/.pullway/images/$environment/$module"; }
}

# deploy_workload MODULE: from its sources to ready instances.
deploy_workload() {
  needs kubectl docker git
  may_change
  push_image "$1"
  apply_parts "$1" configuration database
  await_rollout "$1"
}

# The services of the overlay: its images but for the proxy and the frontend.
services() {
  sed -n 's,^ *- name: pullway/\(.*\),\1,p' "$ROOT/k8s/overlays/$environment/kustomization.yaml" |
    grep -v -e '^http-to-nats-proxy$' -e '^frontend$'
}
