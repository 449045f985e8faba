# shellcheck shell=bash
# shellcheck disable=SC2154 # $context, $environment and $dry_run are of cluster.sh
# What a cluster needs before Pullway: namespaces, passwords, the charts of k8s/charts. For files that include cluster.sh.

readonly GATEWAY_API=https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.3/standard-install.yaml

# Everything that has a login at NATS, as in k8s/charts/nats.yaml; the last two are people's.
readonly NATS_APPLICATIONS="http-to-nats-proxy rating-service moderation-service echo-service nack"
readonly NATS_PEOPLE="operator system"

# A password that NATS reads as a text: it starts with a letter.
random_password() { printf 'p%s' "$(head -c 24 /dev/urandom | base64 | tr '+/' 'xy')"; }

# As whom an application signs in, where k8s/charts/nats.yaml has another name for it.
nats_login() { case $1 in http-to-nats-proxy) say proxy ;; *) say "$1" ;; esac }

# secret NAMESPACE NAME TYPE KEY=VALUE…: by standard input, so that no other process sees a value.
secret() {
  local namespace=$1 name=$2 type=$3
  shift 3
  printf '+ %s\n' "kubectl --context $context apply -f - # Secret $name in $namespace"
  $dry_run && return
  {
    printf 'apiVersion: v1\nkind: Secret\nmetadata: {name: %s, namespace: %s}\ntype: %s\nstringData:\n' "$name" "$namespace" "$type"
    printf '  %s\n' "${@/=/: }"
  } | kubectl --context "$context" apply -f - >/dev/null || advise "making the secret $name" "See cluster-status."
}

# add_to_secret NAMESPACE NAME KEY=VALUE…: what else is in it stays. By standard input, too.
add_to_secret() {
  local namespace=$1 name=$2 command
  shift 2
  command=(kubectl --context "$context" --namespace "$namespace" patch secret "$name" --patch-file /dev/stdin)
  printf '+ %s\n' "${command[*]} # ${*%%=*}"
  $dry_run && return
  { printf 'stringData:\n' && printf '  %s\n' "${@/=/: }"; } | "${command[@]}" >/dev/null ||
    advise "adding to the secret $name" "See cluster-status."
}

# keys_of NAMESPACE NAME: of a secret, a line each; none of one that is not there. Whoever does not know stops, rather than make
# new ones in place of those that are in use.
keys_of() {
  # shellcheck disable=SC2016 # a variable of the template
  asks --namespace "$1" get secret "$2" --ignore-not-found --output 'go-template={{range $key, $_ := .data}}{{println $key}}{{end}}' ||
    $dry_run || advise "looking for the secret $2" "Is the cluster up (start-cluster)?"
}

# Every user's password, made once: what NATS has and what the applications have must be the same. A user who came later gets
# his, and nobody else's changes.
make_passwords() {
  local user password there secrets new=()
  there=$(keys_of nats nats-users) && secrets=$(keys_of pullway http-to-nats-proxy) || exit 1
  for user in $NATS_APPLICATIONS $NATS_PEOPLE; do
    if grep -qxF "$user" <<<"$there"; then continue; fi
    password=$(random_password)
    new+=("$user=$password")
    case " $NATS_PEOPLE " in *" $user "*) continue ;; esac
    secret pullway "nats-$user" kubernetes.io/basic-auth "username=$(nats_login "$user")" "password=$password"
  done
  [[ -n $secrets ]] ||
    secret pullway http-to-nats-proxy Opaque "key-secrets=$(random_password)" "cookie-secrets=$(random_password)"
  # Last: whoever was interrupted before begins again.
  if [[ -z $there ]]; then
    secret nats nats-users Opaque "${new[@]}"
  elif ((${#new[@]} > 0)); then
    add_to_secret nats nats-users "${new[@]}"
  else
    say "The passwords of NATS are there already."
  fi
}

# The public keys of `pullway token`, whose tokens are believed on a laptop.
publish_issuer() {
  local keys="$ROOT/.pullway/issuer"
  [[ -s $keys/jwks.json ]] || run "$ROOT/scripts/pullway" token jwks --keys "$keys" >/dev/null ||
    advise "making the keys of the development issuer" "Is a JDK there (scripts/tools java)?"
  printf '+ %s\n' "kubectl --context $context apply -f - # ConfigMap pullway-issuer in pullway"
  $dry_run && return
  kubectl create configmap pullway-issuer --namespace pullway --from-file="$keys/jwks.json" --dry-run=client -o yaml |
    kubectl --context "$context" apply -f - >/dev/null || advise "publishing the keys of the issuer" "See cluster-status."
}

# charts: "release namespace chart version" of this environment, a line each.
charts() { awk -v environment="$environment" '!/^#/ && NF == 5 && index("," $5 ",", "," environment ",") { print $1, $2, $3, $4 }' "$ROOT/k8s/charts/charts"; }

install_charts() {
  local release namespace chart version
  while read -r release namespace chart version <&3; do install_chart "$release" "$namespace" "$chart" "$version"; done 3< <(charts)
}

install_chart() {
  local release=$1 namespace=$2 chart=$3 version=$4 file where values=() wait=(--wait --timeout 10m)
  for file in "$ROOT/k8s/charts/$release.yaml" "$ROOT/k8s/charts/$release-$environment.yaml"; do
    if [[ -f $file ]]; then values+=(--values "$file"); fi
  done
  # In production they wait for certificates, which come with the overlay.
  [[ $environment != prod || $namespace != nats ]] || wait=()
  where=("$chart")
  if [[ $chart == https://* ]]; then where=("${chart##*/}" --repo "${chart%/*}"); fi
  run helm --kube-context "$context" upgrade --install "$release" "${where[@]}" --version "$version" \
    --namespace "$namespace" --create-namespace ${values[@]+"${values[@]}"} ${wait[@]+"${wait[@]}"} ||
    advise "installing $release" "Repeat the command: what is done is not done again. See cluster-status."
}

install_operators() {
  kube apply --server-side -f "$GATEWAY_API" || advise "installing the Gateway API" "Is the network there?"
  kube apply -k "$ROOT/k8s/base/namespaces" || advise "making the namespaces" "Is the cluster up (start-cluster)?"
  [[ $environment == prod ]] || { make_passwords && publish_issuer; }
  install_charts
}
