# shellcheck shell=bash
# Starting and ending run-local in a test, in the copy of the checkout and with ports of its own.
# shellcheck source-path=SCRIPTDIR source=asserting.sh
source "$(dirname "${BASH_SOURCE[0]}")/asserting.sh"

# shellcheck disable=SC2034 # for the files that include this one
readonly GATEWAY=$((8080 + PORT_OFFSET))
readonly SAID="$COPY/said"
this_run=

run_local() { "$COPY/scripts/run-local" --port-offset "$PORT_OFFSET" "$@"; }

# start OPTION…: in a process group of its own, as a terminal would, and with SIGINT as it is there (who runs the tests in
# the background of a script passes on that it is ignored, which bash cannot undo). What still runs when the test ends
# is stopped.
start() {
  trap stop_this_run EXIT
  : >"$SAID"
  set -m
  perl -e '@SIG{qw(INT HUP)} = ("DEFAULT") x 2; exec @ARGV' "$COPY/scripts/run-local" --port-offset "$PORT_OFFSET" "$@" >"$SAID" 2>&1 &
  set +m
  this_run=$!
}

stop_this_run() {
  if kill -TERM "$this_run" 2>/dev/null; then wait "$this_run" || true; fi
  run_local --stop >/dev/null
}

has_said() { grep -q -- "$1" "$SAID"; }

is_over() { ! kill -0 "$this_run" 2>/dev/null; }
ready_or_over() { has_said '^Pullway is ready$' || is_over; }

start_and_await() {
  start "$@"
  within 180 ready_or_over
  has_said '^Pullway is ready$' || wrong "it becomes ready" "$(<"$SAID")"
}

# ends STATUS: the run that was started.
ends() {
  local status=0
  within 90 is_over
  wait "$this_run" || status=$?
  ((status == $1)) || wrong "run-local ends with status $1" "status $status" "$(<"$SAID")"
}
