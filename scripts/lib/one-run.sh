# shellcheck shell=bash
# One run-local of a checkout at a time: who runs, what an earlier one left, and how this one ends.

claiming=false
claimed=false

# The number of a run-local of this checkout that runs now.
other_run() {
  local pid=
  if [[ -r $RUN/run-local.pid ]]; then read -r pid <"$RUN/run-local.pid" || true; fi
  if [[ $pid =~ ^[0-9]+$ ]] && kill -0 "$pid" 2>/dev/null && [[ $(command_line "$pid") == *"bash "*run-local* ]]; then
    say "$pid"
  fi
}

stop_earlier_run() {
  local pid
  pid=$(other_run)
  if [[ -z $pid && -z $(names_alive) ]]; then
    say "Nothing is running."
    exit
  fi
  if [[ -n $pid ]]; then
    kill -TERM "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  fi
  stop_all
  rm -f "$RUN/run-local.pid"
  say "Stopped."
  exit
}

# Only one at a time looks and takes: the folder exists for these few milliseconds.
claim() {
  local pid left tries=0
  mkdir -p "$PIDS" "$LOGS" "$RUN/data"
  until mkdir "$RUN/claiming" 2>/dev/null; do
    ((++tries < 50)) || fail "another run-local is about to start; if none is, delete .run/claiming"
    sleep 0.1
  done
  claiming=true
  pid=$(other_run)
  [[ -z $pid ]] || fail "Pullway runs already (process $pid): end that one, or scripts/run-local --stop"
  left=$(names_alive)
  [[ -z $left ]] || fail "an earlier run left processes behind (${left//$'\n'/, }): scripts/run-local --stop ends them"
  printf '%s\n' $$ >"$RUN/run-local.pid"
  claimed=true
  rm -f "$PIDS"/*.pid "$RUN/ready"
  end_claiming
}

end_claiming() {
  if $claiming; then rmdir "$RUN/claiming"; fi
  claiming=false
}

on_exit() {
  local status=$?
  # From readiness on, a signal is the ordinary end.
  case $status in 129 | 130 | 143) [[ ! -e $RUN/ready ]] || status=0 ;; esac
  trap '' INT TERM HUP PIPE
  trap - EXIT
  set +e
  end_worker
  end_claiming
  if $claimed; then
    if [[ -n $(names_alive) ]]; then
      say "Stopping; services finish what they have …" 2>/dev/null
      stop_all
      say "Stopped." 2>/dev/null
    fi
    rm -f "$RUN/run-local.pid" "$RUN/ready" "$RUN/tools" "$PIDS"/*.pid
  fi
  exit "$status"
}
