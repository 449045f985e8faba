# shellcheck shell=bash
# Finds the programs that Pullway runs with, or makes them in .tools/. Each function prints a path or says in one
# sentence what is missing.

readonly JDK_LEAST=25
readonly NATS_SERVER_LEAST=2.14.3 NATS_SERVER_PINNED=2.15.2
readonly CADDY_LEAST=2.10 CADDY_PINNED=2.11.9
readonly SHFMT_PINNED=3.14.1
readonly NODE_LEAST=20.19

# shellcheck source-path=SCRIPTDIR source=workshop.sh
source "$ROOT/scripts/lib/workshop.sh"
# shellcheck source-path=SCRIPTDIR source=pypi.sh
source "$ROOT/scripts/lib/pypi.sh"

# A JDK's version without starting it; nothing if the folder is no JDK.
jdk_version() {
  [[ -x $1/bin/javac && -r $1/release ]] || return 0
  version_in "$(grep '^JAVA_VERSION=' "$1/release" | tr -d '"').0"
}

# The home of the java on the PATH, through every link and launcher.
jdk_on_path() {
  command -v java >/dev/null || return 0
  java -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.home = //p'
}

find_java_home() {
  local home version
  for home in "${JAVA_HOME:-}" "$(jdk_on_path)" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/*; do
    version=$(jdk_version "$home")
    if [[ -n $version ]] && version_at_least "$version" "$JDK_LEAST"; then
      say "$home"
      return
    fi
  done
  fail "a JDK >= $JDK_LEAST is missing: install one (package openjdk-$JDK_LEAST-jdk or temurin-$JDK_LEAST-jdk) or set JAVA_HOME to it"
}

maven() (
  java_home=$(find_java_home) || exit
  cd "$ROOT" || exit
  JAVA_HOME=$java_home exec ./mvnw --batch-mode --no-transfer-progress "$@"
)

tool_version() {
  case ${1##*/} in
    caddy)
      # A Caddy made by `go install` calls itself unknown, but knows its module.
      version_in "$("$1" version 2>/dev/null)" | grep . ||
        version_in "$("$1" build-info 2>/dev/null | awk '$1 == "mod" { print $3 }')"
      ;;
    nginx) version_in "$("$1" -v 2>&1)" ;;
    kustomize) version_in "$("$1" version 2>/dev/null)" ;;
    kubeconform)
      # One made by `go install` says only that it is in development.
      version_in "$("$1" -v 2>/dev/null)" | grep . ||
        version_in "$(go version -m "$1" 2>/dev/null | awk '$1 == "mod" { print $3 }')"
      ;;
    *) version_in "$("$1" --version 2>/dev/null)" ;;
  esac
}

# go_tool NAME LEAST PINNED PACKAGE WHERE: NAME >= LEAST from the PATH, else PINNED made with Go from PACKAGE,
# else a sentence; WHERE ends it.
go_tool() {
  local name=$1 least=$2 pinned=$3 package=$4 where=$5 found
  found=$(type -P "$name" || true)
  if [[ -n $found ]] && version_at_least "$(tool_version "$found")" "$least"; then
    say "$found"
    return
  fi
  found="$TOOLS/bin/$name"
  if [[ ! -x $found || $(tool_version "$found") != "$pinned" ]]; then
    command -v go >/dev/null ||
      fail "$name >= $least is missing: install it ($where), or install Go (https://go.dev/dl), with which it is built here"
    in_workshop build_with_go "$name" "$pinned" "$package" || return
  fi
  say "$found"
}

find_nats_server() {
  go_tool nats-server "$NATS_SERVER_LEAST" "$NATS_SERVER_PINNED" github.com/nats-io/nats-server/v2 \
    "https://docs.nats.io/running-a-nats-service/introduction/installation"
}

find_caddy() {
  go_tool caddy "$CADDY_LEAST" "$CADDY_PINNED" github.com/caddyserver/caddy/v2/cmd/caddy https://caddyserver.com/docs/install
}

# The node on the PATH, or the newest of nvm's. npm stands beside it.
find_node() {
  local node
  for node in "$(type -P node || true)" $(printf '%s\n' "${NVM_DIR:-${HOME:-/}/.nvm}"/versions/node/*/bin/node | sort -rV); do
    if [[ -x $node && -x ${node%/*}/npm ]] && version_at_least "$(tool_version "$node")" "$NODE_LEAST"; then
      say "$node"
      return
    fi
  done
  fail "Node.js >= $NODE_LEAST with npm is missing, which builds the browser application: install it (https://nodejs.org)"
}

# A Chromium for the tests of the browser application: one that is there, else Debian's, where this may install it.
find_chromium() {
  local name found
  for name in "${PULLWAY_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    found=$(type -P "${name:-/}" || true)
    if [[ -n $found ]]; then
      say "$found"
      return
    fi
  done
  install_chromium || fail "Chromium is missing, with which the browser application is tested: install the package chromium or set PULLWAY_CHROMIUM"
  type -P chromium
}

# Only where nobody has to be asked for a password, as on a machine of CI.
install_chromium() {
  ((EUID == 0)) && command -v apt-get >/dev/null || return
  mkdir -p "$LOGS"
  with_progress "Installing Debian's Chromium" "$LOGS/chromium.log" sh -c \
    "apt-get update --quiet && apt-get install --yes --quiet --no-install-recommends chromium"
}

# Not on the PATH of everybody: Debian has it where administrators look.
find_nginx() {
  PATH="$PATH:/usr/sbin:/usr/local/sbin" type -P nginx ||
    fail "nginx is missing, which Pullway is compared with: install the package nginx-light (Debian, Ubuntu) or nginx"
}

find_wrk() {
  type -P wrk || fail "wrk is missing, which sends the requests: install the package wrk (Debian, Ubuntu, Homebrew)"
}

find_shfmt() {
  go_tool shfmt "$SHFMT_PINNED" "$SHFMT_PINNED" mvdan.cc/sh/v3/cmd/shfmt https://github.com/mvdan/sh
}

# unpack ARCHIVE.txz DIRECTORY
unpack_xz() {
  if command -v xz >/dev/null || [[ $(tar --version 2>/dev/null) == bsdtar* ]]; then
    tar -xJf "$1" -C "$2"
  elif python3 -c 'import lzma' 2>/dev/null; then
    python3 -c 'import sys, tarfile; tarfile.open(sys.argv[1], "r:xz").extractall(sys.argv[2])' "$1" "$2"
  else
    fail "xz is missing, which unpacks PostgreSQL: install the package xz-utils, or set PULLWAY_DATABASE_URL to a database of yours"
  fi
}

# The name of this machine in the embedded PostgreSQL binaries.
postgres_platform() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) say linux-amd64 ;;
    Linux-aarch64 | Linux-arm64) say linux-arm64v8 ;;
    Darwin-x86_64) say darwin-amd64 ;;
    Darwin-arm64) say darwin-arm64v8 ;;
    *) fail "there is no embedded PostgreSQL for $(uname -sm): set PULLWAY_DATABASE_URL to a database of yours" ;;
  esac
}

install_postgres() { unpack_xz content/*.txz result; }

# The folder whose bin/ has initdb and postgres.
find_postgres() {
  local version platform home
  version=$(pom_property embedded-postgres.version) && platform=$(postgres_platform) || return
  home="$TOOLS/postgres-$version"
  [[ -x $home/bin/postgres ]] || in_workshop unpack_jar "PostgreSQL $version" "$home" \
    "io.zonky.test.postgres:embedded-postgres-binaries-$platform:$version" install_postgres || return
  say "$home"
}

install_shellcheck() {
  local folder
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) folder=Linux_x86_64 ;;
    Linux-aarch64 | Linux-arm64) folder=Linux_aarch64 ;;
    Darwin-*) folder=macOS_x86_64 ;;
    *) fail "there is no shellcheck for $(uname -sm) in the Maven plugin that brings it" ;;
  esac
  mv content/shellcheck-bin/"$folder"/*/shellcheck result/ && chmod +x result/shellcheck
}

# The shellcheck that a Maven plugin carries: the same everywhere, without an installation.
find_shellcheck() {
  local version home
  version=$(pom_property shellcheck-plugin.version) || return
  home="$TOOLS/shellcheck-plugin-$version"
  [[ -x $home/shellcheck ]] || in_workshop unpack_jar "shellcheck" "$home" \
    "dev.dimlight:shellcheck-maven-plugin:$version" install_shellcheck || return
  say "$home/shellcheck"
}
