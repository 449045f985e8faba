# shellcheck shell=bash
# The processes of a local run: started in process groups of their own, so that a Ctrl-C in the terminal reaches only
# run-local, which ends them in order. What runs is known from .run/pids alone: a process that somebody else started
# again under the same name is found, and a number that by now belongs to a stranger is left alone.

PIDS="$RUN/pids"

# What a signal does: ends this shell with STATUS. But one that arrives between the start of a process and the note of
# its number waits for the note.
noting=false
pending_signal=
on_signal() {
  if $noting; then pending_signal=$1; else exit "$1"; fi
}

exit_on_signals() {
  trap 'on_signal 130' INT
  trap 'on_signal 143' TERM
  trap 'on_signal 129' HUP
}

# spawn COMMAND…: starts it in a group of its own; its number is in $spawned. Ends with `noted`, when that is safe.
spawn() {
  noting=true
  set -m
  "$@" </dev/null &
  spawned=$!
  set +m
}

noted() {
  noting=false
  if [[ -n $pending_signal ]]; then exit "$pending_signal"; fi
}

# launch NAME COMMAND…: output goes to .run/logs/NAME.log. COMMAND must exec: its number is the one noted.
# Nothing is started for a run-local that was killed.
launch() {
  local name=$1
  shift
  kill -0 $$ 2>/dev/null || exit 1
  spawn "$@" >"$LOGS/$name.log" 2>&1
  printf '%s\n' "$spawned" >"$PIDS/$name.pid"
  disown
  noted
}

# supervise COMMAND…: runs it in a shell of its own and does nothing but wait, so that a signal is heard at once: bash
# may lose a SIGINT while it waits for a program in the foreground.
worker=
supervise() {
  spawn "$@"
  worker=$spawned
  noted
  wait "$worker"
}

# Ends what `supervise` runs, together with the program that it may be waiting for (by SIGINT: bash reports a child's
# death by any other signal).
end_worker() {
  [[ -n $worker ]] || return 0
  {
    kill -TERM "$worker"
    kill -INT -- "-$worker"
    wait "$worker"
    kill -TERM -- "-$worker"
  } 2>/dev/null
}

pid_of() {
  local pid=
  if [[ -r $PIDS/$1.pid ]]; then read -r pid <"$PIDS/$1.pid" || true; fi
  if [[ $pid =~ ^[0-9]+$ ]]; then say "$pid"; fi
}

command_line() {
  if [[ -r /proc/$1/cmdline ]]; then
    tr '\0' ' ' <"/proc/$1/cmdline"
  else
    ps -ww -o command= -p "$1"
  fi 2>/dev/null || true
}

# Every process of ours has a path of this checkout in its command line, or, for an instant, still that of run-local.
is_alive() {
  local pid
  pid=$(pid_of "$1")
  [[ -n $pid ]] && kill -0 "$pid" 2>/dev/null || return 1
  case $(command_line "$pid") in
    *"$ROOT/"* | *run-local*) return 0 ;;
    *) return 1 ;;
  esac
}

# The names with a pid file that begin with one of the given words; without a word, all.
names() {
  local file name word
  for file in "$PIDS"/*.pid; do
    [[ -e $file ]] || continue
    name=${file##*/}
    name=${name%.pid}
    (($# > 0)) || say "$name"
    for word in "$@"; do
      if [[ $name == "$word"* ]]; then say "$name"; fi
    done
  done
}

names_alive() {
  local name
  for name in $(names "$@"); do
    if is_alive "$name"; then say "$name"; fi
  done
}

signal_all() {
  local name signal=$1
  shift
  for name in "$@"; do
    if is_alive "$name"; then kill "-$signal" "$(pid_of "$name")" 2>/dev/null || true; fi
  done
}

# gone_within SECONDS NAME…: true once none of them lives.
gone_within() {
  local name end=$((SECONDS + $1))
  shift
  for name in "$@"; do
    while is_alive "$name"; do
      ((SECONDS < end)) || return 1
      sleep 0.05
    done
  done
}

# stop SIGNAL SECONDS WORD…: asks the processes whose names begin with WORD to end, and kills those that have not
# within SECONDS.
stop() {
  local signal=$1 seconds=$2 list
  shift 2
  list=$(names_alive "$@")
  [[ -n $list ]] || return 0
  # shellcheck disable=SC2086 # names have no spaces
  signal_all "$signal" $list
  # shellcheck disable=SC2086
  if ! gone_within "$seconds" $list; then
    list=$(names_alive "$@")
    note "Killed, because it had not ended within $seconds s: ${list//$'\n'/ }"
    # shellcheck disable=SC2086
    signal_all KILL $list
    # shellcheck disable=SC2086
    gone_within 5 $list || true
  fi
}

# The gateway closes its door and goes on with what is under way; then the services drain, callers before whom they
# call: they finish or give back what they hold while everything that they need for it still runs; then the rest.
# PostgreSQL takes SIGINT for "end the sessions and stop", SIGTERM for "wait for the sessions".
stop_all() {
  signal_all TERM gateway
  gone_within 1 gateway || true
  # shellcheck disable=SC2046 # names have no spaces
  stop TERM 40 service echo $(further_services)
  stop TERM 40 moderation
  stop TERM 3 gateway
  stop TERM 10 proxy
  stop TERM 3 issuer
  stop INT 10 postgres
  stop TERM 10 nats
  rm -f "$PIDS"/*.pid
}
