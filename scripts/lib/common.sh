# shellcheck shell=bash
# What every script needs: where the checkout is, how to speak, how to compare versions.
# Written for bash 3.2 (macOS) and later.
# shellcheck disable=SC2034 # variables for the files that include this one

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
RUN="$ROOT/.run"
LOGS="$RUN/logs"
TOOLS="$ROOT/.tools"

say() { printf '%s\n' "$*"; }

# Progress that must not mix with a result on standard output.
note() { printf '%s\n' "$*" >&2; }

fail() {
  note "${0##*/}: $*"
  exit 1
}

# The help text of a script: the comment block below its first line.
show_help() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"; }

# number NAME VALUE LOWEST HIGHEST: stops unless VALUE is a whole number in the range.
require_number() {
  local name=$1 value=$2 lowest=$3 highest=$4
  [[ $value =~ ^[0-9]{1,6}$ ]] && ((10#$value >= lowest && 10#$value <= highest)) && return
  fail "$name takes a whole number from $lowest to $highest, not '$value'"
}

# version_at_least HAVE LEAST: compares dotted numbers.
version_at_least() {
  local have least i
  IFS=. read -ra have <<<"$1"
  IFS=. read -ra least <<<"$2"
  for i in 0 1 2; do
    ((10#${have[i]:-0} > 10#${least[i]:-0})) && return 0
    ((10#${have[i]:-0} < 10#${least[i]:-0})) && return 1
  done
  return 0
}

# The first dotted number in a text; empty if there is none.
version_in() {
  if [[ $1 =~ [0-9]+(\.[0-9]+)+ ]]; then say "${BASH_REMATCH[0]}"; fi
}

# The value of a property of the root pom, the one place where versions stand.
pom_property() {
  local value
  value=$(sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" "$ROOT/pom.xml")
  [[ -n $value ]] || fail "pom.xml has no property $1"
  say "$value"
}

# with_progress TITLE LOG COMMAND…: output goes to LOG; every ten seconds a line says that work goes on.
# When it fails, the end of LOG is shown.
with_progress() {
  local title=$1 log=$2 status=0 ticker
  shift 2
  note "$title …"
  (
    for ((second = 1; ; second++)); do
      { sleep 1 && kill -0 $$; } >/dev/null 2>&1 || break
      if ((second % 10 == 0)); then note "  … still at it after $second s"; fi
    done
  ) >/dev/null &
  ticker=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  if ((status != 0)); then
    tail -n 25 "$log" >&2
  fi
  return "$status"
}
