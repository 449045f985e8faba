# shellcheck shell=bash
# The parts of a local run: their ports, their configuration, their start. Everything binds to loopback.

# All Java processes alike. The heap is a limit, not what they take.
readonly JVM_FLAGS="-Xmx512m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"

# set_ports OFFSET. All of them stay below 32768, where the kernel takes the ports of outgoing connections from.
set_ports() {
  ISSUER_PORT=$((8070 + $1))
  GATEWAY_PORT=$((8080 + $1))
  PROXY_PORT=$((8080 + $1))                 # plus the number of the proxy
  PROXY_MANAGEMENT_PORT=$((9080 + $1))      # plus the number
  SERVICE_MANAGEMENT_PORT=$((9100 + $1))    # plus the number
  ECHO_MANAGEMENT_PORT=$((9200 + $1))       # plus the number
  MODERATION_MANAGEMENT_PORT=$((9300 + $1)) # plus the number
  FURTHER_MANAGEMENT_PORT=$((9400 + $1))    # plus 10 for each service, plus the number
  NATS_PORT=$((4222 + $1))
  POSTGRES_PORT=$((15432 + $1))
}

# Every port that will be opened, as `port owner` lines. Arguments: numbers of proxies, services, echo and
# moderation instances, and of instances of each further service.
ports() {
  local i
  ! has_own_issuer || say "$ISSUER_PORT issuer"
  say "$GATEWAY_PORT gateway"
  say "$NATS_PORT nats"
  [[ -n ${PULLWAY_DATABASE_URL:-} ]] || say "$POSTGRES_PORT postgres"
  for ((i = 1; i <= $1; i++)); do
    say "$((PROXY_PORT + i)) proxy-$i"
    say "$((PROXY_MANAGEMENT_PORT + i)) management of proxy-$i"
  done
  for ((i = 1; i <= $2; i++)); do say "$((SERVICE_MANAGEMENT_PORT + i)) management of service-$i"; done
  for ((i = 1; i <= $3; i++)); do say "$((ECHO_MANAGEMENT_PORT + i)) management of echo-$i"; done
  for ((i = 1; i <= $4; i++)); do say "$((MODERATION_MANAGEMENT_PORT + i)) management of moderation-$i"; done
  each_further "$5" further_port
}

# each_further COUNT FUNCTION…: calls it for each instance of each further service, with name, module and management port.
each_further() {
  local count=$1 module i port=$FURTHER_MANAGEMENT_PORT
  shift
  for module in $(further_services); do
    for ((i = 1; i <= count; i++)); do "$@" "$module-$i" "$module" $((port + i)); done
    port=$((port + 10))
  done
}

further_port() { say "$3 management of $1"; }

start_nats() {
  cat >"$RUN/nats.conf" <<END
listen: "127.0.0.1:$NATS_PORT"
server_name: "pullway-local"
jetstream: { store_dir: "$RUN/data/nats" }
END
  launch nats "$1" --config "$RUN/nats.conf"
}

# launch_application NAME MODULE JAVA MANAGEMENT_PORT VARIABLE=VALUE…
launch_application() {
  local name=$1 module=$2 java=$3 management=$4
  shift 4
  # shellcheck disable=SC2086 # flags without spaces
  launch "$name" env PULLWAY_NATS_SERVERS="nats://127.0.0.1:$NATS_PORT" \
    QUARKUS_MANAGEMENT_HOST=127.0.0.1 QUARKUS_MANAGEMENT_PORT="$management" "$@" \
    "$java" $JVM_FLAGS -jar "$(application_jar "$module")"
}

# kept_secret NAME: a secret of all proxies, kept with the data, so that what they made of it is good after a restart.
kept_secret() {
  local file="$RUN/data/$1"
  [[ -s $file ]] || (umask 077 && mkdir -p "$RUN/data" && head -c 24 /dev/urandom | base64 >"$file")
  cat "$file"
}

# Whether browsers sign in at `pullway issuer`: not where the environment names another issuer, of tokens or to sign in at.
has_own_issuer() { [[ -z ${PULLWAY_IDENTITY_JWKS:-}${PULLWAY_SIGN_IN_ISSUER:-} ]]; }

# Where the public keys of `pullway token` are; the environment may name those of another issuer. Starts the development
# issuer, for browsers. Argument: the path of java.
find_identity() {
  local keys="$ROOT/.pullway/issuer" own_issuer=false
  if has_own_issuer; then own_issuer=true; fi
  if [[ -z ${PULLWAY_IDENTITY_JWKS:-} ]]; then
    [[ -s $keys/jwks.json ]] || "$ROOT/scripts/pullway" token jwks --keys "$keys" >/dev/null || return
    export PULLWAY_IDENTITY_JWKS="file:$keys/jwks.json"
  fi
  if $own_issuer; then
    launch issuer "$1" -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
      -jar "$ROOT/cli/target/pullway/pullway.jar" issuer --port "$ISSUER_PORT" --keys "$keys"
    # Its people, and those of no other issuer, find profiles of theirs.
    export PULLWAY_RATING_SEED_OWNERS="${PULLWAY_RATING_SEED_OWNERS:-true}"
    export PULLWAY_SIGN_IN_ISSUER="http://127.0.0.1:$ISSUER_PORT"
    await issuer 30 port_busy 127.0.0.1 "$ISSUER_PORT"
  fi
}

# Arguments: number, Java's path, how many instances of the echo service there are. The view of the platform is for everybody here.
start_proxy() {
  local variables=()
  if (($3 > 0)); then variables+=(PULLWAY_PROXY_PLATFORM_TRY_PATH=/echo); fi
  launch_application "proxy-$1" http-to-nats-proxy "$2" $((PROXY_MANAGEMENT_PORT + $1)) \
    QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=$((PROXY_PORT + $1)) \
    PULLWAY_PROXY_INSTANCE="p$1" PULLWAY_PROXY_TRUSTED_GATEWAYS=127.0.0.1 \
    PULLWAY_PROXY_KEY_SECRETS="$(kept_secret key-secret)" \
    PULLWAY_PROXY_PLATFORM_VIEWERS="${PULLWAY_PROXY_PLATFORM_VIEWERS:-everybody}" ${variables[@]+"${variables[@]}"} \
    PULLWAY_SIGN_IN_COOKIE_SECRETS="${PULLWAY_SIGN_IN_COOKIE_SECRETS:-$(kept_secret cookie-secret)}"
}

# A database of the user's own is named by the environment, which the services read themselves.
database_variables() {
  variables=()
  [[ -n ${PULLWAY_DATABASE_URL:-} ]] || variables+=(
    PULLWAY_DATABASE_URL="jdbc:postgresql://127.0.0.1:$POSTGRES_PORT/$DATABASE"
    PULLWAY_DATABASE_USER="$DATABASE_USER"
    PULLWAY_DATABASE_PASSWORD="$DATABASE_USER"
  )
}

# Arguments: number, Java's path, how many instances of the moderation service there are.
start_service() {
  local variables
  database_variables
  if (($3 > 0)); then variables+=(PULLWAY_RATING_MODERATION=on); fi
  launch_application "service-$1" rating-service "$2" $((SERVICE_MANAGEMENT_PORT + $1)) \
    PULLWAY_SERVER_INSTANCE="s$1" PULLWAY_RATING_SEED="${PULLWAY_RATING_SEED:-true}" ${variables[@]+"${variables[@]}"}
}

start_moderation() {
  local variables
  database_variables
  launch_application "moderation-$1" moderation-service "$2" $((MODERATION_MANAGEMENT_PORT + $1)) \
    PULLWAY_SERVER_INSTANCE="m$1" ${variables[@]+"${variables[@]}"}
}

start_echo() {
  launch_application "echo-$1" echo-service "$2" $((ECHO_MANAGEMENT_PORT + $1)) PULLWAY_SERVER_INSTANCE="e$1"
}

# Arguments: Java's path, name, module, management port. A service without a database does not mind its address.
start_further() {
  local variables
  database_variables
  launch_application "$2" "$3" "$1" "$4" PULLWAY_SERVER_INSTANCE="$2" ${variables[@]+"${variables[@]}"}
}

# Arguments: Caddy's path, number of proxies, scheme.
start_gateway() {
  local i upstreams=() host=
  for ((i = 1; i <= $2; i++)); do upstreams+=("127.0.0.1:$((PROXY_PORT + i))"); done
  if [[ $3 == https ]]; then host=https://localhost; fi
  launch gateway env XDG_DATA_HOME="$RUN/data/caddy" XDG_CONFIG_HOME="$RUN/data/caddy" \
    PULLWAY_GATEWAY_HOST="$host" PULLWAY_GATEWAY_PORT="$GATEWAY_PORT" PULLWAY_PROXIES="${upstreams[*]}" \
    PULLWAY_UI="$FRONTEND/dist" \
    "$1" run --config "$ROOT/scripts/lib/Caddyfile" --adapter caddyfile
}
