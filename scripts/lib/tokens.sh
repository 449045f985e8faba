# shellcheck shell=bash
# Tokens for scripts that test a running API.

# token KEYS USER ROLE…: of the development issuer whose keys are in the folder KEYS.
token() {
  local keys=$1 user=$2 role roles=()
  shift 2
  for role in "$@"; do roles+=(--role "$role"); done
  "$ROOT/scripts/pullway" token --user "$user" "${roles[@]}" --keys "$keys"
}
