# shellcheck shell=bash
# The browser application: its units, and what people do with it in a real browser.
# shellcheck source-path=SCRIPTDIR source=running.sh
source "$(dirname "${BASH_SOURCE[0]}")/running.sh"
# shellcheck source-path=SCRIPTDIR source=../lib/common.sh
source "$COPY/scripts/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=../lib/tools.sh
source "$COPY/scripts/lib/tools.sh"
# shellcheck source-path=SCRIPTDIR source=../lib/frontend.sh
source "$COPY/scripts/lib/frontend.sh"

test_the_browser_application_passes_its_unit_tests() {
  frontend_packages
  npm_run test
}

test_people_use_it_in_a_real_browser() {
  PULLWAY_CHROMIUM=$("$COPY/scripts/tools" chromium)
  start_and_await --services 1 --echo 1
  PULLWAY_URL="http://localhost:$GATEWAY" PULLWAY_PIDS="$COPY/.run/pids"
  export PULLWAY_CHROMIUM PULLWAY_URL PULLWAY_PIDS
  npm_run e2e
  kill -TERM "$this_run"
  ends 0
}

test_https_is_by_an_authority_of_its_own() {
  local node
  node=$("$COPY/scripts/tools" node)
  start_and_await --https --proxies 1 --services 0
  has_said "https://localhost:$GATEWAY/ui" || wrong "it tells the address" "$(<"$SAID")"
  NODE_EXTRA_CA_CERTS="$COPY/.run/data/caddy/caddy/pki/authorities/local/root.crt" \
    "$node" -e "fetch('https://localhost:$GATEWAY/ui').then(answer => process.exit(answer.status === 200 ? 0 : 1))"
  kill -TERM "$this_run"
  ends 0
}
