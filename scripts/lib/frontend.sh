# shellcheck shell=bash
# The browser application: its packages, its build. For files that include common.sh and tools.sh.

FRONTEND="$ROOT/frontend"

# npm ARGUMENT…, in frontend/, with the node that fits.
frontend_npm() (
  node=$(find_node) || exit
  cd "$FRONTEND" || exit
  PATH="${node%/*}:$PATH" exec npm --no-audit --no-fund --no-update-notifier "$@"
)

npm_run() { frontend_npm run --silent "$@"; }

# What the lock file names is there, and exactly that. npm writes the file that is looked at when it has ended.
frontend_packages() {
  local installed="$FRONTEND/node_modules/.package-lock.json"
  [[ ! $FRONTEND/package-lock.json -nt $installed && ! $FRONTEND/package.json -nt $installed ]] && [[ -f $installed ]] && return
  find_node >/dev/null || return
  mkdir -p "$LOGS"
  with_progress "Fetching the packages of the browser application" "$LOGS/npm.log" frontend_npm ci ||
    fail "npm could not fetch them; its last words stand above"
}

# Nothing that it is made of is newer than the page that the last build wrote.
frontend_is_built() {
  local page="$FRONTEND/dist/index.html"
  [[ -f $page ]] && [[ -z $(find "$FRONTEND/" -mindepth 1 \
    \( -name node_modules -o -name dist -o -name e2e -o -name schema.d.ts -o -name '*.test.*' -o -name served.caddy \) -prune \
    -o -type f -newer "$page" -print) ]]
}

build_frontend() {
  if frontend_is_built; then return; fi
  frontend_packages || return
  mkdir -p "$LOGS"
  with_progress "Building the browser application" "$LOGS/frontend.log" npm_run build ||
    fail "the build failed; its last words stand above, all of them in .run/logs/frontend.log"
}
