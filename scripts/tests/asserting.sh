# shellcheck shell=bash
# What tests of scripts say. A failed statement tells what was there instead and ends the test.

wrong() {
  printf 'Not as expected: %s\n' "$1"
  printf '%s\n' "${@:2}"
  exit 1
}

# refuses STATUS COMMAND…: COMMAND ends with STATUS and one line on standard error; the line is then in $sentence.
refuses() {
  local expected=$1 status=0
  shift
  sentence=$("$@" 2>&1 >/dev/null </dev/null) || status=$?
  ((status == expected)) || wrong "ends with status $expected" "status $status" "$sentence"
  [[ -n $sentence && $sentence != *$'\n'* ]] || wrong "one line on standard error" "$sentence"
}

# says TEXT: the sentence contains it.
says() { [[ ${sentence:-} == *"$1"* ]] || wrong "the sentence contains '$1'" "${sentence:-}"; }

# within SECONDS COMMAND…: it succeeds before the time is over.
within() {
  local seconds=$1 end=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < end)) || wrong "within $seconds s: $*"
    sleep 0.1
  done
}
